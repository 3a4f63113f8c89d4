import { type Executor, sql } from '#kernel/db'
import { hashOfSecret, newSecret } from './secrets.ts'

/** A link for visitors, as the operator sees it. */
export type Visit = { id: string; label: string; createdAt: number; expiresAt: number }

/** A link for visitors to be made. */
export type NewVisit = { town: number; id: string; label: string; ttlMs: number; by: string; now: number }

/** Makes a link for visitors; the same id gets a new secret. */
export async function createVisit(
  tx: Executor,
  { town, id, label, ttlMs, by, now }: NewVisit,
): Promise<{ secret: string; expiresAt: number }> {
  const [secret, expiresAt] = [newSecret(), now + ttlMs]
  await sql`
    insert into identity.visits (town, id, hash, label, created_by, created_at, expires_at)
    values (${town}, ${id}, ${hashOfSecret(secret)}, ${label}, ${by}, ${new Date(now)}, ${new Date(expiresAt)})
    on conflict on constraint visits_pk do update set hash = excluded.hash where visits.withdrawn_at is null`.execute(
    tx,
  )
  return { secret, expiresAt }
}

/** Links for visitors that still open, newest first. */
export async function listVisits(db: Executor, town: number, now: number): Promise<Visit[]> {
  const { rows } = await sql<Visit>`
    select id, label, created_at, expires_at from identity.visits
    where town = ${town} and withdrawn_at is null and expires_at > ${new Date(now)}
    order by id desc limit 100`.execute(db)
  return rows
}

/** Closes a link; answers whether it was open. */
export async function withdrawVisit(
  tx: Executor,
  { town, id, now }: { town: number; id: string; now: number },
): Promise<boolean> {
  const { rows } = await sql`
    update identity.visits set withdrawn_at = ${new Date(now)}
    where town = ${town} and id = ${id} and withdrawn_at is null returning 1`.execute(tx)
  return rows.length > 0
}

/** Whether a sandbox lets this visitor be its personas: it is open to all, or the visitor carries a link. */
export async function isVisitor(
  db: Executor,
  { town, secret, now }: { town: number; secret: string | undefined; now: number },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity.settings where town = ${town} and are_personas_open
    union all
    select 1 from identity.visits
    where town = ${town} and hash = ${hashOfSecret(secret ?? '')}
      and withdrawn_at is null and expires_at > ${new Date(now)}`.execute(db)
  return rows.length > 0
}

/** Opens the personas of a sandbox to everyone, or closes them again. */
export async function openPersonas(tx: Executor, town: number, areOpen: boolean): Promise<void> {
  await sql`
    insert into identity.settings (town, are_personas_open) values (${town}, ${areOpen})
    on conflict on constraint settings_pk do update set are_personas_open = excluded.are_personas_open`.execute(tx)
}
