import type { Static } from 'typebox'
import { type Executor, sql } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import type { AddressBody } from './contract-addresses.ts'

/** Where somebody lives, or wants things brought. */
export type Address = Static<typeof AddressBody>

/** Whose address book, and what keeps it. */
export type Book = { db: Executor; vault: Vault; town: number; party: string }

/** An address book is no directory. */
const addressesMax = 20

/** What an address is sealed for: moved to another row it does not open. */
function purposeOf(id: string): string {
  return `address/${id}`
}

/** Enters an address, or replaces the one of this id; answers false when the book is full. */
export async function storeAddress(
  { db, vault, town, party }: Book,
  { id, address, now }: { id: string; address: Address; now: number },
): Promise<boolean> {
  const [sealed] = await vault.seal([{ party, purpose: purposeOf(id), value: { ...address } }])
  const { rows } = await sql`
    insert into identity.addresses (town, party, id, sealed, created_at)
    select ${town}, ${party}, ${id}, ${sealed}, ${new Date(now)}
    where (select count(*) from identity.addresses
      where town = ${town} and party = ${party} and id <> ${id}) < ${addressesMax}
    on conflict on constraint addresses_pk do update set sealed = excluded.sealed
    returning 1`.execute(db)
  return rows.length > 0
}

/** The addresses of a party, oldest first. */
export async function listAddresses({ db, vault, town, party }: Book): Promise<(Address & { id: string })[]> {
  const { rows } = await sql<{ id: string; sealed: string }>`
    select id, sealed from identity.addresses where town = ${town} and party = ${party}
    order by created_at, id`.execute(db)
  const opened = await vault.open(rows.map(({ id, sealed }) => ({ purpose: purposeOf(id), sealed })))
  return rows.flatMap(({ id }, index) => {
    const address = opened[index]
    // Sealed by `storeAddress`, which takes addresses only; null once the party has been erased.
    return address === null || address === undefined ? [] : [{ ...(address as unknown as Address), id }]
  })
}

/** Deletes an address; answers whether it was there. */
export async function removeAddress({ db, town, party }: Omit<Book, 'vault'>, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from identity.addresses where town = ${town} and party = ${party} and id = ${id} returning 1`.execute(db)
  return rows.length > 0
}
