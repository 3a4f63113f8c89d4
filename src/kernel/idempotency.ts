import { createBatcher } from './batcher.ts'
import { type Database, sql } from './db.ts'
import { isId7, newId } from './ids.ts'
import { unavailable } from './http-problems.ts'
import { Problem } from './problem.ts'

/**
 * From an `Idempotency-Key` to the id of the command it stands for. A UUIDv7 is the id. Any other text, such as a
 * partner's own reference, is given an id once and keeps it, apart for every identity and route: two partners may use
 * the same reference.
 */
export type CommandIdOf = (identity: string, route: string, key: string) => Promise<string>

type Asked = { identity: string; route: string; key: string }

/** Hours after which a key is forgotten: the engine refuses ids older than 24 h, and no key may get a new id before. */
const keptHours = 48

/** Mapping in batches: one statement for all keys that arrived together. */
export function createCommandIds(db: Database, town: number): CommandIdOf {
  const batcher = createBatcher<Asked, string>({ run: async (asked) => (await idsOf(db, town, asked)).map(outcomeOf) })
  return (identity, route, key) => {
    const id = key.toLowerCase()
    return isId7(id) ? Promise.resolve(id) : batcher.add({ identity, route, key })
  }
}

function outcomeOf(id: string | undefined): { value: string } | { error: Problem } {
  return id === undefined ? { error: new Problem(unavailable) } : { value: id }
}

async function idsOf(db: Database, town: number, asked: readonly Asked[]): Promise<(string | undefined)[]> {
  const ids = new Map<string, string>()
  // A key that another process maps at this moment is invisible to our snapshot; the next look sees it.
  for (let attempt = 0; attempt < 3 && asked.some((one) => !ids.has(textOf(one))); attempt += 1) {
    const missing = new Map(asked.filter((one) => !ids.has(textOf(one))).map((one) => [textOf(one), one]))
    for (const row of await mapKeys(db, town, [...missing.values()])) ids.set(textOf(row), row.id)
  }
  return asked.map((one) => ids.get(textOf(one)))
}

function textOf({ identity, route, key }: Asked): string {
  return JSON.stringify([identity, route, key])
}

async function mapKeys(db: Database, town: number, asked: readonly Asked[]): Promise<(Asked & { id: string })[]> {
  // In the order of the primary key, so that two processes that map the same keys wait for each other in one order.
  const sorted = asked.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1))
  const { rows } = await sql<Asked & { id: string }>`
    with asked as (
      select * from unnest(
        ${sorted.map(({ identity }) => identity)}::uuid[],
        ${sorted.map(({ route }) => route)}::text[],
        ${sorted.map(({ key }) => key)}::text[],
        ${sorted.map(() => newId())}::uuid[]) as a (identity, route, key, id)),
    made as (
      insert into kernel.idempotency_keys (town, identity, route, key, id)
      select ${town}::integer, identity, route, key, id from asked
      on conflict do nothing
      returning identity, route, key, id)
    select identity, route, key, id from made
    union all
    select identity, route, key, k.id
    from asked join kernel.idempotency_keys k using (identity, route, key)
    where k.town = ${town}::integer`.execute(db)
  return rows
}

/** Forgets keys that no command can use any more. Run daily. */
export async function forgetOldKeys(db: Database, town: number): Promise<void> {
  await sql`
    delete from kernel.idempotency_keys
    where town = ${town} and created_at < now() - make_interval(hours => ${keptHours})`.execute(db)
}
