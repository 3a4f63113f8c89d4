import { machineNow } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import { type Executor, transaction } from '#kernel/db'
import type { Context } from '#kernel/module'
import type { Hindrance, Kept, PersonalData } from '#kernel/personal-data'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { erasureHindered } from './problems.ts'

/** What erasing needs. */
export type Erasing = Pick<Context, 'db' | 'town' | 'vault' | 'forgetCredentials'> & {
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
export async function erase({ db, town, vault, forgetCredentials, sources }: Erasing, actor: Actor): Promise<number> {
  const { party } = actor
  const now = machineNow()
  await transaction(db, async (tx) => {
    const hindrances: Hindrance[] = []
    for (const source of sources) hindrances.push(...((await source.hindrances?.(tx, party)) ?? []))
    if (hindrances.length > 0) throw hindered(hindrances)
    for (const source of sources) await source.erase?.(tx, party)
    await vault.destroy(party, tx)
    await recordAudit(tx, { town: town.id, by: actor, act: 'parties.erased', subject: party, now })
  })
  forgetCredentials()
  await vault.destroy(party) // what was read of the key meanwhile is forgotten as well
  return now
}

function hindered(hindrances: readonly Hindrance[]): Problem {
  const detail = hindrances.map(({ detail: words }) => words).join(' ')
  return new Problem(erasureHindered, { detail, extra: { hindrances } })
}
