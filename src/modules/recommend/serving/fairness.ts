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
  newcomer: number
  candidates: readonly Candidate[]
  placed: readonly { thing: number }[]
  place: number
}

/** Notes a place that a newcomer was given. */
export function spend(knowledge: Knowledge, looking: Looking, { newcomer, candidates, placed, place }: Spending): void {
  const shown = new Set(placed.map(({ thing }) => thing))
  const examined = knowledge.examinationOf(place)
  const budget = budgetOf(knowledge)
  const best = candidates
    .filter(({ thing }) => !shown.has(thing))
    .reduce((most, { thing, features }) => Math.max(most, worthOf(knowledge, looking.at, { thing, features })), 0)
  budget.places += 1
  budget.given += examined * knowledge.rates.thing(newcomer, looking.at) * knowledge.rates.worth(newcomer, looking.at)
  budget.forgone += examined * best
}

/** Estimated worth of a look: its rate, as this visitor likes its shelf and its seller, times the worth of a click. */
function worthOf({ rates }: Knowledge, at: number, { thing, features }: Candidate): number {
  const liking = Math.exp(Number(features['shelf']) + Number(features['seller']))
  return Math.min(1, rates.thing(thing, at) * liking) * rates.worth(thing, at)
}
