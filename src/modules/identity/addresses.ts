import type { Static } from 'typebox'
import { type Database, type Executor, sql, transaction } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import type { AddressBody } from './contract-addresses.ts'

/** Where somebody lives, or wants things brought. */
export type Address = Static<typeof AddressBody>

/** Whose address book, and what keeps it. */
export type Book = { db: Database; vault: Vault; town: number; party: string }

/** An address book is no directory. */
const addressesMax = 20

/** What an address is sealed for: moved to another row it does not open. */
function purposeOf(id: string): string {
  return `address/${id}`
}

/** Enters an address, or replaces the one of this id; answers false when the book is full. */
export async function storeAddress(
  { db, vault, town, party }: Book,
  { id, address, isDefault = false, now }: { id: string; address: Address; isDefault?: boolean; now: number },
): Promise<boolean> {
  const [sealed] = await vault.seal([{ party, purpose: purposeOf(id), value: { ...address } }])
  return transaction(db, async (tx) => {
    const { rows } = await sql`
      insert into identity.addresses (town, party, id, sealed, created_at)
      select ${town}, ${party}, ${id}, ${sealed}, ${new Date(now)}
      where (select count(*) from identity.addresses
        where town = ${town} and party = ${party} and id <> ${id}) < ${addressesMax}
      on conflict on constraint addresses_pk do update set sealed = excluded.sealed
      returning 1`.execute(tx)
    if (rows.length > 0 && isDefault) await makeDefault(tx, { town, party, id })
    return rows.length > 0
  })
}

/** In order of id, so that two who choose at once wait for each other. */
async function makeDefault(tx: Executor, { town, party, id }: { town: number; party: string; id: string }) {
  await sql`
    select 1 from identity.addresses where town = ${town} and party = ${party} order by id for update`.execute(tx)
  await sql`
    update identity.addresses set is_default = false
    where town = ${town} and party = ${party} and is_default and id <> ${id}`.execute(tx)
  await sql`
    update identity.addresses set is_default = true
    where town = ${town} and party = ${party} and id = ${id}`.execute(tx)
}

/** As it is kept, with whether a checkout begins with it. */
export type KeptAddress = Address & { id: string; isDefault: boolean }

/** The addresses of a party, oldest first; where none was chosen, the oldest is the one to begin with. */
export async function listAddresses({ db, vault, town, party }: Book): Promise<KeptAddress[]> {
  const { rows } = await sql<{ id: string; sealed: string; isDefault: boolean }>`
    select id, sealed, is_default from identity.addresses where town = ${town} and party = ${party}
    order by created_at, id`.execute(db)
  const opened = await vault.open(rows.map(({ id, sealed }) => ({ purpose: purposeOf(id), sealed })))
  const isChosen = rows.some(({ isDefault }) => isDefault)
  return rows.flatMap(({ id, isDefault }, index) => {
    const address = opened[index]
    // Sealed by `storeAddress`, which takes addresses only; null once the party has been erased.
    return address === null || address === undefined
      ? []
      : [{ ...(address as unknown as Address), id, isDefault: isChosen ? isDefault : index === 0 }]
  })
}

/** Deletes an address; answers whether it was there. */
export async function removeAddress({ db, town, party }: Omit<Book, 'vault'>, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from identity.addresses where town = ${town} and party = ${party} and id = ${id} returning 1`.execute(db)
  return rows.length > 0
}
