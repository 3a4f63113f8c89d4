/**
 * How often an option may be chosen: shares of the decisions of the last while, counted over all processes. The log is
 * counted in slices of the window, so that a look at it reads what is new; what this process decided since is added.
 */
import { type Database, sql } from '#kernel/db'
import { log } from '#kernel/log'
import type { Choice } from '../core/choosing.ts'
import type { Budget, PointDeclaration } from '../core/point.ts'

export type Budgets = {
  /** Options that may not be chosen at present. @param at town time, ms */
  spent: (point: PointDeclaration, at: number) => ReadonlySet<string> | undefined
  /** Counts a decision. */
  note: (point: PointDeclaration, decided: Pick<Choice, 'chosen'> & { at: number }, recorded: Promise<unknown>) => void
  /** Counts what the log holds, so that a start forgets nothing. */
  load: (points: readonly PointDeclaration[]) => Promise<void>
  idle: () => Promise<void>
}

/** Slices of a window; the oldest leaves as a whole. */
const slices = 24
/** How long the counts of other processes may be unknown, machine time. */
const lookMs = 3_000

type Place = { db: Database; town: number; clock: { now: () => number } }

/** A decision of this process; once it is stored the next look finds it in the log. */
type Noted = { at: number; isChosen: boolean; isStored: boolean }
type Slice = { total: number; chosen: number }
type Count = { slices: Map<number, Slice>; noted: Set<Noted>; lookedAt: number; looking: Promise<void> | undefined }

export function createBudgets(place: Place): Budgets {
  const counts = new Map<string, Count>()
  const countOf = ({ name }: PointDeclaration, budget: Budget): Count => {
    const key = `${name} ${budget.option} ${budget.perMs}`
    const count = counts.get(key) ?? { slices: new Map(), noted: new Set(), lookedAt: -Infinity, looking: undefined }
    counts.set(key, count)
    return count
  }
  const look = (point: PointDeclaration, budget: Budget): Promise<void> => {
    const count = countOf(point, budget)
    count.lookedAt = performance.now()
    count.looking ??= readSlices(place, { point: point.name, budget, count })
      .catch((error: unknown) => log.warn({ err: error, point: point.name }, 'a budget could not be counted'))
      .finally(() => (count.looking = undefined))
    return count.looking
  }
  return {
    spent: (point, at) => {
      if (point.budgets === undefined) return undefined
      const over = point.budgets.filter((budget) => {
        const count = countOf(point, budget)
        if (performance.now() - count.lookedAt > lookMs) void look(point, budget)
        return isSpent(count, budget, at)
      })
      return new Set(over.map(({ option }) => option))
    },
    note: (point, { at, chosen }, recorded) => {
      for (const budget of point.budgets ?? []) {
        const one: Noted = { at, isChosen: chosen[0] === budget.option, isStored: false }
        countOf(point, budget).noted.add(one)
        void recorded.then(() => (one.isStored = true))
      }
    },
    load: async (points) => {
      await Promise.all(points.flatMap((point) => (point.budgets ?? []).map((budget) => look(point, budget))))
    },
    idle: async () => {
      for (const { looking } of counts.values()) await looking
    },
  }
}

function isSpent({ slices: known, noted }: Count, { shareBps, perMs, free }: Budget, at: number): boolean {
  const first = sliceOf(at - perMs, perMs) + 1
  let total = 0
  let chosen = 0
  for (const [slice, count] of known) {
    if (slice < first) continue
    total += count.total
    chosen += count.chosen
  }
  for (const one of noted) {
    if (one.at <= at - perMs) continue
    total += 1
    chosen += Number(one.isChosen)
  }
  return chosen >= free + Math.floor((total * shareBps) / 10_000)
}

function sliceOf(at: number, perMs: number): number {
  return Math.floor(at / (perMs / slices))
}

/** Reads the newest slice that is known and all after it; the first time, all of the window. */
async function readSlices(
  { db, town, clock }: Place,
  { point, budget: { option, perMs }, count }: { point: string; budget: Budget; count: Count },
): Promise<void> {
  const stored = [...count.noted].filter(({ isStored }) => isStored)
  const oldest = sliceOf(clock.now() - perMs, perMs)
  const from = Math.max(oldest, ...count.slices.keys())
  const sliceMs = perMs / slices
  const { rows } = await sql<{ slice: number } & Slice>`
    select floor(extract(epoch from at) * 1000 / ${sliceMs}::float8)::int8 as slice, count(*)::int as total,
      (count(*) filter (where chosen[1] = ${option}))::int as chosen
    from decisions.records
    where town = ${town} and point = ${point} and at >= to_timestamp(${from * sliceMs}::float8 / 1000)
    group by 1`.execute(db)
  for (const { slice, total, chosen } of rows) count.slices.set(slice, { total, chosen })
  for (const slice of count.slices.keys()) if (slice < oldest) count.slices.delete(slice)
  for (const one of stored) count.noted.delete(one)
}
