import type { Decided, Decider, DefinedPoint } from '#modules/decisions'
import { budgetOf, type KeptPage, keptPlace } from '../fairness/budget.ts'
import type { Lessons } from '../learning/lessons.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { type Candidate, candidatesFor, newcomersFor } from './candidates.ts'
import type { Asker } from './looking.ts'
import { alsoPoint, becausePoint, feedPoint, newcomersPoint } from './points.ts'
import { type Reason, reasonsOf } from './reasons.ts'

/** Makes pages: which things stand where, by which decision, with what probability, and why. */

/** A thing at its place. */
export type Placed = {
  thing: number
  decision: string
  /** Of the place given those before it; 1 where the safe default stands. */
  probability: number
  isNewcomer: boolean
  reasons: readonly Reason[]
  /** Who paid for the place. No decision places anything for money, and a place that is paid for says so. */
  sponsor?: { id: string; name: string }
}

/** What pages are made with. */
export type Maker = {
  knowledge: Knowledge
  decider: Decider
  lessons: Pick<Lessons, 'note'>
  /** Hears of every home page, of so many places, what its newcomers had of it. */
  spent?: (limit: number, page: KeptPage) => void
}

type Wanted = { limit: number; business?: string | undefined }

/** Before so many clicks a visitor is hardly known. */
const hardlyKnown = 10

/**
 * How many places of the home page one shelf has at most: whoever likes one thing is shown that there are others, the
 * more so while little is known of them.
 */
function ofShelfMost({ visitor }: Asker, length: number): number {
  return visitor.clicks < hardlyKnown ? Math.ceil(length * 0.75) : Math.max(1, length - 1)
}

/** The home page. */
export function makeFeed(maker: Maker, asker: Asker, { limit, business }: Wanted): Placed[] {
  const { knowledge } = maker
  const newcomers = newcomersFor(knowledge, asker, { business })
  const kept = keepPlaces(maker, asker, { limit, newcomers })
  const without = new Set(kept.map(({ thing }) => thing))
  const length = limit - without.size
  const page = { places: length, ofShelf: ofShelfMost(asker, length) }
  const candidates = candidatesFor(knowledge, asker, { business, without, page })
  const placed = place(maker, { point: feedPoint, asker, candidates, length })
  const all = kept.reduce<Placed[]>(
    (before, one, index) => before.toSpliced(keptPlace(index), 0, { ...one, isNewcomer: true }),
    placed,
  )
  const stood = newcomers.filter(({ thing }) => without.has(thing))
  maker.spent?.(limit, { page: all.map(({ thing }) => thing), newcomers: stood, candidates, at: asker.at })
  return all
}

/** The newcomers of a page, as many as the budget has places for. */
function keepPlaces(
  maker: Maker,
  asker: Asker,
  { limit, newcomers }: { limit: number; newcomers: readonly Candidate[] },
): Placed[] {
  const budget = budgetOf(maker.knowledge)
  const length = budget.grant(limit, maker.knowledge.exposure.rules.onePlaceIn, newcomers.length)
  const kept = place(maker, { point: newcomersPoint, asker, candidates: newcomers, length })
  budget.giveBack(length - kept.length)
  return kept
}

/** Beside a thing: what people who looked at it chose. */
export function makeAlso(maker: Maker, asker: Asker, { thing, limit }: { thing: number; limit: number }): Placed[] {
  return beside(maker, asker, { point: alsoPoint, anchor: thing, without: new Set([thing]), limit })
}

/** Because of the thing that was looked at before; empty for whom nothing is known. */
export function makeBecause(
  maker: Maker,
  asker: Asker,
  { except, limit }: { except: number | undefined; limit: number },
): { anchor: number | undefined; placed: Placed[] } {
  const anchor = asker.trail.findLast((thing) => thing !== except)
  if (anchor === undefined) return { anchor, placed: [] }
  const without = new Set([anchor, ...(except === undefined ? [] : [except])])
  return { anchor, placed: beside(maker, asker, { point: becausePoint, anchor, without, limit }) }
}

type Beside = { point: DefinedPoint; anchor: number; without: ReadonlySet<number>; limit: number }

function beside(maker: Maker, asker: Asker, { point, anchor, without, limit }: Beside): Placed[] {
  const { catalogue } = maker.knowledge
  const business = catalogue.businesses.nameOf(catalogue.business[anchor]!)
  const shelf = catalogue.shelf[anchor]!
  const looking = { ...asker, trail: [anchor] }
  const candidates = candidatesFor(maker.knowledge, looking, { business, without, shelves: [shelf] }).map(
    ({ thing, features }) => ({ thing, features: { ...features, isSameShelf: catalogue.shelf[thing] === shelf } }),
  )
  return place(maker, { point, asker, candidates, length: limit })
}

type Placing = { point: DefinedPoint; asker: Asker; candidates: readonly Candidate[]; length: number }

/** Has places decided; every one carries its decision and its probability. */
function place({ knowledge, decider, lessons }: Maker, { point, asker, candidates, length }: Placing): Placed[] {
  if (candidates.length === 0 || length === 0) return []
  const { things } = knowledge.catalogue
  const isKept = isKeepable(asker)
  const decided = decider.decide(point.name, {
    context: { known: Math.min(50, asker.visitor.clicks), part: knowledge.hours.partOf(asker.at) },
    options: candidates.map(({ thing, features }) => ({ id: things.nameOf(thing), features })),
    length,
    subject: asker.subject,
    featurePos: knowledge.streamPos,
    keepsInputs: isKept,
  })
  const columns = decider.registry.find(point.name)?.point.columns ?? []
  if (isKept) lessons.note(columns, decided)
  const reasons = reasonsFor(decider, point.name, decided)
  const index = new Map(candidates.map(({ thing }, option) => [things.nameOf(thing), option]))
  return decided.chosen.map((id, i) => {
    const probability = decided.conditional[i] ?? 1
    return {
      thing: things.find(id)!,
      decision: decided.id,
      probability,
      isNewcomer: false,
      reasons: told(reasons(index.get(id)!), probability),
    }
  })
}

/** Where somebody stands is kept of those alone who consented: it could be reckoned from what is near to them. */
function isKeepable({ near, subject }: Asker): boolean {
  return near === undefined || subject !== null
}

/** Two reasons at least: where the score has no more to say, that little is known, and that chance had its part. */
function told(reasons: readonly Reason[], probability: number): readonly Reason[] {
  if (reasons.length >= 2) return reasons
  const rest = [
    { feature: 'unsure', weight: 0 },
    { feature: 'chance', weight: Number(probability.toPrecision(3)) },
  ].filter(({ feature }) => reasons.every((reason) => reason.feature !== feature))
  return [...reasons, ...rest.slice(reasons.length - 2)]
}

function reasonsFor(
  { registry }: Decider,
  name: string,
  { rows, policy }: Decided,
): (option: number) => readonly Reason[] {
  const known = registry.find(name)
  const chosen = [known?.canary?.policy, known?.live].find((one) => one?.hash === policy?.hash)
  if (known === undefined || chosen === undefined || rows === undefined) return () => []
  return reasonsOf(chosen.spec, known.point.columns, rows)
}
