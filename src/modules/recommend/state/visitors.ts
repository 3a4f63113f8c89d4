import type { Catalogue } from './catalogue.ts'

/** What somebody has done, as far as it says what they like. */
export type Visitor = {
  /** Things they chose, oldest first. */
  trail: number[]
  clicks: number
  /** Clicks that the places looked at would have brought from anybody. */
  expected: number
  byShelf: Map<number, Pair>
  bySeller: Map<number, Pair>
  /** Sum of the logarithms of prices of what they chose. */
  logPrices: number
  /** How often a thing was shown and passed over since it was last chosen. */
  passed: Map<number, number>
}
/** Clicks and clicks that were to be expected. */
export type Pair = { clicks: number; expected: number }

/** A trail beyond this says nothing of today. */
const trailMax = 50
/** Things remembered as passed over: some dozens of pages. */
const passedMax = 400

/** Somebody of whom nothing is known. */
export function newVisitor(): Visitor {
  return {
    trail: [], clicks: 0, expected: 0, byShelf: new Map(), bySeller: new Map(), logPrices: 0, passed: new Map(),
  } // prettier-ignore
}

/** Notes that a thing was in a place that would bring so many clicks from anybody. */
export function noteShown(visitor: Visitor, catalogue: Catalogue, seen: { thing: number; expected: number }): void {
  const { thing, expected } = seen
  visitor.expected += expected
  pairOf(visitor.byShelf, catalogue.shelf[thing]!).expected += expected
  pairOf(visitor.bySeller, catalogue.seller[thing]!).expected += expected
  const before = visitor.passed.get(thing) ?? 0
  visitor.passed.delete(thing)
  visitor.passed.set(thing, before + 1)
  if (visitor.passed.size > passedMax) visitor.passed.delete(visitor.passed.keys().next().value!)
}

/** Notes that a thing was chosen. */
export function noteChosen(visitor: Visitor, catalogue: Catalogue, thing: number): void {
  visitor.clicks += 1
  visitor.logPrices += catalogue.logPrice[thing]!
  pairOf(visitor.byShelf, catalogue.shelf[thing]!).clicks += 1
  pairOf(visitor.bySeller, catalogue.seller[thing]!).clicks += 1
  visitor.passed.delete(thing)
  if (visitor.trail.at(-1) !== thing) visitor.trail.push(thing)
  if (visitor.trail.length > trailMax) visitor.trail.shift()
}

function pairOf(pairs: Map<number, Pair>, number: number): Pair {
  const known = pairs.get(number)
  if (known !== undefined) return known
  const made = { clicks: 0, expected: 0 }
  pairs.set(number, made)
  return made
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
