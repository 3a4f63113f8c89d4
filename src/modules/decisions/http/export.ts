import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import type { Database } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import { type DecisionsQuery, pagesOf } from '../books/reading.ts'
import { shownDecision } from './shown.ts'

export type Format = 'csv' | 'jsonl'

const columns = [
  'id', 'at', 'point', 'pointVersion', 'subject', 'onBehalfOf', 'reference', 'chosen', 'pChosen', 'conditional',
  'policy', 'mode', 'fallback', 'value', 'context', 'options', 'outcomes', 'override', 'contests', 'reasons', 'candidates',
] as const // prettier-ignore

/** The log as lines, read page by page while it is sent; nested values of a CSV are JSON. */
export function exportOf(
  place: { db: Database; town: number; vault: Vault },
  query: Omit<DecisionsQuery, 'limit' | 'before'>,
  format: Format,
): Readable {
  return Readable.from(linesOf(place, query, format), { objectMode: false })
}

async function* linesOf(...[place, query, format]: Parameters<typeof exportOf>): AsyncGenerator<string> {
  if (format === 'csv') yield stringify([[...columns]])
  for await (const page of pagesOf(place, query)) {
    const shown = page.map(({ seen, ...row }) => shownDecision(row, seen))
    if (format === 'jsonl') yield `${shown.map((one) => JSON.stringify(one)).join('\n')}\n`
    else
      yield stringify(
        shown.map((one) => columns.map((column) => cellOf(one[column]))),
        { escape_formulas: true },
      )
  }
}

function cellOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
