import type { Database } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import { type DecisionRow, pagesOf } from '../books/reading.ts'
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
  /** Town time of the newest of them, ms. */
  until: number | null
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
  { point, since, until, most = rowsMax }: { point: Point; since: number; until?: number | undefined; most?: number },
): Promise<ReadLog> {
  const found: ReadLog = { rows: [], until: null, left: { fallback: 0, open: 0, unreadable: 0 } }
  const windowMs = Math.max(0, ...point.declaration.metrics.map((metric) => metric.windowMs))
  for await (const page of pagesOf(place, { point: point.declaration.name, since, until })) {
    for (const row of page) {
      const why = unfit(row, { version: point.version, until: place.now - windowMs })
      if (why === undefined) {
        found.rows.push(loggedOf(row, row.seen!))
        found.until ??= row.at
      } else found.left[why] += 1
    }
    if (found.rows.length >= most) break
  }
  return found
}

type Row = DecisionRow & { seen: Inputs | undefined }

function unfit(row: Row, { version, until }: { version: number; until: number }): keyof ReadLog['left'] | undefined {
  if (row.fallback !== null) return 'fallback'
  if (row.override === null && row.at > until) return 'open'
  return row.seen === undefined || row.pointVersion !== version ? 'unreadable' : undefined
}

function loggedOf({ id, chosen, conditional, pChosen, value, override }: Row, seen: Inputs): Logged {
  const { context, options, length } = seen
  return {
    id, chosen, conditional, pChosen, context, options, length, value: value ?? 0, override: override?.to ?? null,
  } // prettier-ignore
}
