import type { Actor } from '#kernel/commands'
import type { Config } from '#kernel/config'
import { type Database, type Executor, sql, transaction } from '#kernel/db'
import { namedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { recordAudit } from '#modules/audit'
import { providerKeysChanged } from './problems.ts'

/** Keys of Stripe. They are sealed at rest and never answered to anybody. */
export type StripeKeys = { secretKey: string; webhookSecret: string }

/** What was saved in the browser. */
export type SavedKeys = { rev: number; keys: StripeKeys | null }

/** Where it is saved. */
export type KeysPlace = { db: Database; town: { id: number }; vault: Pick<Vault, 'seal' | 'open'> }

/** The party whose key seals the town's own secrets. */
const townParty = namedId('town')
const purpose = 'payments/keys'

/** Reads what was saved. */
export async function readSavedKeys({ db, town, vault }: KeysPlace): Promise<SavedKeys> {
  const { rev, sealed } = await readRow(db, town.id)
  if (sealed === null) return { rev, keys: null }
  const [keys] = await vault.open([{ purpose, sealed }])
  if (keys === undefined || keys === null) throw new Error('the saved keys of the payment provider cannot be opened')
  return { rev, keys: keys as StripeKeys } // sealed below
}

async function readRow(db: Executor, town: number): Promise<{ rev: number; sealed: string | null }> {
  const { rows } = await sql<{ rev: number; sealed: string | null }>`
    select rev, sealed from payments.saved_keys where town = ${town}`.execute(db)
  return rows[0] ?? { rev: 0, sealed: null }
}

/** Puts other keys in place, or takes them away. @throws {Problem} provider-keys-changed */
export async function saveKeys(
  { db, town, vault }: KeysPlace,
  { rev, keys, by, now }: SavedKeys & { by: Actor; now: number },
): Promise<void> {
  const [sealed = null] = keys === null ? [] : await vault.seal([{ party: townParty, purpose, value: { ...keys } }])
  await transaction(db, async (tx) => {
    const { rows } = await sql`
      insert into payments.saved_keys as k (town, rev, sealed, changed_at)
      select ${town.id}, 1, ${sealed}, ${new Date(now)}
      where ${rev} = 0 or exists (select 1 from payments.saved_keys where town = ${town.id})
      on conflict on constraint saved_keys_pk do update
        set rev = k.rev + 1, sealed = excluded.sealed, changed_at = excluded.changed_at where k.rev = ${rev}
      returning 1`.execute(tx)
    if (rows.length === 0) throw new Problem(providerKeysChanged)
    const details = { provider: keys === null ? 'none' : 'stripe', hint: keys === null ? '' : hintOf(keys) }
    await recordAudit(tx, { town: town.id, by, act: 'payments.keys-changed', details, now })
  })
}

/** What may be shown of a key: its kind and its last four characters. */
export function hintOf({ secretKey }: StripeKeys): string {
  return `${/^[sr]k_(test|live)_/.exec(secretKey)?.[0] ?? ''}…${secretKey.slice(-4)}`
}

/** The configuration of a process that begins now: what the environment leaves open, the saved keys say. */
export async function withSavedKeys(config: Config, place: KeysPlace): Promise<Config> {
  if (config.stripe !== undefined) return config
  const { keys } = await readSavedKeys(place)
  return keys === null ? config : { ...config, stripe: { ...keys, isSaved: true } }
}
