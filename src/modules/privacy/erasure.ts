import { machineNow } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import { type Executor, sql, transaction, type Tx } from '#kernel/db'
import type { Context } from '#kernel/module'
import type { Hindrance, Kept, PersonalData } from '#kernel/personal-data'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { listErased, noteErased } from './erased-parties.ts'
import { erasureHindered } from './problems.ts'

/** What erasing needs. */
export type Erasing = Pick<Context, 'db' | 'town' | 'vault' | 'forgetCredentials' | 'config'> & {
  sources: readonly PersonalData[]
}

/** What must end before a party can go. */
export async function hindrancesOf(
  db: Executor,
  sources: readonly PersonalData[],
  party: string,
): Promise<Hindrance[]> {
  const found = await Promise.all(sources.map(async (source) => (await source.hindrances?.(db, party)) ?? []))
  return found.flat()
}

/** What the law keeps of anybody. */
export function keptOf(sources: readonly PersonalData[]): Kept[] {
  return sources.flatMap(({ kept = [] }) => kept)
}

/**
 * Erases a person: every module forgets, the key is destroyed, and what was sealed under it in log, books, backups and
 * replicas can be read by nobody any more. The books themselves stay exact.
 *
 * @throws {Problem} erasure-hindered
 */
export async function erase(erasing: Erasing, actor: Actor): Promise<number> {
  const { db, town, vault, forgetCredentials, config, sources } = erasing
  const { party } = actor
  const now = machineNow()
  await transaction(db, async (tx) => {
    const hindrances: Hindrance[] = []
    for (const source of sources) hindrances.push(...((await source.hindrances?.(tx, party)) ?? []))
    if (hindrances.length > 0) throw hindered(hindrances)
    await forget(tx, erasing, party)
    await recordAudit(tx, { town: town.id, by: actor, act: 'parties.erased', subject: party, now })
  })
  noteErased(config.dataDir, party)
  forgetCredentials()
  await vault.destroy(party) // what was read of the key meanwhile is forgotten as well
  return now
}

async function forget(tx: Tx, { sources, vault }: Erasing, party: string): Promise<void> {
  for (const source of sources) await source.erase?.(tx, party)
  await vault.destroy(party, tx)
}

/**
 * Forgets again whom this database remembers although they were erased: it was brought back from an older backup.
 * Answers how many.
 */
export async function forgetAgain(erasing: Erasing): Promise<number> {
  const { db, town, config } = erasing
  const erased = listErased(config.dataDir)
  if (erased.length === 0) return 0
  const { rows } = await sql<{ party: string }>`
    select n.party from unnest(${erased}::uuid[]) as n (party)
    where not exists (select 1 from privacy.keys k
      where k.town = ${town.id} and k.party = n.party and k.destroyed_at is not null)`.execute(db)
  for (const { party } of rows) {
    await transaction(db, async (tx) => {
      await forget(tx, erasing, party)
      await recordAudit(tx, { town: town.id, by: null, act: 'parties.erased', subject: party, now: machineNow() })
    })
  }
  return rows.length
}

function hindered(hindrances: readonly Hindrance[]): Problem {
  const detail = hindrances.map(({ detail: words }) => words).join(' ')
  return new Problem(erasureHindered, { detail, extra: { hindrances } })
}
