import { Rhythm, type SavedRhythm } from './rhythm.ts'

/** Parts of the day in a town's own time. */
export const parts = ['morning', 'midday', 'evening', 'night'] as const
export type PartOfDay = (typeof parts)[number]

const quarterMs = 15 * 60_000
const dayMs = 86_400_000
/** What is chosen when changes by the month; which month is for what, over years. */
const [habitMs, seasonMs] = [30 * dayMs, 730 * dayMs]
/** What a purchase says of a season, in clicks; the same as the metrics of the points say. */
const boughtWeight = 5

/** A moment on the town's wall clock: numbers of its part of the day, of work or weekend, and of its month. */
type Moment = { quarter: number; part: number; day: number; month: number }

/** What is chosen at which part of the day, on work days or at the weekend, and in which month of the year. */
export class Hours {
  readonly #format: Intl.DateTimeFormat
  readonly #parts = new Rhythm({ kinds: parts.length, halfLifeMs: habitMs, doubt: 30 })
  readonly #days = new Rhythm({ kinds: 2, halfLifeMs: habitMs, doubt: 60 })
  readonly #months = new Rhythm({ kinds: 12, halfLifeMs: seasonMs, doubt: 60, beside: 0.5 })
  #known: Moment = { quarter: -1, part: 0, day: 0, month: 0 }

  /** @param zone IANA name of the town's time zone */
  constructor(zone: string) {
    const fields = { hour: 'numeric', hourCycle: 'h23', weekday: 'short', month: 'numeric' } as const
    this.#format = new Intl.DateTimeFormat('en', { timeZone: zone, ...fields })
  }

  partOf(at: number): PartOfDay {
    return parts[this.#momentOf(at).part]!
  }

  /** Notes that a thing of a shelf was chosen. */
  note(shelf: number, at: number): void {
    const { part, day, month } = this.#momentOf(at)
    const once = { weight: 1, at }
    this.#parts.note(shelf, part, once)
    this.#days.note(shelf, day, once)
    this.#months.note(shelf, month, once)
  }

  /** Notes that a thing of a shelf was bought. Orders stand in the log for ever, so that seasons are learnt anew. */
  noteBought(shelf: number, at: number): void {
    this.#months.note(shelf, this.#momentOf(at).month, { weight: boughtWeight, at })
  }

  /** How much more a shelf is chosen at this part of the day than at any. */
  lift(shelf: number, at: number): number {
    return this.#parts.lift(shelf, this.#momentOf(at).part, at)
  }

  /** How much more a shelf is chosen on such a day, of work or at the weekend. */
  dayLift(shelf: number, at: number): number {
    return this.#days.lift(shelf, this.#momentOf(at).day, at)
  }

  /** How much more a shelf is chosen at this time of the year. */
  seasonLift(shelf: number, at: number): number {
    return this.#months.lift(shelf, this.#momentOf(at).month, at)
  }

  save(): SavedRhythm[] {
    return [this.#parts, this.#days, this.#months].map((rhythm) => rhythm.save())
  }

  load(saved: readonly SavedRhythm[]): void {
    for (const [index, rhythm] of [this.#parts, this.#days, this.#months].entries()) rhythm.load(saved[index] ?? [])
  }

  #momentOf(at: number): Moment {
    const quarter = Math.floor(at / quarterMs)
    if (quarter !== this.#known.quarter) this.#known = { quarter, ...fieldsOf(this.#format.formatToParts(at)) }
    return this.#known
  }
}

function fieldsOf(said: readonly Intl.DateTimeFormatPart[]): Omit<Moment, 'quarter'> {
  const field = (type: Intl.DateTimeFormatPartTypes): string => said.find((one) => one.type === type)?.value ?? ''
  const hour = Number(field('hour'))
  return {
    part: hour < 5 ? 3 : hour < 11 ? 0 : hour < 17 ? 1 : hour < 22 ? 2 : 3,
    day: ['Sat', 'Sun'].includes(field('weekday')) ? 1 : 0,
    month: Number(field('month')) - 1,
  }
}
