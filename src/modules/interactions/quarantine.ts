import { hash } from 'node:crypto'
import { type Database, type Executor, sql } from '#kernel/db'
import { formatId } from '#kernel/ids'
import type { FieldError } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { prepared, texts, timestamps, uuids } from '#kernel/wire'

/** An event that was not taken in. */
export type Malformed = { sender: string; raw: unknown; error: FieldError }

/** Characters kept of each: enough to see what a sender does wrong. */
const textMax = 2_000
/** A sender's broken program must not fill the disk: beyond this many waiting the reason is answered, nothing kept. */
const quarantinedMax = 100_000

const insert = prepared(
  'interactions.quarantine',
  `insert into interactions.quarantine (town, id, sender, received_at, pointer, reason, type, event)
   select $1, u.id, u.sender, u.received_at, u.pointer, u.reason, u.type, u.event
   from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[])
     as u (id, sender, received_at, pointer, reason, type, event)
   where (select count(*) from (select from interactions.quarantine q where q.town = $1 limit $9) full_to) < $9
   on conflict on constraint quarantine_pk do nothing`,
)

/** Keeps malformed events with their reasons; the same text of the same sender once. @param at town time, ms */
export async function storeQuarantined(
  { db, town, vault }: { db: Database; town: number; vault: Vault },
  at: number,
  items: readonly Malformed[],
): Promise<void> {
  const rows = [...new Map(items.map((item) => rowOf(item)).map((row) => [row.id, row])).values()]
  const sealed = await vault.seal(rows.map(({ sender, text }) => ({ party: sender, purpose, value: text })))
  await db.pool.query(
    insert(
      town,
      uuids(rows.map(({ id }) => id)),
      uuids(rows.map(({ sender }) => sender)),
      timestamps(rows.map(() => at)),
      texts(rows.map(({ error }) => storable(error.pointer))),
      texts(rows.map(({ error }) => storable(error.detail))),
      texts(rows.map(({ type }) => type)),
      texts(sealed),
      quarantinedMax,
    ),
  )
}

const purpose = 'interactions/quarantine'

function rowOf({ sender, raw, error }: Malformed) {
  const text = JSON.stringify(raw)
  const id = formatId(hash('sha256', `${sender}/${text}`, 'buffer'), 0)
  const type = typeof raw === 'object' && raw !== null && 'type' in raw ? raw.type : null
  return { id, sender, error, text: text.slice(0, textMax), type: typeof type === 'string' ? storable(type) : null }
}

/** A pointer may name a member as the sender wrote it. */
function storable(text: string): string {
  return text.slice(0, 200).replaceAll('\0', '').toWellFormed()
}

/** An entry of the quarantine; `event` is null when its sender has been erased. */
export type Quarantined = {
  id: string
  sender: string
  receivedAt: number
  pointer: string
  reason: string
  type: string | null
  event: string | null
}

/** The newest first. @param after keys of the last entry seen */
export async function listQuarantined(
  { db, town, vault }: { db: Executor; town: number; vault: Vault },
  { limit, after }: { limit: number; after: { receivedAt: number; id: string } | undefined },
): Promise<Quarantined[]> {
  const from = after === undefined ? null : new Date(after.receivedAt)
  const { rows } = await sql<Quarantined & { event: string }>`
    select id, sender, received_at, pointer, reason, type, event from interactions.quarantine
    where town = ${town}
      and (${from}::timestamptz is null or (received_at, id) < (${from}::timestamptz, ${after?.id ?? null}::uuid))
    order by received_at desc, id desc limit ${limit}`.execute(db)
  const opened = await vault.open(rows.map(({ event }) => ({ purpose, sealed: event })))
  return rows.map((row, index) => ({ ...row, event: textOrNull(opened[index]) }))
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** Forgets what has been lying there. @param before town time, ms */
export async function sweepQuarantine(db: Executor, town: number, before: number): Promise<void> {
  await sql`delete from interactions.quarantine where town = ${town} and received_at < ${new Date(before)}`.execute(db)
}
