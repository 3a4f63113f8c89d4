import type { Knowledge } from '../state/knowledge.ts'
import type { Candidate } from './candidates.ts'
import type { Looking } from './features.ts'

/**
 * What newcomers are given and what it costs: a place of the home page is kept for them, and what stands there instead
 * of the best thing left is estimated to bring so much less.
 */
export type Budget = {
  /** Places given to newcomers. */
  places: number
  /** Worth of what stood there, estimated, in clicks. */
  given: number
  /** Worth of what would have stood there. */
  forgone: number
}

const budgets = new WeakMap<Knowledge, Budget>()

/** The budget as it was spent since the start of this process. */
export function budgetOf(knowledge: Knowledge): Budget {
  const known = budgets.get(knowledge) ?? { places: 0, given: 0, forgone: 0 }
  budgets.set(knowledge, known)
  return known
}

type Spending = {
  newcomer: Candidate
  candidates: readonly Candidate[]
  placed: readonly { thing: number }[]
  place: number
}

/** Notes a place that a newcomer was given. */
export function spend(knowledge: Knowledge, looking: Looking, { newcomer, candidates, placed, place }: Spending): void {
  const shown = new Set(placed.map(({ thing }) => thing))
  const budget = budgetOf(knowledge)
  const examined = knowledge.likings.examined(place)
  const worth = (candidate: Candidate): number => examined * worthOf(knowledge, looking.at, candidate)
  const best = candidates.filter(({ thing }) => !shown.has(thing))
  budget.places += 1
  budget.given += worth(newcomer)
  budget.forgone += best.reduce((most, candidate) => Math.max(most, worth(candidate)), 0)
}

/** Estimated worth of a look: the chance of a click as this visitor likes it, times the worth of a click. */
function worthOf({ rates, likings }: Knowledge, at: number, { thing, features }: Candidate): number {
  const { appeal, shelf, seller, price } = features
  const distance = Number(appeal) + Number(shelf) + Number(seller) + Number(price)
  return likings.chance(distance) * rates.worth(thing, at)
}
