import { type CustomAdapter, createAdapterFactory } from 'better-auth/adapters'
import { type Database, type RawBuilder, sql } from '#kernel/db'
import { hashOfSecret } from '../secrets.ts'
import { type Model, asToken, columnOf, columnsOf, modelOf } from './models.ts'
import { type User, createUser, findUser, updateUser } from './users.ts'

/**
 * better-auth's door to our tables. Its own adapters would want tables of their own shape: ours have `town` first in
 * every key, keep sessions as hashes among the other tokens, and a person's name in one place.
 */
export function accountsAdapter(db: Database, town: number): ReturnType<typeof createAdapterFactory> {
  return createAdapterFactory({
    config: { adapterId: 'lakeside', supportsNumericIds: false, supportsUUIDs: true, transaction: false },
    adapter: () => adapterOver(db, town),
  })
}

type Clause = Parameters<CustomAdapter['findOne']>[0]['where'][number]
type Row = Record<string, unknown>

function adapterOver(db: Database, town: number): CustomAdapter {
  const remove = async (name: string, where: readonly Clause[]): Promise<Row[]> => {
    const model = modelOf(name)
    const { rows } = await sql<Row>`
      delete from ${model.table} where ${matching(model, town, where)} returning ${shown(model)}`.execute(db)
    return rows.map((row) => recordOf(model, row, where))
  }
  return {
    // better-auth's records are its own affair: what goes in and comes out is whatever type it asks for.
    create: async ({ model, data }) =>
      (model === 'user' ? createUser(db, town, data as unknown as User) : insert(db, town, { name: model, data })) as never,
    findOne: async ({ model, where }) =>
      (model === 'user' ? findUser(db, town, keyOf(where)) : ((await select(db, town, { name: model, where }))[0] ?? null)) as never,
    findMany: async ({ model, where = [], limit, sortBy }) =>
      (await select(db, town, { name: model, where, limit, sortBy })) as never[],
    update: async ({ model, where, update }) =>
      (model === 'user'
        ? updateUser(db, town, { ...keyOf(where), emailVerified: (update as Partial<User>).emailVerified === true })
        : ((await change(db, town, { name: model, where, update: update as Row }))[0] ?? null)) as never,
    updateMany: async ({ model, where, update }) => (await change(db, town, { name: model, where, update })).length,
    delete: async ({ model, where }) => void (await remove(model, where)),
    deleteMany: async ({ model, where }) => (await remove(model, where)).length,
    consumeOne: async ({ model, where }) => ((await remove(model, where))[0] ?? null) as never,
    count: async ({ model, where = [] }) => (await select(db, town, { name: model, where })).length,
  }
} // prettier-ignore

async function insert(db: Database, town: number, { name, data }: { name: string; data: Row }): Promise<Row> {
  const model = modelOf(name)
  const made = name === 'session' ? asToken(data) : undefined
  const cells = columnsOf(model, made?.row ?? data)
  await sql`
    insert into ${model.table} (town, ${sql.join(cells.map(([column]) => sql.ref(column)))})
    values (${town}, ${sql.join(cells.map(([, value]) => value))})`.execute(db)
  return made === undefined ? data : { ...data, token: made.secret }
}

type Selection = {
  name: string
  where: readonly Clause[]
  limit?: number
  sortBy?: { field: string; direction: 'asc' | 'desc' } | undefined
}

async function select(db: Database, town: number, { name, where, limit = 100, sortBy }: Selection): Promise<Row[]> {
  const model = modelOf(name)
  const order = sortBy === undefined ? sql`id` : sql.ref(columnOf(model, sortBy.field))
  const { rows } = await sql<Row>`
    select ${shown(model)} from ${model.table} where ${matching(model, town, where)}
    order by ${order} ${sortBy?.direction === 'desc' ? sql`desc` : sql`asc`} limit ${limit}`.execute(db)
  return rows.map((row) => recordOf(model, row, where))
}

async function change(
  db: Database,
  town: number,
  { name, where, update }: { name: string; where: readonly Clause[]; update: Row },
): Promise<Row[]> {
  const model = modelOf(name)
  const cells = columnsOf(model, update).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  if (cells.length === 0) return select(db, town, { name, where })
  const { rows } = await sql<Row>`
    update ${model.table} set ${sql.join(cells)} where ${matching(model, town, where)}
    returning ${shown(model)}`.execute(db)
  return rows.map((row) => recordOf(model, row, where))
}

/** People are looked up by one field only. */
function keyOf(where: readonly Clause[]): { field: 'id' | 'email'; value: string } {
  const [clause, ...others] = where
  if (others.length > 0 || (clause?.field !== 'id' && clause?.field !== 'email')) throw new Error('looks people up by id or e-mail')
  return { field: clause.field, value: String(clause.value) }
} // prettier-ignore

/** Rows of this town that fulfil all clauses. */
function matching(model: Model, town: number, where: readonly Clause[]): RawBuilder<unknown> {
  const own = [sql`town = ${town}`, ...(model.also === undefined ? [] : [model.also])]
  return sql.join([...own, ...where.map((clause) => conditionOf(model, clause))], sql` and `)
}

const comparisons: Readonly<Record<string, RawBuilder<unknown>>> = {
  eq: sql`=`, ne: sql`<>`, lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=`,
} // prettier-ignore

function conditionOf(model: Model, { field, value, operator, connector }: Clause): RawBuilder<unknown> {
  const column = sql.ref(columnOf(model, field))
  if (connector === 'OR') throw new Error('clauses are joined by and')
  if (value === null) return operator === 'ne' ? sql`${column} is not null` : sql`${column} is null`
  if (operator === 'in' && Array.isArray(value)) return sql`${column}::text = any(${value.map(String)}::text[])`
  const comparison = comparisons[operator ?? 'eq']
  if (comparison === undefined) throw new Error(`no ${operator} here`)
  return sql`${column} ${comparison} ${field === 'token' ? hashOfSecret(String(value)) : value}`
}

/** Columns under the names of their fields. */
function shown({ columns }: Model): RawBuilder<unknown> {
  return sql.raw(Object.entries(columns).map(([field, column]) => `${column} as "${field}"`).join(', ')) // both are constants of models.ts
} // prettier-ignore

/** A row as better-auth wants it: with `Date`s, and a session with the token it was asked for. */
function recordOf(model: Model, row: Row, where: readonly Clause[]): Row {
  const record = { ...row }
  for (const field of model.instants) if (typeof row[field] === 'number') record[field] = new Date(row[field])
  if ('token' in row) {
    record['token'] = where.find(({ field }) => field === 'token')?.value ?? ''
    record['updatedAt'] = record['createdAt']
  }
  return record
}
