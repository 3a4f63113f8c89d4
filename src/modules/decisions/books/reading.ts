import type { Actor } from '#kernel/commands'
import { type Database, type Executor, type RawBuilder, sql } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import { type DecisionRecord, type Inputs, parseInputs } from './record.ts'
import { purposeOf } from './recorder.ts'

/** A decision as it is read, with what came of it and what people made of it. */
export type DecisionRow = Owned<DecisionRecord> & {
  value: number | null
  outcomes: { metric: string; value: number; at: string; eventId: string }[]
  override: { by: string; at: string; why: string; to: string } | null
  /** Cases in which somebody contests it, the first first. */
  contests: { case: string; at: string }[]
}

/** Whoever reads rows owns their lists. */
type Owned<T> = { [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }

/** Which decisions are asked for. */
export type DecisionsQuery = {
  id?: string | undefined
  point?: string | undefined
  subject?: string | undefined
  /** The caller's own: an order, a session. */
  reference?: string | undefined
  policy?: string | undefined
  /** One of those chosen. */
  option?: string | undefined
  /** Only those in which the safe default stood, or only those in which it did not. */
  isFallback?: boolean | undefined
  isOverridden?: boolean | undefined
  isContested?: boolean | undefined
  /** Town time, ms. */
  since?: number | undefined
  until?: number | undefined
  before?: { at: number; id: string } | undefined
  limit: number
}

/** Few of all: looked up once, however many decisions there are. */
const contested = sql`select c.decision from decisions.contests c where c.town = r.town`

/** What rows have to be: each condition that is asked for. */
function wantedOf(query: Omit<DecisionsQuery, 'limit'>): RawBuilder<unknown>[] {
  const { since, until, before } = query
  const when = <T>(value: T | undefined, condition: (value: T) => RawBuilder<unknown>): RawBuilder<unknown>[] =>
    value === undefined ? [] : [condition(value)]
  return [
    ...when(query.id, (id) => sql`r.id = ${id}`),
    ...when(query.point, (point) => sql`r.point = ${point}`),
    ...when(query.subject, (subject) => sql`r.subject = ${subject}`),
    ...when(query.reference, (reference) => sql`r.reference = ${reference}`),
    ...when(query.policy, (policy) => sql`r.policy = ${policy}`),
    ...when(query.option, (option) => sql`${option} = any(r.chosen)`),
    ...when(query.isFallback, (isFallback) => sql`(r.fallback is not null) = ${isFallback}`),
    ...when(query.isOverridden, (isOverridden) => sql`(v.id is not null) = ${isOverridden}`),
    ...when(query.isContested, (isContested) => sql`(r.id in (${contested})) = ${isContested}`),
    ...when(since, (ms) => sql`r.at >= ${new Date(ms)}`),
    ...when(until, (ms) => sql`r.at < ${new Date(ms)}`),
    ...when(before, ({ at, id }) => sql`(r.at, r.id) < (${new Date(at)}, ${id}::uuid)`),
  ]
}

/** The newest first. */
export async function listDecisions(db: Executor, town: number, query: DecisionsQuery): Promise<DecisionRow[]> {
  const wanted = [sql`r.town = ${town}`, ...wantedOf(query)]
  const { limit } = query
  const { rows } = await sql<DecisionRow>`
    select r.*, o.outcomes, ${override} as override, c.contests
    from decisions.records r
    left join decisions.overrides v on v.town = r.town and v.decision = r.id
    cross join lateral (
      select coalesce(json_agg(json_build_object('metric', o.metric, 'value', o.value, 'at', ${instantOf('o')},
        'eventId', o.event) order by o.at, o.event, o.n), '[]') as outcomes
      from decisions.outcomes o where o.town = r.town and o.decision = r.id) o
    cross join lateral (
      select coalesce(json_agg(json_build_object('case', c.case_id, 'at', ${instantOf('c', 'contested_at')})
        order by c.contested_at, c.case_id), '[]') as contests
      from decisions.contests c where c.town = r.town and c.decision = r.id) c
    where ${sql.join(wanted, sql` and `)}
    order by r.at desc, r.id desc limit ${limit}`.execute(db)
  return rows
}

const instantOf = (table: 'o' | 'v' | 'c', column: 'at' | 'contested_at' = 'at') =>
  sql`to_char(${sql.raw(table)}.${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const override = sql`
  case when v.id is null then null else
    json_build_object('by', v.by_party, 'at', ${instantOf('v')}, 'why', v.why, 'to', v.chosen) end`

/** One of them. */
export async function findDecision(db: Executor, town: number, id: string): Promise<DecisionRow | undefined> {
  const [found] = await listDecisions(db, town, { id, limit: 1 })
  return found
}

/** What the policies saw, in the order of the rows; undefined where it was too long or has been forgotten. */
export async function openInputs(
  vault: Vault,
  rows: readonly Pick<DecisionRow, 'id' | 'inputs'>[],
): Promise<(Inputs | undefined)[]> {
  const sealed = rows.filter(({ inputs }) => inputs !== null && !inputs.startsWith('{'))
  const opened = await vault.open(sealed.map(({ id, inputs }) => ({ purpose: purposeOf(id), sealed: inputs! })))
  const texts = new Map(sealed.map(({ id }, index) => [id, opened[index]]))
  return rows.map(({ id, inputs }) => {
    const text = texts.has(id) ? texts.get(id) : inputs
    return typeof text === 'string' ? parseInputs(text) : undefined
  })
}

/** Whether a decision is about the party acted for, or about the person who acts. */
export function isAbout(
  { subject, onBehalfOf }: Pick<DecisionRow, 'subject' | 'onBehalfOf'>,
  { party, user }: Actor,
): boolean {
  return [party, user].some((one) => one !== undefined && (one === subject || one === onBehalfOf))
}

/** Rows of a page of an export or a replay. */
const pageSize = 500

/** All decisions that are asked for, the newest first, in pages with what the policies saw. */
export async function* pagesOf(
  { db, town, vault }: { db: Database; town: number; vault: Vault },
  query: Omit<DecisionsQuery, 'limit' | 'before'>,
): AsyncGenerator<(DecisionRow & { seen: Inputs | undefined })[]> {
  for (let before: DecisionsQuery['before']; ;) {
    const rows = await listDecisions(db, town, { ...query, before, limit: pageSize })
    const last = rows.at(-1)
    if (last === undefined) return
    const seen = await openInputs(vault, rows)
    yield rows.map((row, index) => ({ ...row, seen: seen[index] }))
    before = { at: last.at, id: last.id }
  }
}
