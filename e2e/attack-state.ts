import { type Executor, sql } from '#kernel/db'

/**
 * What a refusal must leave as it was: every row of every table, but for the traces that a refusal is meant to leave.
 */

/** Tables that change by themselves, or by being asked: lease and cursors of readers, keys that stand for commands. */
const noise: readonly string[] = [
  'kernel.lease', 'kernel.cursors', 'kernel.idempotency_keys', 'kernel.migrations',
  // Counts of decisions are added up some time later; the decisions themselves stand in a table that is compared.
  'decisions.deltas', 'decisions.buckets',
] // prettier-ignore
/** When a key was last used is noted, also when it was used in vain. */
const noisyColumns: readonly string[] = ['last_used_at']
/** A refused command leaves its receipt, so that the same id is answered the same. */
const conditions: Readonly<Record<string, string>> = {
  'kernel.events': `where t.type <> 'command.refused'`,
  // Who first says something personal gets a key, also when it is then refused. A key by itself says nothing.
  'privacy.keys': 'where t.destroyed_at is not null',
}

/** A fingerprint of every table, by name. */
export async function stateOf(db: Executor): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker')
    order by 1`.execute(db)
  const parts = tables.flatMap(({ name }) => (noise.includes(name) ? [] : [fingerprint(name)]))
  const { rows } = await sql<{ name: string; print: string }>`${sql.raw(parts.join('\nunion all\n'))}`.execute(db)
  return new Map(rows.map(({ name, print }) => [name, print]))
}

function fingerprint(name: string): string {
  const columns = noisyColumns.map((column) => `'${column}'`).join(', ')
  return `select '${name}' as name, coalesce(md5(string_agg(h, '' order by h)), '') as print from (
    select md5((to_jsonb(t) - array[${columns}])::text) as h from ${name} t ${conditions[name] ?? ''}) as rows`
}

/** Names of the tables that differ. */
export function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].flatMap(([name, print]) => (before.get(name) === print ? [] : [name]))
}
