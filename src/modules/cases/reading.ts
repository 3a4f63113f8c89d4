import type { JsonObject } from '#kernel/commands'
import { type Executor, type RawBuilder, sql } from '#kernel/db'

/** A case that was taken back was never ruled. */
export type CaseState = 'open' | 'ruled' | 'withdrawn'

/** A case as it is kept. Instants are town time, ms. */
export type CaseRow = {
  id: string
  kind: string
  aboutType: string
  aboutId: string
  /** Null where reports of several people are gathered. */
  opener: string | null
  respondent: string | null
  isRespondentTold: boolean
  state: CaseState
  facts: JsonObject
  openedAt: number
  dueAt: number
  ruledAt: number | null
  ruling: string | null
  reopenedAt: number | null
  reopenedBy: string | null
  withdrawnAt: number | null
  reports: number
}

/** Which cases are asked for. */
export type CasesQuery = {
  state?: CaseState | undefined
  kind?: string | undefined
  about?: { type: string; id: string } | undefined
  /** Cases in which this party has said something, or answers for its thing. */
  of?: string | undefined
  /** Cases older than this one. */
  before?: string | undefined
  limit: number
}

const columns = sql`c.id, c.kind, c.about_type, c.about_id, c.opener, c.respondent, c.is_respondent_told, c.state,
  c.facts, c.opened_at, c.due_at, c.ruled_at, c.ruling, c.reopened_at, c.reopened_by, c.withdrawn_at,
  c.reports`

/** Cases, newest first. */
export async function listCases(db: Executor, town: number, query: CasesQuery): Promise<CaseRow[]> {
  const where = [sql`c.town = ${town}`, ...conditionsOf(town, query)]
  const { rows } = await sql<CaseRow>`
    select ${columns} from cases.cases c where ${sql.join(where, sql` and `)}
    order by c.id desc limit ${query.limit}`.execute(db)
  return rows
}

function conditionsOf(town: number, { state, kind, about, of, before }: CasesQuery): RawBuilder<unknown>[] {
  const found = [
    state === undefined ? undefined : sql`c.state = ${state}`,
    kind === undefined ? undefined : sql`c.kind = ${kind}`,
    about === undefined ? undefined : sql`c.about_type = ${about.type} and c.about_id = ${about.id}`,
    of === undefined
      ? undefined
      : sql`(c.id in (select s.case_id from cases.statements s where s.town = ${town} and s.party = ${of})
          or (c.respondent = ${of} and c.is_respondent_told))`,
    before === undefined ? undefined : sql`c.id < ${before}::uuid`,
  ]
  return found.filter((one) => one !== undefined)
}

/** The open cases of a town, newest first: what a person has to look at. */
export async function openCases(db: Executor, town: number, query: Omit<CasesQuery, 'state'>): Promise<CaseRow[]> {
  return listCases(db, town, { ...query, state: 'open' })
}

/** A case, or undefined. @param isLocked nobody else changes it until the transaction ends */
export async function findCase(
  db: Executor,
  { town, id, isLocked = false }: { town: number; id: string; isLocked?: boolean },
): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from cases.cases c where c.town = ${town} and c.id = ${id}
    ${isLocked ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}

/** What somebody said, still sealed. */
export type StatementRow = {
  id: string
  caseId: string
  party: string
  role: 'report' | 'answer' | 'addition' | 'withdrawal'
  reason: string | null
  sealed: string | null
  evidence: string[]
  at: number
  withdrawnAt: number | null
}

/** What was said in a case, oldest first; a case that many report shows the first hundred. */
export async function listStatements(db: Executor, town: number, caseId: string): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>`
    select id, case_id, party, role, reason, sealed, evidence, at, withdrawn_at from cases.statements
    where town = ${town} and case_id = ${caseId} order by at, id limit 100`.execute(db)
  return rows
}

/** Whether a party has said something in a case, or has a report in it that stands. */
export async function hasSaid(
  db: Executor,
  town: number,
  of: { caseId: string; party: string; isReport?: boolean },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from cases.statements
    where town = ${town} and case_id = ${of.caseId} and party = ${of.party}
      and (not ${of.isReport === true} or (role = 'report' and withdrawn_at is null)) limit 1`.execute(db)
  return rows.length > 0
}

/** Everybody who reported what a case is about. @param isStanding without those who took it back */
export async function reportersOf(
  db: Executor,
  town: number,
  { caseId, isStanding = false }: { caseId: string; isStanding?: boolean },
): Promise<string[]> {
  const { rows } = await sql<{ party: string }>`
    select distinct party from cases.statements
    where town = ${town} and case_id = ${caseId} and role = 'report'
      and (withdrawn_at is null or not ${isStanding}) order by party`.execute(db)
  return rows.map(({ party }) => party)
}

/** How a case was ruled. */
export type RulingRow = { n: number; id: string; ruling: string; words: string; ruledBy: string; at: number }

/** Its rulings, the first first. */
export async function listRulings(db: Executor, town: number, caseId: string): Promise<RulingRow[]> {
  const { rows } = await sql<RulingRow>`
    select n, id, ruling, words, ruled_by, at from cases.rulings
    where town = ${town} and case_id = ${caseId} order by n`.execute(db)
  return rows
}
