import type { Database } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import { pagesOf } from '../books/reading.ts'
import type { Inputs } from '../books/record.ts'
import type { Point } from '../core/point.ts'

/** A recorded choice of a policy whose outcomes are in. */
export type Logged = Pick<Inputs, 'context' | 'options' | 'length'> & {
  id: string
  chosen: readonly string[]
  conditional: readonly number[]
  pChosen: number
  /** 0 where nothing came of it. */
  value: number
  /** What a person chose in its place. */
  override: string | null
}

/** What of a log can be learnt from, and why the rest cannot. */
export type ReadLog = {
  rows: Logged[]
  left: {
    /** The safe default stood. */
    fallback: number
    /** A metric's window is still open. */
    open: number
    /** What the policy saw was too long to keep, has been forgotten, or is of another version of the point. */
    unreadable: number
  }
}

/** Rows read at most; more would not make an estimate noticeably sharper. */
const rowsMax = 50_000

/** Reads the log of a point, the newest first. */
export async function readLog(
  place: { db: Database; town: number; vault: Vault; now: number },
  { point, since, until }: { point: Point; since: number; until?: number | undefined },
): Promise<ReadLog> {
  const found: ReadLog = { rows: [], left: { fallback: 0, open: 0, unreadable: 0 } }
  const windowMs = Math.max(0, ...point.declaration.metrics.map((metric) => metric.windowMs))
  for await (const page of pagesOf(place, { point: point.declaration.name, since, until })) {
    for (const row of page) {
      const { seen, override } = row
      if (row.fallback !== null) found.left.fallback += 1
      else if (override === null && row.at + windowMs > place.now) found.left.open += 1
      else if (seen === undefined || row.pointVersion !== point.version) found.left.unreadable += 1
      else {
        const { context, options, length } = seen
        const { id, chosen, conditional, pChosen, value } = row
        const to = override?.to ?? null
        found.rows.push({ id, chosen, conditional, pChosen, context, options, length, value: value ?? 0, override: to })
      }
    }
    if (found.rows.length >= rowsMax) break
  }
  return found
}
