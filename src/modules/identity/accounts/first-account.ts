import { constraintOf, type Database, type Executor, sql, transaction } from '#kernel/db'
import { invalidAt } from '#kernel/http-problems'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { changeProfile } from '../parties.ts'
import { accountExists } from '../problems.ts'

type NewAccount = { town: number; party: string; name: string; email: string; password: string; now: number }

/**
 * Gives a party that has none an address and a password, as better-auth would have stored them.
 *
 * @throws {Problem} account-exists; invalid-input when somebody else has the address
 */
export async function openAccount(
  db: Database,
  { town, party, name, email, password, now }: NewAccount,
): Promise<void> {
  const { hashPassword } = await import('better-auth/crypto')
  const hash = await hashPassword(password)
  const at = new Date(now)
  try {
    await transaction(db, async (tx) => {
      await sql`
        insert into identity.sign_ins (town, party, email, is_email_verified, created_at, updated_at)
        values (${town}, ${party}, ${email.toLowerCase()}, true, ${at}, ${at})`.execute(tx)
      await sql`
        insert into identity.passwords (town, id, party, provider, account, hash, created_at, updated_at)
        values (${town}, ${newId(now)}, ${party}, 'credential', ${party}, ${hash}, ${at}, ${at})`.execute(tx)
      await changeProfile(tx, { town, party, change: { name: name.trim() } })
      await recordAudit(tx, { town, by: { party }, act: 'accounts.opened', subject: party, now })
    })
  } catch (error) {
    const constraint = constraintOf(error)
    if (constraint === 'sign_ins_email_unique') throw invalidAt('/email', 'belongs to somebody else here')
    if (constraint === 'sign_ins_pk' || constraint === 'passwords_one_a_provider') throw new Problem(accountExists)
    throw error
  }
}

/** True when a party can sign in without a link: by an address, or by a passkey. */
export async function hasAccount(db: Executor, town: number, party: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity.sign_ins where town = ${town} and party = ${party}
    union all select 1 from identity.passkeys where town = ${town} and party = ${party} limit 1`.execute(db)
  return rows.length > 0
}
