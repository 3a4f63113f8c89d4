/** The numbers by which newcomers are told from others, and what is kept for them; the operator sets them. */
export type NewcomerRules = {
  /** Of so many places of a page one is kept for newcomers; null: none. */
  onePlaceIn: number | null
  /** A thing is new until it was shown so often. */
  thingShown: number
  /** A seller is new until all their things together were shown so often. */
  sellerShown: number
  /** Nobody is new any more once the town was shown so many places since they came. */
  withinPlaces: number
}

/** Of a town whose operator has set nothing else. */
export const usualRules: NewcomerRules = { onePlaceIn: 12, thingShown: 150, sellerShown: 300, withinPlaces: 5_000 }

/**
 * How much the town has seen of what: a newcomer is a thing that is listed and was not seen enough yet, counted by what
 * the town has looked at since, so that a quiet town gives it as much as a busy one.
 */
export class Exposure {
  rules: NewcomerRules = usualRules
  /** Places shown, by thing and by seller. */
  readonly things: number[] = []
  readonly sellers: number[] = []
  total = 0
  /** [town time, places shown until then], thinned out when there are too many. */
  #marks: [at: number, total: number][] = []

  note(thing: number, seller: number, at: number): void {
    count(this.things, thing)
    count(this.sellers, seller)
    this.total += 1
    const last = this.#marks.at(-1)
    if (last === undefined || this.total - last[1] >= markEvery) this.#mark(at)
  }

  ofThing(thing: number): number {
    return this.things[thing] ?? 0
  }

  ofSeller(seller: number): number {
    return this.sellers[seller] ?? 0
  }

  /**
   * When the things came that are new by now: since then the town was shown few enough places. Infinity before anything
   * was shown: in a town that is new everything is, and nobody needs a place kept.
   */
  freshSince(): number {
    const before = this.total - this.rules.withinPlaces
    let [low, high] = [0, this.#marks.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#marks[middle]![1] <= before) low = middle + 1
      else high = middle
    }
    return this.#marks[low]?.[0] ?? Infinity
  }

  /** Places that the town has seen since a moment; 0 before anything was. */
  since(at: number): number {
    let [low, high] = [0, this.#marks.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#marks[middle]![0] <= at) low = middle + 1
      else high = middle
    }
    return this.total - (low === 0 ? 0 : this.#marks[low - 1]![1])
  }

  save(): { things: number[]; sellers: number[]; total: number; marks: [number, number][] } {
    return { things: this.things, sellers: this.sellers, total: this.total, marks: this.#marks }
  }

  load({ things, sellers, total, marks }: ReturnType<Exposure['save']>): void {
    this.things.length = 0
    for (const one of things) this.things.push(one)
    this.sellers.length = 0
    for (const one of sellers) this.sellers.push(one)
    this.total = total
    this.#marks = marks.map(([at, until]) => [at, until])
  }

  #mark(at: number): void {
    const last = this.#marks.at(-1)
    this.#marks.push([Math.max(at, last?.[0] ?? at), this.total])
    if (this.#marks.length > marksMax) this.#marks = this.#marks.filter((_, index) => index % 2 === 1)
  }
}

/** A mark so often, and so many of them. */
const [markEvery, marksMax] = [100, 10_000]

function count(counts: number[], number: number): void {
  for (let i = counts.length; i <= number; i += 1) counts.push(0)
  counts[number]! += 1
}
