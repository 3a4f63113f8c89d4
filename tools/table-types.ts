/** Turns the columns of a schema into the row types that `tables<…>()` takes. */
import { type Executor, sql } from '../src/kernel/db.ts'

/** A column as the catalogue describes it. */
export interface Column {
  readonly table: string
  readonly column: string
  /** PostgreSQL's name of the type; an array's begins with `_`. */
  readonly type: string
  readonly isNullable: boolean
  readonly hasDefault: boolean
  /** Computed, or an identity that cannot be given. */
  readonly isAlwaysGenerated: boolean
}

/** Columns of the tables and views of a schema, in the order they were declared. */
export async function listColumns(executor: Executor, schema: string): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.relname as table, a.attname as column, t.typname as type,
      not a.attnotnull as is_nullable,
      a.atthasdef or a.attidentity <> '' as has_default,
      a.attgenerated <> '' or a.attidentity = 'a' as is_always_generated
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where n.nspname = ${schema} and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    order by c.relname, a.attnum`.execute(executor)
  return rows
}

/** What db.ts gives for a type; to write a timestamptz takes a Date, and json its text. */
const types: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  json: 'ColumnType<unknown, string, string>',
  jsonb: 'ColumnType<unknown, string, string>',
  numeric: 'string',
  text: 'string',
  timestamp: 'string',
  timestamptz: 'ColumnType<number, Date, Date>',
  uuid: 'string',
  varchar: 'string',
}

/** The text of a module's `tables.ts`. @throws Error for a type that has no row type yet */
export function tablesFile(schema: string, columns: readonly Column[]): string {
  const byTable = [...Map.groupBy(columns, ({ table }) => table)]
  const bodies = byTable.map(
    ([table, own]) => `  '${schema}.${table}': {\n${own.map((column) => `    ${field(column)}\n`).join('')}  }\n`,
  )
  const used = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) => bodies.join('').includes(`${name}<`))
  const lines = [
    '// Written by `npm run gen` from the migrations; do not edit.',
    ...(used.length > 0 ? [`import type { ${used.join(', ')} } from 'kysely'`, ''] : []),
    `/** Rows of the schema \`${schema}\`. */`,
    `export type ${pascalCase(schema)}Tables = {`,
  ]
  return `${lines.join('\n')}\n${bodies.join('')}}\n`
}

function field({ table, column, type, isNullable, hasDefault, isAlwaysGenerated }: Column): string {
  const isArray = type.startsWith('_')
  const element = types[isArray ? type.slice(1) : type]
  if (element === undefined) throw new Error(`${table}.${column} has the type ${type}: add it to tools/table-types.ts`)
  const value = `${isArray ? arrayOf(element) : element}${isNullable ? ' | null' : ''}`
  const generated = isAlwaysGenerated ? 'GeneratedAlways' : 'Generated'
  return `${camelCase(column)}: ${hasDefault || isAlwaysGenerated ? `${generated}<${value}>` : value}`
}

function arrayOf(element: string): string {
  return element.startsWith('ColumnType<number') ? 'ColumnType<number[], Date[], Date[]>' : `${element}[]`
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function pascalCase(name: string): string {
  return camelCase(`_${name}`)
}
