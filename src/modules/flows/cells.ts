import type { CompiledCapacity } from './flow.ts'
import { changeOrder, type Draft } from './draft.ts'
import { refuse, wordsOf } from './refusals.ts'

/** Cells asked for, added up: a cell named twice is taken twice as often. */
type Wanted = Map<string, { count: number; supply: number }>

/** Takes the cells of a capacity, all or none, and notes them on the order. */
export function take(draft: Draft, capacity: CompiledCapacity): void {
  // Every alternative is looked at, so that the engine's first pass learns of all the cells it may have to load.
  const [fitting] = alternatives(draft, capacity).filter((wanted) => fits(draft, wanted))
  if (fitting === undefined) refuse(capacity.refusal, 409, wordsOf(capacity.refusal))
  const held = new Map(draft.order.holds[capacity.name])
  for (const [name, { count, supply }] of fitting) {
    moveCell(draft, { name, supply, available: -count, held: count, sold: 0 })
    held.set(name, (held.get(name) ?? 0) + count)
  }
  if (fitting.size > 0) setHold(draft, capacity.name, [...held])
}

/** Gives back what the order holds of a capacity; nothing held, nothing happens. */
export function giveBack(draft: Draft, capacity: string): void {
  for (const [name, count] of draft.order.holds[capacity] ?? []) {
    moveCell(draft, { name, supply: 0, available: count, held: -count, sold: 0 })
  }
  setHold(draft, capacity, [])
}

/** At a good end: what is consumed counts as sold and stays noted on the order, the rest goes back. */
export function consumeOrGiveBack(draft: Draft): void {
  for (const [capacity, cells] of Object.entries(draft.order.holds)) {
    if (draft.flow.capacity.get(capacity)?.isConsumed !== true) {
      giveBack(draft, capacity)
      continue
    }
    for (const [name, count] of cells) moveCell(draft, { name, supply: 0, available: 0, held: -count, sold: count })
  }
}

/** How many of the scarcest cell of a capacity are free. */
export function smallestFree(draft: Draft, name: string): number {
  const capacity = draft.flow.capacity.get(name)!
  const [wanted] = alternatives(draft, capacity)
  let least = Number.MAX_SAFE_INTEGER
  for (const [cell, { supply }] of wanted ?? []) least = Math.min(least, free(draft, cell, supply))
  return least
}

function alternatives(draft: Draft, capacity: CompiledCapacity): Wanted[] {
  const cells = capacity.cells(draft.scope) as readonly unknown[]
  // For `all` a list of lists, such as the segments of several seats, is one long list.
  const lists = capacity.pick === 'first' ? (cells as readonly (readonly string[])[]) : [cells.flat() as string[]]
  return lists.map((list) => wantedOf(draft, capacity, list))
}

function wantedOf(draft: Draft, capacity: CompiledCapacity, cells: readonly string[]): Wanted {
  const counts = capacity.count?.(draft.scope) ?? 1
  const supplies = capacity.supply?.(draft.scope) ?? 0
  const wanted: Wanted = new Map()
  for (const [index, cell] of cells.entries()) {
    const count = at(counts, index)
    if (count === 0) continue
    const name = `${draft.flow.manifest.business}/${cell}`
    wanted.set(name, { count: (wanted.get(name)?.count ?? 0) + count, supply: at(supplies, index) })
  }
  return wanted
}

/** One integer stands for every cell; a list has one for each. */
function at(value: unknown, index: number): number {
  const one = Array.isArray(value) ? (value[index] as unknown) : value
  if (typeof one !== 'number' || one < 0) {
    throw new RangeError(`a capacity needs a count of at least 0 for each cell, not ${JSON.stringify(one)}`)
  }
  return one
}

function fits(draft: Draft, wanted: Wanted): boolean {
  for (const [name, { count, supply }] of wanted) if (free(draft, name, supply) < count) return false
  return true
}

function free(draft: Draft, name: string, supply: number): number {
  return (draft.view.available(name) ?? supply) + (draft.cells.get(name)?.available ?? 0)
}

function moveCell(
  draft: Draft,
  move: { name: string; supply: number; available: number; held: number; sold: number },
): void {
  const known = draft.cells.get(move.name)
  if (known === undefined) {
    draft.cells.set(move.name, move)
    return
  }
  known.available += move.available
  known.held += move.held
  known.sold += move.sold
}

function setHold(draft: Draft, capacity: string, cells: readonly (readonly [string, number])[]): void {
  const { [capacity]: _before, ...others } = draft.order.holds
  changeOrder(draft, { holds: cells.length === 0 ? others : { ...others, [capacity]: cells } })
}
