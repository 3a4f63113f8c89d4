import { createNamedIds } from '#kernel/ids'
import { int8s, prepared, type Row, type SetStatement, texts, uuids } from '#kernel/wire'
import type { Account, AccountName } from './postings.ts'

/** What an account's name says. */
export type ParsedAccount = { purpose: string; party: string | null; currency: string }

/** The key of an account: UUIDv5 of its name. */
export const accountId: (name: AccountName) => string = createNamedIds()

/** Name of an account of a party. */
export function accountName(purpose: string, party: string, currency: string): AccountName {
  return `${purpose}:${party}:${currency}`
}

/** Reads `PURPOSE:PARTY:CURRENCY` or `@NAME:CURRENCY`. */
export function parseAccount(name: AccountName): ParsedAccount {
  const [purpose = '', second = '', third] = name.split(':')
  return third === undefined ? { purpose, party: null, currency: second } : { purpose, party: second, currency: third }
}

/** True for money held on an order, which has no account row. */
export function isPot(name: AccountName): boolean {
  return name.startsWith('pot:')
}

/** How much a party may owe for refunds of money that it has been paid already, minor units. */
export const debtMaxMinor = 1_000_000_000_000

/**
 * How low an account may fall, minor units. A debt is an account below 0. `@provider` mirrors the money that the
 * payment provider holds, `@issued` what the operator gave out: both stand with the opposite sign, without limit.
 */
export function floorOf(name: AccountName): number {
  if (name.startsWith('debt:')) return -debtMaxMinor
  return name.startsWith('@provider:') || name.startsWith('@issued:') ? Number.MIN_SAFE_INTEGER : 0
}

/** An account that has no row yet. */
export function newAccount(name: AccountName): Account {
  return { name, balance: 0, floor: floorOf(name), version: 0 }
}

const load = prepared(
  'ledger.load-accounts',
  `select name, balance, floor, version from ledger.accounts
   where town = $1 and id = any($2::uuid[]) order by id for no key update`,
)

/** Locks and reads the rows of accounts, in order of id. */
export function loadAccounts(town: number, names: readonly AccountName[]): SetStatement {
  return load(town, uuids(names.map(accountId)))
}

/** Reads a row of `loadAccounts`. */
export function accountOf(row: Row): Account {
  const [name, balance, floor, version] = row
  return { name, balance, floor, version } as Account // columns as selected above, parsed by the connection
}

const insert = prepared(
  'ledger.insert-accounts',
  `insert into ledger.accounts (town, id, party, balance, floor, version, name, purpose, currency)
   select $1, u.id, u.party, u.balance, u.floor, 1, u.name, u.purpose, u.currency
   from unnest($2::uuid[], $3::uuid[], $4::int8[], $5::int8[], $6::text[], $7::text[], $8::text[])
     as u (id, party, balance, floor, name, purpose, currency)`,
)
const update = prepared(
  'ledger.update-accounts',
  `with stored as (
     update ledger.accounts a set balance = u.balance, version = a.version + 1
     from unnest($2::uuid[], $3::int8[], $4::int8[]) as u (id, balance, version)
     where a.town = $1 and a.id = u.id and a.version = u.version returning 1)
   select kernel.expect(count(*), $5) from stored`,
)

/**
 * Stores new balances: accounts of version 0 have no row yet. A row whose version is another than the one read raises:
 * somebody wrote it past the engine.
 */
export function storeAccounts(town: number, accounts: readonly Account[]): SetStatement[] {
  const fresh = accounts.filter(({ version }) => version === 0)
  const known = accounts.filter(({ version }) => version > 0)
  const statements: SetStatement[] = []
  if (fresh.length > 0) {
    const parsed = fresh.map(({ name }) => parseAccount(name))
    statements.push(
      insert(
        town,
        uuids(fresh.map(({ name }) => accountId(name))),
        uuids(parsed.map(({ party }) => party)),
        int8s(fresh.map(({ balance }) => balance)),
        int8s(fresh.map(({ floor }) => floor)),
        texts(fresh.map(({ name }) => name)),
        texts(parsed.map(({ purpose }) => purpose)),
        texts(parsed.map(({ currency }) => currency)),
      ),
    )
  }
  if (known.length > 0) {
    statements.push(
      update(
        town,
        uuids(known.map(({ name }) => accountId(name))),
        int8s(known.map(({ balance }) => balance)),
        int8s(known.map(({ version }) => version)),
        known.length,
      ),
    )
  }
  return statements
}
