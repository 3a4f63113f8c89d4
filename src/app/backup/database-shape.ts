/** What of a database belongs into a backup, read from PostgreSQL's own catalogue. */
import type pg from 'pg'

/** A table with the columns that hold data of their own. */
export type Table = {
  /** `kernel.events` */
  readonly name: string
  readonly schema: string
  readonly columns: string[]
  /** Rows lie in its partitions. */
  readonly isPartitioned: boolean
  /** Tables that its foreign keys point at. */
  readonly needs: readonly string[]
}

/** Sessions that write and read rows as text must agree on how; these are the forms that lose nothing. */
export const sessionSettings = `
  set search_path = ''; set client_encoding = 'UTF8'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres';
  set bytea_output = 'hex'; set extra_float_digits = 1; set timezone = 'UTC'; set xmloption = 'content';
  set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set row_security = off`

/** Names that PostgreSQL and its extensions do not own. */
const ours = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
  and not exists (select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')`

/** Which migrations ran is the manifest's business: restoring runs them again. */
const notData = ['kernel.migrations', 'graphile_worker.migrations']

/** All tables with data, by name. */
export async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname || '.' || c.relname as name, n.nspname as schema, c.relkind = 'p' as "isPartitioned",
      array(select a.attname::text from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum) as columns,
      array(select distinct fn.nspname || '.' || f.relname from pg_catalog.pg_constraint k
        join pg_catalog.pg_class f on f.oid = k.confrelid join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't' and ${ours}
    order by n.nspname, c.relname`)
  return rows.filter(({ name }) => !notData.includes(name))
}

/** Tables in an order in which each finds those it points at filled already. @throws Error when they go in a circle */
export function inOrderOfKeys<T extends Pick<Table, 'name' | 'needs'>>(tables: readonly T[]): T[] {
  const ordered: T[] = []
  let left = [...tables]
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name))
    const ready = left.filter(({ needs }) => !needs.some((need) => waiting.has(need)))
    if (ready.length === 0) throw new Error(`foreign keys go in a circle: ${[...waiting].join(', ')}`)
    ordered.push(...ready)
    left = left.filter((table) => !ready.includes(table))
  }
  return ordered
}

/** Sequences that have been used, with their last value. */
export async function readSequences(client: pg.Client): Promise<{ name: string; schema: string; value: string }[]> {
  const { rows } = await client.query<{ name: string; schema: string; value: string }>(`
    select n.nspname || '.' || c.relname as name, n.nspname as schema, s.last_value::text as value
    from pg_catalog.pg_sequences s join pg_catalog.pg_namespace n on n.nspname = s.schemaname
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s.sequencename
    where s.last_value is not null and ${ours} order by 1`)
  return rows
}

/** `kernel.events` as SQL wants it. */
export function quoted(name: string): string {
  const dot = name.indexOf('.')
  return [name.slice(0, dot), name.slice(dot + 1)].map((part) => `"${part.replaceAll('"', '""')}"`).join('.')
}

/** A list of columns as SQL wants it. */
export function quotedColumns(columns: readonly string[]): string {
  return columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ')
}

/** `18.4` from what a server says of itself. */
export async function serverVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: string }>(
    `select split_part(pg_catalog.current_setting('server_version'), ' ', 1) as version`,
  )
  return rows[0]!.version
}
