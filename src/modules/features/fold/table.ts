import { Shares } from './shares.ts'

/**
 * Rows of one kind of thing from one source: numbers in typed columns, and the order in which rows were last changed.
 * When it is full the row goes that was changed longest ago; reading changes nothing, so that the order is the events'
 * alone and a replay ends with the same rows.
 */
export class Table {
  /** Cells of a row: each is a value, a time and the event that changed it last. */
  readonly width: number
  readonly #lists: number
  readonly #rowsMax: number
  readonly #slots = new Map<string, number>()
  readonly #keys: string[] = []
  /** Value and time of each cell, in turn. */
  #numbers: Float64Array
  readonly #events: (string | null)[] = []
  readonly #shares: (Shares | undefined)[] = []
  /** Slots changed before and after; -1 ends the chain. */
  #older: Int32Array
  #newer: Int32Array
  #oldest = -1
  #newest = -1

  constructor({ width, lists, rowsMax }: { width: number; lists: number; rowsMax: number }) {
    this.width = width
    this.#lists = lists
    this.#rowsMax = rowsMax
    const first = Math.min(256, rowsMax)
    this.#numbers = new Float64Array(first * width * 2)
    this.#older = new Int32Array(first)
    this.#newer = new Int32Array(first)
  }

  get size(): number {
    return this.#slots.size
  }

  /** Slot of a row; -1 where there is none. */
  find(key: string): number {
    return this.#slots.get(key) ?? -1
  }

  /** Slot of a row that is about to change: it becomes the newest. */
  touch(key: string): number {
    const found = this.#slots.get(key)
    if (found === undefined) return this.#make(key)
    if (found !== this.#newest) {
      this.#unlink(found)
      this.#link(found)
    }
    return found
  }

  value(slot: number, cell: number): number {
    return this.#numbers[(slot * this.width + cell) * 2]!
  }

  /** Town time of the cell's newest event, ms; 0 where there was none. */
  time(slot: number, cell: number): number {
    return this.#numbers[(slot * this.width + cell) * 2 + 1]!
  }

  /** The event that changed the cell last. */
  event(slot: number, cell: number): string | null {
    return this.#events[slot * this.width + cell]!
  }

  set(slot: number, cell: number, to: { value: number; time: number; event: string }): void {
    const at = slot * this.width + cell
    this.#numbers[at * 2] = to.value
    this.#numbers[at * 2 + 1] = to.time
    this.#events[at] = to.event
  }

  /** The shares of a row; undefined where it has none. */
  shares(slot: number, list: number): Shares | undefined {
    return this.#shares[slot * this.#lists + list]
  }

  /** The shares of a row, made when there are none. */
  openShares(slot: number, list: number): Shares {
    return (this.#shares[slot * this.#lists + list] ??= new Shares())
  }

  /** Leaves the row in its place without anything in it. */
  clear(key: string): void {
    const slot = this.#slots.get(key)
    if (slot !== undefined) this.#empty(slot)
  }

  /** Rows as canonical JSON, the one changed longest ago first. */
  *rows(): Generator<string> {
    for (let slot = this.#oldest; slot !== -1; slot = this.#newer[slot]!) {
      const cells = Array.from({ length: this.width }, (_, cell) => [
        this.value(slot, cell), this.time(slot, cell), this.event(slot, cell),
      ]) // prettier-ignore
      const lists = Array.from({ length: this.#lists }, (_, list) => this.shares(slot, list)?.entries ?? [])
      yield JSON.stringify([this.#keys[slot], cells.flat(), lists])
    }
  }

  /** Takes a row of `rows` as the newest. */
  load(row: string): void {
    const [key, cells, lists] = JSON.parse(row) as [string, (number | string | null)[], Shares['entries'][]]
    const slot = this.touch(key)
    for (let cell = 0; cell < this.width; cell++) {
      const [value, time, event] = cells.slice(cell * 3, cell * 3 + 3) as [number, number, string | null]
      if (event !== null) this.set(slot, cell, { value, time, event })
    }
    lists.forEach((entries, list) => {
      if (entries.length > 0) this.openShares(slot, list).entries.push(...entries)
    })
  }

  #make(key: string): number {
    let slot = this.#slots.size
    if (slot === this.#rowsMax) {
      slot = this.#oldest
      this.#slots.delete(this.#keys[slot]!)
      this.#unlink(slot)
    } else if (slot === this.#older.length) this.#grow()
    this.#empty(slot)
    this.#keys[slot] = key
    this.#slots.set(key, slot)
    this.#link(slot)
    return slot
  }

  #empty(slot: number): void {
    this.#numbers.fill(0, slot * this.width * 2, (slot + 1) * this.width * 2)
    for (let cell = 0; cell < this.width; cell++) this.#events[slot * this.width + cell] = null
    for (let list = 0; list < this.#lists; list++) this.#shares[slot * this.#lists + list] = undefined
  }

  #grow(): void {
    const rows = Math.min(this.#rowsMax, this.#older.length * 2)
    const [numbers, older, newer] = [this.#numbers, this.#older, this.#newer]
    this.#numbers = new Float64Array(rows * this.width * 2)
    this.#older = new Int32Array(rows)
    this.#newer = new Int32Array(rows)
    this.#numbers.set(numbers)
    this.#older.set(older)
    this.#newer.set(newer)
  }

  #link(slot: number): void {
    this.#older[slot] = this.#newest
    this.#newer[slot] = -1
    if (this.#newest === -1) this.#oldest = slot
    else this.#newer[this.#newest] = slot
    this.#newest = slot
  }

  #unlink(slot: number): void {
    const [older, newer] = [this.#older[slot]!, this.#newer[slot]!]
    if (older === -1) this.#oldest = newer
    else this.#newer[older] = newer
    if (newer === -1) this.#newest = older
    else this.#older[newer] = older
  }
}
