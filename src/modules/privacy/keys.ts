import { randomBytes } from 'node:crypto'
import { createBatcher } from '#kernel/batcher'
import { type Database, type Executor, sql } from '#kernel/db'
import { unwrap, wrap } from './master-key.ts'
import { type SealingKey, sealingKeyOf } from './seal.ts'

/** A party's key; null when it was destroyed, undefined when there never was one. */
export type KnownKey = SealingKey | null | undefined

/** The keys of parties, by the set. */
export type KeyRing = {
  /** In the order asked; `make` gives a key to those who have none. */
  keysOf: (parties: readonly string[], make: boolean) => Promise<KnownKey[]>
  destroy: (party: string, tx?: Executor) => Promise<void>
}

type Row = { party: string; wrapped: Buffer | null }
/** `wrapped` tells whether the key is still the one that was unwrapped. */
type Entry = { key: KnownKey; wrapped: Buffer | null; readAt: number }
type Asked = { party: string; make: boolean }

/** A key that was destroyed elsewhere opens nothing after this time; the same as for tokens. */
const staleMs = 1_000
/** Some 400 bytes each. */
const entriesMax = 20_000

export type KeyRingOptions = { db: Database; town: number; master: Buffer; now: () => number }

/** A ring that keeps the keys in use at hand. */
export function createKeyRing({ db, town, master, now }: KeyRingOptions): KeyRing {
  const entries = new Map<string, Entry>()
  const owner = (party: string): string => `${town}/${party}`
  const batcher = createBatcher<Asked, KnownKey>({
    run: async (asked) => (await look(asked)).map((value) => ({ value })),
  })

  async function look(asked: readonly Asked[]): Promise<KnownKey[]> {
    const readAt = now()
    const parties = [...new Set(asked.map(({ party }) => party))]
    const rows = new Map((await readKeys(db, town, parties)).map((row) => [row.party, row]))
    const lacking = asked.filter(({ party, make }) => make && !rows.has(party)).map(({ party }) => party)
    if (lacking.length > 0) for (const row of await makeKeys([...new Set(lacking)])) rows.set(row.party, row)
    for (const party of parties) remember(party, rows.get(party), readAt)
    return asked.map(({ party }) => entries.get(party)?.key)
  }

  /** Somebody else may be faster: then theirs is the key. In order of id, as all locks are taken. */
  async function makeKeys(parties: readonly string[]): Promise<Row[]> {
    const sorted = parties.toSorted()
    const wrapped = sorted.map((party) => wrap(master, owner(party), randomBytes(32)))
    await sql`
      insert into privacy.keys (town, party, wrapped)
      select ${town}::integer, n.party, n.wrapped
      from unnest(${sorted}::uuid[], ${wrapped}::bytea[]) as n (party, wrapped)
      on conflict on constraint keys_pk do nothing`.execute(db)
    return readKeys(db, town, sorted)
  }

  function remember(party: string, row: Row | undefined, readAt: number): void {
    const known = entries.get(party)
    const wrapped = row?.wrapped ?? null
    const isSame = wrapped !== null && known?.wrapped?.equals(wrapped) === true
    const key = isSame ? known.key : keyIn(row, (bytes) => unwrap(master, owner(party), bytes))
    entries.delete(party) // a Map keeps the order of insertion: what is written again moves to the end
    entries.set(party, { key, wrapped, readAt })
    if (entries.size > entriesMax) entries.delete(entries.keys().next().value ?? party)
  }

  function atHand(party: string, make: boolean): Entry | undefined {
    const entry = entries.get(party)
    // What is sealed under a key that is no more can be opened by nobody: for sealing no look is needed.
    if (make) return entry?.key === undefined || entry.key === null ? undefined : entry
    return entry === undefined || now() - entry.readAt >= staleMs ? undefined : entry
  }

  async function keyFor(party: string, make: boolean): Promise<KnownKey> {
    const entry = atHand(party, make)
    return entry === undefined ? batcher.add({ party, make }) : entry.key
  }

  return {
    keysOf: (parties, make) => Promise.all(parties.map((party) => keyFor(party, make))),
    destroy: async (party, tx = db) => {
      await destroyKey(tx, town, party)
      entries.delete(party)
    },
  }
}

/** The row stays, or comes: no other key is ever made for this party. */
async function destroyKey(db: Executor, town: number, party: string): Promise<void> {
  await sql`
    insert into privacy.keys as k (town, party, wrapped, destroyed_at) values (${town}, ${party}, null, now())
    on conflict on constraint keys_pk do update set wrapped = null, destroyed_at = now()
    where k.wrapped is not null`.execute(db)
}

async function readKeys(db: Database, town: number, parties: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select party, wrapped from privacy.keys where town = ${town} and party = any(${parties}::uuid[])`.execute(db)
  return rows
}

function keyIn(row: Row | undefined, secretOf: (wrapped: Buffer) => Buffer): KnownKey {
  if (row === undefined) return undefined
  return row.wrapped === null ? null : sealingKeyOf(secretOf(row.wrapped))
}
