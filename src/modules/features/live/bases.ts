/**
 * The stream of interactions is forgotten after a season, what was counted is not. Before events go, the state that
 * they led to is kept as a base: folding again begins there, and ends with the same.
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { machineNow } from '#kernel/clock'
import { type Database, sql } from '#kernel/db'
import { readInteractions } from '#modules/interactions'
import type { Folding } from '../fold/fold.ts'
import { type Folds, newFolds } from './replay.ts'

const [packed, unpacked] = [promisify(gzip), promisify(gunzip)]

type Place = { db: Database; town: number; form: string }

type Base = { pos: number; lastId: string | null; lastAt: number; form: string; state: Buffer }

/** The state to begin with: the base when there is one of this form, else nothing. */
export async function beginFolds({ db, town, form }: Place, folding: Folding): Promise<Folds> {
  const folds = newFolds(folding)
  const { rows } = await sql<Base>`
    select pos, last_id, last_at, form, state from features.bases where town = ${town}`.execute(db)
  const [base] = rows
  if (base === undefined || base.form !== form) return folds
  const text = (await unpacked(base.state)).toString()
  for (const row of text.split('\n')) if (row !== '') folds.interactions.load(row)
  const { pos, lastId, lastAt } = base
  Object.assign(folds.interactions, { pos, lastId, lastAt })
  return folds
}

/** Days of town time after which an event is in the base: well before the stream forgets it. */
const baseDays = 60
const dayMs = 86_400_000
const pageSize = 5_000

/** Moves the base on. @param now town time, ms. @returns the position of the base */
export async function renewBase(place: Place, folding: Folding, now: number): Promise<number> {
  const { db, town, form } = place
  const { interactions: fold } = await beginFolds(place, folding)
  const until = now - baseDays * dayMs
  for (;;) {
    const page = await readInteractions(db, town, { after: fold.pos, limit: pageSize })
    const old = page.slice(0, firstFrom(page, until))
    if (old.length > 0) fold.apply(old, old.at(-1)!.pos)
    if (old.length < pageSize) break
  }
  const state = await packed([...fold.rows()].map((row) => `${row}\n`).join(''))
  await sql`
    insert into features.bases as b (town, pos, last_at, made_at, form, last_id, state)
    values (${town}, ${fold.pos}, ${new Date(fold.lastAt)}, ${new Date(machineNow())}, ${form}, ${fold.lastId},
      ${state})
    on conflict on constraint bases_pk do update
      set pos = excluded.pos, last_at = excluded.last_at, made_at = excluded.made_at, form = excluded.form,
        last_id = excluded.last_id, state = excluded.state
      where b.form <> excluded.form or b.pos < excluded.pos`.execute(db)
  return fold.pos
}

/** Index of the first that came in since an instant. */
function firstFrom(page: readonly { receivedAt: number }[], since: number): number {
  const index = page.findIndex(({ receivedAt }) => receivedAt >= since)
  return index === -1 ? page.length : index
}
