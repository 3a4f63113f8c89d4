/**
 * What must be true of the data at any moment and no constraint can say: each `invariants.sql` holds queries that
 * return offending rows. Tests end with them, `lakeside doctor` runs them on production.
 *
 *   assert.deepEqual(await violations(db), [])
 *
 * A query follows a line `-- name: WHAT_HOLDS` and ends with a semicolon at the end of a line.
 */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Database } from './db.ts'
import { cloneDir } from './postgres-binaries.ts'

/** One query of an `invariants.sql`. */
export type Invariant = { name: string; text: string }
/** An invariant that does not hold, with the first offending rows. */
export type Violation = { name: string; rows: readonly Readonly<Record<string, unknown>>[] }

/** The semicolon of a query, and what is said before the next one begins. */
const closing = /;\s*(--[^\n]*\s*)*$/

/** Enough to see what is wrong. */
const rowsShown = 20

/** All invariants of a source folder: the kernel's, then modules by name. */
export function findInvariants(sourceDir: string = path.join(cloneDir, 'src')): Invariant[] {
  const files = ['kernel/invariants.sql', ...globSync('modules/*/invariants.sql', { cwd: sourceDir }).sort()]
  return files.flatMap((file) => {
    const owner = path.basename(path.dirname(file))
    return parseInvariants(readFileSync(path.join(sourceDir, file), 'utf8')).map(({ name, text }) => ({
      name: `${owner}.${name}`,
      text,
    }))
  })
}

/** Cuts a file into its named queries. @throws when something stands before the first name */
export function parseInvariants(text: string): Invariant[] {
  const [before = '', ...parts] = text.split(/^-- name: /m)
  if (before.replace(/^--.*$/gm, '').trim() !== '')
    throw new Error('a query of an invariants.sql needs a line `-- name: …`')
  return parts.map((part) => {
    const end = part.indexOf('\n')
    const body = part.slice(end + 1).trim()
    return { name: part.slice(0, end).trim(), text: body.replace(closing, '') }
  })
}

/** Runs invariants, all of the source tree by default; empty is healthy. */
export async function violations(
  { pool }: Database,
  invariants: readonly Invariant[] = findInvariants(),
): Promise<Violation[]> {
  const found: Violation[] = []
  for (const { name, text } of invariants) {
    const { rows } = await pool.query<Record<string, unknown>>(
      `select * from (${text}\n) as offending limit ${rowsShown}`,
    )
    if (rows.length > 0) found.push({ name, rows })
  }
  return found
}
