import { Fading } from './fading.ts'

/** How a rhythm is learnt. */
export type RhythmSettings = {
  /** Kinds of time: four parts of a day, twelve months. */
  kinds: number
  /** What was chosen so long ago counts half. */
  halfLifeMs: number
  /** A shelf is believed to do at any time as it does on the whole until so many choices are expected of the kind. */
  doubt: number
  /** What the kinds before and after say, as a share: the first of December is much like the last of November. */
  beside?: number
}

/** What a rhythm saves. */
export type SavedRhythm = { counts: number[]; at: number[] }[]

/** What is chosen more at one kind of time than at others, shrunk towards "no more" where little is known. */
export class Rhythm {
  readonly #settings: RhythmSettings
  readonly #kinds: readonly Fading[]
  readonly #all: Fading
  /** Choices of each kind, and of all kinds behind them. */
  readonly #totals: Fading

  constructor(settings: RhythmSettings) {
    const { kinds, halfLifeMs } = settings
    this.#settings = settings
    this.#kinds = Array.from({ length: kinds }, () => new Fading(halfLifeMs))
    this.#all = new Fading(halfLifeMs)
    this.#totals = new Fading(halfLifeMs)
  }

  note(shelf: number, kind: number, { weight, at }: { weight: number; at: number }): void {
    this.#kinds[kind]!.add(shelf, weight, at)
    this.#all.add(shelf, weight, at)
    this.#totals.add(kind, weight, at)
    this.#totals.add(this.#settings.kinds, weight, at)
  }

  /** How much more a shelf is chosen at a kind of time than at any; 1 where nothing is known. */
  lift(shelf: number, kind: number, at: number): number {
    const { kinds, doubt } = this.#settings
    const all = this.#totals.get(kinds, at)
    if (all === 0) return 1
    const mine = this.#around(kind, (one) => this.#kinds[one]!.get(shelf, at))
    const total = this.#around(kind, (one) => this.#totals.get(one, at))
    const usual = (this.#all.get(shelf, at) / all) * total
    return (mine + doubt) / (usual + doubt)
  }

  save(): SavedRhythm {
    return [...this.#kinds, this.#all, this.#totals].map((counts) => counts.save())
  }

  load(saved: SavedRhythm): void {
    const all = [...this.#kinds, this.#all, this.#totals]
    for (const [index, counts] of all.entries()) counts.load(saved[index] ?? { counts: [], at: [] })
  }

  #around(kind: number, of: (kind: number) => number): number {
    const { kinds, beside = 0 } = this.#settings
    if (beside === 0) return of(kind)
    return of(kind) + beside * (of((kind + 1) % kinds) + of((kind + kinds - 1) % kinds))
  }
}
