import { Fading } from './fading.ts'

/** Evidence of a season: what happened longer ago counts half. */
const seasonMs = 30 * 86_400_000
/** Evidence of the day. */
const trendMs = 86_400_000
/** Clicks after which what is liked today stands half for itself. */
const trendShape = 4
/** Share of chosen things that are bought and kept, until something is known, and the clicks it then counts as. */
const [keptShare, keptDoubt] = [0.1, 8]
/** What a purchase that is kept is worth, in clicks; the same as the metrics of the points say. */
const keptWorth = 5

/** How often things are chosen, bought when they were chosen, and kept. */
export class Rates {
  readonly examined = new Fading(seasonMs)
  readonly clicks = new Fading(seasonMs)
  readonly trendExamined = new Fading(trendMs)
  readonly trendClicks = new Fading(trendMs)
  /** Purchases of a thing, less those of them that went back. */
  readonly kept = new Fading(seasonMs)
  readonly sellerKept = new Fading(seasonMs)
  readonly sellerBought = new Fading(seasonMs)
  /** Of all things: looks, clicks, kept purchases. */
  readonly #town = new Fading(seasonMs)

  /** @param examined the chance that its place was looked at */
  noteShown(thing: number, examined: number, at: number): void {
    this.examined.add(thing, examined, at)
    this.trendExamined.add(thing, examined, at)
    this.#town.add(0, examined, at)
  }

  noteChosen(thing: number, at: number): void {
    this.clicks.add(thing, 1, at)
    this.trendClicks.add(thing, 1, at)
    this.#town.add(1, 1, at)
  }

  /** @param kept 1 for a purchase, -1 when it goes back */
  noteBought({ thing, seller, kept }: { thing: number; seller: number; kept: number }, at: number): void {
    this.kept.add(thing, kept, at)
    this.sellerKept.add(seller, kept, at)
    if (kept > 0) this.sellerBought.add(seller, 1, at)
    this.#town.add(2, kept, at)
  }

  /** Clicks a look at a thing, as it was shown to whom. */
  thing(thing: number, at: number): number {
    const town = (this.#town.get(1, at) + 1) / (this.#town.get(0, at) + 20)
    return (this.clicks.get(thing, at) + trendShape * town) / (this.examined.get(thing, at) + trendShape)
  }

  /** How much more a thing is chosen today than through the season. */
  trend(thing: number, at: number): number {
    const looks = this.trendExamined.get(thing, at)
    if (looks === 0) return 1
    return (this.trendClicks.get(thing, at) + trendShape) / (looks * this.thing(thing, at) + trendShape)
  }

  /** Worth of a click on a thing: itself, and the purchases that are kept. */
  worth(thing: number, at: number): number {
    const kept = Math.max(0, this.kept.get(thing, at)) + keptDoubt * this.#keptShare(at)
    return 1 + (keptWorth * kept) / (this.clicks.get(thing, at) + keptDoubt)
  }

  /** Worth of a click on whatever is offered in the town. */
  townWorth(at: number): number {
    return 1 + keptWorth * this.#keptShare(at)
  }

  /** Orders of a seller that were kept, of all; with nothing known nine of ten. */
  sellerKeptShare(seller: number, at: number): number {
    const [kept, bought] = [Math.max(0, this.sellerKept.get(seller, at)), this.sellerBought.get(seller, at)]
    return Math.min(1, (kept + 4.5) / (bought + 5))
  }

  save(): { [name: string]: { counts: number[]; at: number[] } } {
    return Object.fromEntries(Object.entries(this.#all()).map(([name, counts]) => [name, counts.save()]))
  }

  load(saved: { [name: string]: { counts: number[]; at: number[] } }): void {
    for (const [name, counts] of Object.entries(this.#all())) counts.load(saved[name] ?? { counts: [], at: [] })
  }

  #keptShare(at: number): number {
    return (Math.max(0, this.#town.get(2, at)) + 10 * keptShare) / (this.#town.get(1, at) + 10)
  }

  #all(): { [name: string]: Fading } {
    const { examined, clicks, trendExamined, trendClicks, kept, sellerKept, sellerBought } = this
    return { examined, clicks, trendExamined, trendClicks, kept, sellerKept, sellerBought, town: this.#town }
  }
}
