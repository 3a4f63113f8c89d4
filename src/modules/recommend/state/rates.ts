import type { Catalogue } from './catalogue.ts'
import { Fading } from './fading.ts'

/** Evidence of a season: what was liked longer ago counts half. */
const seasonMs = 30 * 86_400_000
/** Evidence of the day. */
const trendMs = 86_400_000
/** A shelf is believed to do as the town until it was looked at so often; a thing as its shelf. */
const [shelfDoubt, thingDoubt] = [20, 6]
/** Chosen things that are bought, until something is known. */
const keptShare = 0.1
/** Clicks after which the share of a thing that is bought and kept is half its own. */
const keptDoubt = 8
/** What a purchase that is kept is worth, in clicks; the same as the metrics of the points say. */
const keptWorth = 5

/** How often things are chosen when they are looked at, bought when they were chosen, and kept. */
export class Rates {
  readonly #catalogue: Catalogue
  readonly examined = new Fading(seasonMs)
  readonly clicks = new Fading(seasonMs)
  readonly shelfExamined = new Fading(seasonMs)
  readonly shelfClicks = new Fading(seasonMs)
  readonly trendExamined = new Fading(trendMs)
  readonly trendClicks = new Fading(trendMs)
  /** Purchases of a thing, and those of them that went back. */
  readonly kept = new Fading(seasonMs)
  /** [all looks, all clicks, all kept purchases] */
  readonly #town = new Fading(seasonMs)

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue
  }

  /** @param examined the chance that its place was looked at */
  noteShown(thing: number, examined: number, at: number): void {
    this.examined.add(thing, examined, at)
    this.trendExamined.add(thing, examined, at)
    this.shelfExamined.add(this.#catalogue.shelf[thing]!, examined, at)
    this.#town.add(0, examined, at)
  }

  noteChosen(thing: number, at: number): void {
    this.clicks.add(thing, 1, at)
    this.trendClicks.add(thing, 1, at)
    this.shelfClicks.add(this.#catalogue.shelf[thing]!, 1, at)
    this.#town.add(1, 1, at)
  }

  /** @param kept 1 for a purchase, -1 when it goes back */
  noteBought(thing: number, kept: number, at: number): void {
    this.kept.add(thing, kept, at)
    this.#town.add(2, kept, at)
  }

  /** Clicks a look, of the whole town. */
  town(at: number): number {
    return (this.#town.get(1, at) + 1) / (this.#town.get(0, at) + 20)
  }

  shelf(shelf: number, at: number): number {
    const clicks = this.shelfClicks.get(shelf, at) + shelfDoubt * this.town(at)
    return clicks / (this.shelfExamined.get(shelf, at) + shelfDoubt)
  }

  /** Clicks a look at a thing, as far as is known. */
  thing(thing: number, at: number): number {
    const clicks = this.clicks.get(thing, at) + thingDoubt * this.shelf(this.#catalogue.shelf[thing]!, at)
    return clicks / (this.examined.get(thing, at) + thingDoubt)
  }

  /** How much more a thing is liked today than through the season. */
  trend(thing: number, at: number): number {
    const usual = this.thing(thing, at)
    return (this.trendClicks.get(thing, at) + thingDoubt * usual) / (this.trendExamined.get(thing, at) + thingDoubt) / usual // prettier-ignore
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
    const { examined, clicks, shelfExamined, shelfClicks, trendExamined, trendClicks, kept } = this
    return { examined, clicks, shelfExamined, shelfClicks, trendExamined, trendClicks, kept, town: this.#town }
  }
}
