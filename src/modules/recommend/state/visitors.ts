import type { Catalogue } from './catalogue.ts'
import { newLikings, type OwnLikings } from './likings.ts'

/** What somebody has done, as far as it says what they like. */
export type Visitor = {
  /** Things they chose, oldest first. */
  trail: number[]
  clicks: number
  likings: OwnLikings
  /** Sum of the logarithms of prices of what they chose. */
  logPrices: number
  /** How often a thing was shown and passed over since it was last chosen. */
  passed: Map<number, number>
}
/** A trail beyond this says nothing of today. */
const trailMax = 50
/** Things remembered as passed over: some dozens of pages. */
const passedMax = 400

/** Somebody of whom nothing is known. */
export function newVisitor(): Visitor {
  return { trail: [], clicks: 0, likings: newLikings(), logPrices: 0, passed: new Map() }
}

/** Notes that a thing was looked at. */
export function noteShown(visitor: Visitor, thing: number): void {
  const before = visitor.passed.get(thing) ?? 0
  visitor.passed.delete(thing)
  visitor.passed.set(thing, before + 1)
  if (visitor.passed.size > passedMax) visitor.passed.delete(visitor.passed.keys().next().value!)
}

/** Notes that a thing was chosen. */
export function noteChosen(visitor: Visitor, catalogue: Catalogue, thing: number): void {
  visitor.clicks += 1
  visitor.logPrices += catalogue.logPrice[thing]!
  visitor.passed.delete(thing)
  if (visitor.trail.at(-1) !== thing) visitor.trail.push(thing)
  if (visitor.trail.length > trailMax) visitor.trail.shift()
}

/** Choices after which what somebody is used to pay is half their own. */
const priceDoubt = 1.5

/** How far a price is from what a visitor is used to pay, in logarithms; undefined while nothing is known. */
export function priceDistance({ clicks, logPrices }: Visitor, catalogue: Catalogue, thing: number): number | undefined {
  if (clicks === 0) return undefined
  const usual = (logPrices + priceDoubt * catalogue.middlePrice()) / (clicks + priceDoubt)
  return Math.min(5, Math.abs(catalogue.logPrice[thing]! - usual))
}

/** Visitors by pseudonym; of too many, those who were away longest are forgotten. */
export class Visitors {
  readonly #max: number
  readonly #known = new Map<string, Visitor>()

  constructor(max: number) {
    this.#max = max
  }

  get size(): number {
    return this.#known.size
  }

  find(pseudonym: string): Visitor | undefined {
    return this.#known.get(pseudonym)
  }

  /** The visitor, who now counts as the latest. */
  of(pseudonym: string): Visitor {
    const visitor = this.#known.get(pseudonym) ?? newVisitor()
    this.#known.delete(pseudonym)
    this.#known.set(pseudonym, visitor)
    if (this.#known.size > this.#max) this.#known.delete(this.#known.keys().next().value!)
    return visitor
  }

  entries(): Iterable<[string, Visitor]> {
    return this.#known
  }

  set(pseudonym: string, visitor: Visitor): void {
    this.#known.set(pseudonym, visitor)
  }
}
