/**
 * The state of all features from one source: a pure function of the source's events in their order, and of who has
 * been erased. Log and interactions are folded apart; what needs both is reckoned when it is read, so that no state
 * depends on how the two happened to arrive.
 */
import { createHash } from 'node:crypto'
import type { Declaration, Feature, From, Kind, Source } from '../declaring.ts'
import { fromsOf } from '../declaring.ts'
import { added } from './decay.ts'
import { conditionOf, getterOf, itemsOf, type Seen } from './fields.ts'
import { kindsOf, type Layout, type Part } from './layout.ts'
import { OffersSeen } from './offer-facts.ts'
import { Table } from './table.ts'

/** Rows kept of each kind from each source: some 50 MB in all when they are full. */
export const rowsMaxOf: Readonly<Record<Kind, number>> = {
  party: 100_000, offer: 200_000, query: 50_000, session: 50_000,
} // prettier-ignore

/** What folds are made of. */
export type Folding = {
  features: readonly Feature[]
  layout: Layout
  /** Parties that have been erased; grows by `forget`. */
  forgotten: Set<string>
  /** Rows kept of each kind; other than `rowsMaxOf` in tests. */
  rowsMax?: Readonly<Record<Kind, number>>
}

type Step = (event: Seen) => void

export class Fold {
  readonly source: Source
  /** Everything up to here is folded. */
  pos = 0
  /** Id of the event there; null before the first. */
  lastId: string | null = null
  /** Town time of the newest event, ms. */
  lastAt = 0
  readonly tables: ReadonlyMap<Kind, Table>
  /** Of the log alone. */
  readonly offers = new OffersSeen()
  readonly #forgotten: Set<string>
  readonly #steps = new Map<string, Step[]>()
  readonly #always: Step[] = []

  constructor(source: Source, { features, layout, forgotten, rowsMax = rowsMaxOf }: Folding) {
    this.source = source
    this.#forgotten = forgotten
    this.tables = new Map(
      kindsOf(layout, source).map((of) => [of, new Table({ ...layout.size(source, of), rowsMax: rowsMax[of] })]),
    )
    for (const feature of features) {
      fromsOf(feature).forEach((from, index) => {
        if (from.source === source) this.#addStep(feature, from, layout.parts.get(feature.name)![index]!)
      })
    }
  }

  /** Rows of all tables. */
  get size(): number {
    return [...this.tables.values()].reduce((sum, table) => sum + table.size, 0)
  }

  /** Folds events behind `pos`, in order, and stands at `upTo` then. */
  apply(events: readonly Seen[], upTo: number): void {
    for (const event of events) {
      if (this.source === 'log') this.offers.apply(event, this.#forgotten)
      for (const step of this.#steps.get(event.type) ?? []) step(event)
      for (const step of this.#always) step(event)
    }
    const last = events.at(-1)
    if (last !== undefined) {
      this.lastId = last.id
      this.lastAt = last.at
    }
    this.pos = upTo
  }

  /** Forgets a party: its row stays in its place with nothing in it, as it would in a fold that never knew it. */
  forget(party: string): void {
    this.#forgotten.add(party)
    this.tables.get('party')?.clear(party)
    this.offers.forget(party)
  }

  /** The whole state as canonical text, row by row; the same state always gives the same text. */
  *rows(): Generator<string> {
    for (const [of, table] of this.tables) for (const row of table.rows()) yield `${of} ${row}`
    for (const row of this.offers.rows()) yield `offers ${row}`
  }

  /** Takes a row of `rows`. */
  load(line: string): void {
    const at = line.indexOf(' ')
    const [part, row] = [line.slice(0, at), line.slice(at + 1)]
    if (part === 'offers') this.offers.load(row)
    else this.tables.get(part as Kind)!.load(row) // written by rows alone, and of the same form
  }

  #addStep(feature: Declaration, from: From, part: Part): void {
    const step = this.#stepOf(feature, from, part)
    if (from.types === 'all') this.#always.push(step)
    else for (const type of from.types) this.#steps.set(type, [...(this.#steps.get(type) ?? []), step])
  }

  #stepOf(feature: Declaration, from: From, { of, index }: Part): Step {
    const table = this.tables.get(of)!
    const other = feature.kind === 'affinity' ? feature.other : undefined
    const isWanted = conditionOf(from)
    const items = itemsOf([from.key, from.weight, other])
    const keyOf = getterOf(from.key)
    const weightOf = from.weight === undefined ? undefined : getterOf(from.weight)
    const update = updateOf(feature, table, index)
    return (event) => {
      if (!isWanted(event)) return
      for (const item of items(event)) {
        const key = keyOf(event, item)
        const weight = weightOf === undefined ? 1 : weightOf(event, item)
        if (!isKey(key) || typeof weight !== 'number' || !Number.isFinite(weight)) continue
        const slot = table.touch(key)
        if (of !== 'party' || !this.#forgotten.has(key)) update(slot, { event, item, weight })
      }
    }
  }
}

/** Ids, sessions and hashes are short; a longer text would be somebody's attempt to fill the memory. */
const keyMax = 80

function isKey(key: unknown): key is string {
  return typeof key === 'string' && key !== '' && key.length <= keyMax
}

type Change = { event: Seen; item: Parameters<ReturnType<typeof getterOf>>[1]; weight: number }
type Update = (slot: number, change: Change) => void

function updateOf(feature: Declaration, table: Table, index: number): Update {
  if (feature.kind === 'affinity') return sharesUpdate(feature, table, index)
  if (feature.kind === 'count' || feature.kind === 'recency') {
    return (slot, { event: { id, at }, weight }) => {
      const value = table.value(slot, index) + weight
      table.set(slot, index, { value, time: Math.max(at, table.time(slot, index)), event: id })
    }
  }
  const { halfLifeMs } = feature
  return (slot, { event: { id, at }, weight }) => {
    const sum = { value: table.value(slot, index), time: table.time(slot, index) }
    table.set(slot, index, { ...added(sum, { weight, at }, halfLifeMs), event: id })
  }
}

/** Shares are of what is there: what weighs nothing, or less, is passed over. */
function sharesUpdate(feature: Extract<Declaration, { kind: 'affinity' }>, table: Table, index: number): Update {
  const otherOf = getterOf(feature.other)
  return (slot, { event, item, weight }) => {
    const other = otherOf(event, item)
    if (!isKey(other) || weight <= 0) return
    table.openShares(slot, index).add(other, { weight, at: event.at, event: event.id }, feature.halfLifeMs)
  }
}

/** SHA-256 of a state with its position, in hex. */
export function digestOf(fold: Fold): string {
  const hash = createHash('sha256').update(`${fold.source} ${fold.pos}\n`)
  for (const row of fold.rows()) hash.update(row).update('\n')
  return hash.digest('hex')
}
