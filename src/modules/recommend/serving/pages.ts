import type { Decided, Decider, DefinedPoint } from '#modules/decisions'
import type { Lessons } from '../learning/lessons.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { type Candidate, candidatesFor, newcomersFor } from './candidates.ts'
import type { Asker } from './looking.ts'
import { alsoPoint, becausePoint, feedPoint, newcomersPoint } from './points.ts'
import { type Reason, reasonsOf } from './reasons.ts'
import { spend } from './fairness.ts'

/** Makes pages: which things stand where, by which decision, with what probability, and why. */

/** A thing at its place. */
export type Placed = {
  thing: number
  decision: string
  /** Of the place given those before it; 1 where the safe default stands. */
  probability: number
  isNewcomer: boolean
  reasons: readonly Reason[]
}

/** What pages are made with. */
export type Maker = { knowledge: Knowledge; decider: Decider; lessons: Pick<Lessons, 'note'> }

type Wanted = { limit: number; business?: string | undefined }

/** The place of the home page that is kept for newcomers, on pages of so many places or more. */
const [newcomerPlace, newcomerPageMin] = [3, 6]
/** A visitor who passed a newcomer over so often has seen it. */
const newcomerPassedMax = 4

/** The home page. */
export function makeFeed(maker: Maker, asker: Asker, { limit, business }: Wanted): Placed[] {
  const newcomers = limit < newcomerPageMin ? [] : newcomersOf(maker, asker, business)
  const [kept] = place(maker, { point: newcomersPoint, asker, candidates: newcomers, length: 1 })
  const newcomer = newcomers.find(({ thing }) => thing === kept?.thing)
  const without = new Set(newcomer === undefined ? [] : [newcomer.thing])
  const candidates = candidatesFor(maker.knowledge, asker, { business, without })
  const length = limit - without.size
  const placed = place(maker, { point: feedPoint, asker, candidates, length })
  if (newcomer === undefined || kept === undefined) return placed
  spend(maker.knowledge, asker, { newcomer, candidates, placed, place: newcomerPlace })
  return placed.toSpliced(newcomerPlace, 0, { ...kept, isNewcomer: true })
}

function newcomersOf({ knowledge }: Maker, asker: Asker, business: string | undefined): Candidate[] {
  const candidates = newcomersFor(knowledge, asker, { business, without: new Set() })
  return candidates.filter(({ thing }) => (asker.visitor.passed.get(thing) ?? 0) < newcomerPassedMax)
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
