import { Fading } from './fading.ts'

/** Parts of the day in a town's own time. */
export const parts = ['morning', 'midday', 'evening', 'night'] as const
export type PartOfDay = (typeof parts)[number]

const quarterMs = 15 * 60_000
const seasonMs = 30 * 86_400_000
/** A shelf is believed to do at any hour as it does on the whole until so many clicks fell into the hour. */
const doubt = 30

/** What is chosen at which part of the day. */
export class Hours {
  readonly #format: Intl.DateTimeFormat
  readonly #clicks = parts.map(() => new Fading(seasonMs))
  readonly #all = new Fading(seasonMs)
  readonly #totals = new Fading(seasonMs)
  #known: { quarter: number; part: PartOfDay } = { quarter: -1, part: 'morning' }

  /** @param zone IANA name of the town's time zone */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' })
  }

  partOf(at: number): PartOfDay {
    const quarter = Math.floor(at / quarterMs)
    if (quarter !== this.#known.quarter) {
      const hour = Number(this.#format.format(at))
      this.#known = { quarter, part: parts[hour < 5 ? 3 : hour < 11 ? 0 : hour < 17 ? 1 : hour < 22 ? 2 : 3] }
    }
    return this.#known.part
  }

  note(shelf: number, at: number): void {
    const part = parts.indexOf(this.partOf(at))
    this.#clicks[part]!.add(shelf, 1, at)
    this.#all.add(shelf, 1, at)
    this.#totals.add(part, 1, at)
    this.#totals.add(parts.length, 1, at)
  }

  /** How much more a shelf is chosen at this part of the day than at any. */
  lift(shelf: number, at: number): number {
    const part = parts.indexOf(this.partOf(at))
    const [mine, all] = [this.#totals.get(part, at), this.#totals.get(parts.length, at)]
    if (all === 0) return 1
    const usual = (this.#all.get(shelf, at) / all) * mine
    return (this.#clicks[part]!.get(shelf, at) + doubt) / (usual + doubt)
  }

  save(): { counts: number[]; at: number[] }[] {
    return [...this.#clicks, this.#all, this.#totals].map((counts) => counts.save())
  }

  load(saved: readonly { counts: number[]; at: number[] }[]): void {
    const all = [...this.#clicks, this.#all, this.#totals]
    for (const [index, counts] of all.entries()) counts.load(saved[index] ?? { counts: [], at: [] })
  }
}
