import { type TownClock, machineNow } from '#kernel/clock'
import type { Actor, JsonObject } from '#kernel/commands'
import { type Database, type Tx, sql, transaction } from '#kernel/db'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { recordAudit } from '#modules/audit'
import { caseKind } from './kinds.ts'
import { tooManyCases } from './problems.ts'
import { tellOfCase } from './telling.ts'

/** What cases are kept with; a module's `Context` has it all. */
export type CasePlace = {
  readonly db: Database
  readonly town: { readonly id: number }
  readonly clock: Pick<TownClock, 'now'>
  readonly vault: Vault
}

/** A case to be opened. */
export type Opening = {
  /** UUIDv7: sent again, the same case is found. Default a new one. */
  id?: string
  /** As a module declared it. */
  kind: string
  about: { type: string; id: string }
  /** Who brings it; null: the town by itself, and then `facts` say why. */
  by: Pick<Actor, 'party' | 'user'> | null
  /** One of the kind's reasons. */
  reason?: string | undefined
  words?: string | undefined
  /** File ids. */
  evidence?: readonly string[] | undefined
  /** Whose thing it is. */
  respondent?: string | null
  /** What is shown beside it; nothing personal. */
  facts?: JsonObject
  /** When it is to be ruled, ms of town time; default as the kind says. */
  due?: number
}

const dayMs = 86_400_000
/** The answer to most kinds: long enough for a weekend. */
const withinMsDefault = 3 * dayMs
/** More a day is no longer somebody who was wronged. */
const statementsADay = 30

/** What a statement is sealed for: moved to another it does not open. */
export function statementPurpose(id: string): string {
  return `case/${id}`
}

/**
 * Opens a case, or adds to the open one about the same thing: of a kind that gathers, each person reports once; of the
 * others, the same person finds the case that is open already.
 *
 * @throws {Problem} too-many-cases (429)
 */
export async function openCase(place: CasePlace, opening: Opening): Promise<{ id: string; isNew: boolean }> {
  const id = opening.id ?? newId()
  const statement = opening.by === null ? undefined : await statementOf(place, opening, { id, party: opening.by.party })
  return transaction(place.db, async (tx) => {
    if (opening.by !== null) await keepWithinADay(tx, place, opening.by.party)
    const found = await findOrMake(tx, place, { ...opening, id })
    const isAdded = statement !== undefined && (await addReport(tx, place, { caseId: found.id, ...statement }))
    if (found.isNew) await tell(tx, place, { ...opening, id })
    else if (isAdded) await tellOfJoining(tx, place, { ...opening, id, caseId: found.id })
    return found
  })
}

/** A statement on its way in. */
export type NewStatement = {
  id: string
  party: string
  role: 'report' | 'answer' | 'addition' | 'withdrawal'
  reason: string | null
  sealed: string | null
  evidence: readonly string[]
}

async function statementOf(
  { vault }: CasePlace,
  { reason, words = '', evidence = [] }: Opening,
  { id, party }: { id: string; party: string },
): Promise<NewStatement> {
  return {
    id,
    party,
    role: 'report',
    reason: reason ?? null,
    sealed: await sealWords(vault, { id, party, words }),
    evidence,
  }
}

/** Words are sealed under the key of who says them; none stay none. */
export async function sealWords(
  vault: Vault,
  { id, party, words }: { id: string; party: string; words: string },
): Promise<string | null> {
  if (words.trim() === '') return null
  const [sealed] = await vault.seal([{ party, purpose: statementPurpose(id), field: '/words', value: words.trim() }])
  return sealed ?? null
}

/** @throws {Problem} too-many-cases */
export async function keepWithinADay(tx: Tx, { town, clock }: CasePlace, party: string): Promise<void> {
  const since = new Date(clock.now() - dayMs)
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from cases.statements
    where town = ${town.id} and party = ${party} and at > ${since}`.execute(tx)
  if ((rows[0]?.count ?? 0) >= statementsADay) throw new Problem(tooManyCases, { extra: { retryAfter: 3600 } })
}

/** The unique index decides between two who open the same case at once; the second finds the case of the first. */
async function findOrMake(
  tx: Tx,
  place: CasePlace,
  opening: Opening & { id: string },
): Promise<{ id: string; isNew: boolean }> {
  const kind = caseKind(place.db, opening.kind)
  const opener = kind.gathers === true ? null : (opening.by?.party ?? null)
  for (;;) {
    const id = await findOpen(tx, place, { ...opening, opener })
    if (id !== undefined) return { id, isNew: false }
    const now = place.clock.now()
    const due = opening.due ?? now + (kind.withinMs ?? withinMsDefault)
    if (await make(tx, place, { ...opening, opener, now, due })) return { id: opening.id, isNew: true }
  }
}

type Placed = Opening & { id: string; opener: string | null }

async function findOpen(tx: Tx, { town }: CasePlace, { id, kind, about, opener }: Placed): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from cases.cases
    where town = ${town.id} and ((kind = ${kind} and about_type = ${about.type} and about_id = ${about.id}
      and opener is not distinct from ${opener}::uuid and state = 'open') or id = ${id})
    order by state for update`.execute(tx)
  return rows[0]?.id
}

async function make(
  tx: Tx,
  { town }: CasePlace,
  { id, kind, about, opener, respondent = null, facts = {}, now, due }: Placed & { now: number; due: number },
): Promise<boolean> {
  const { rows } = await sql`
    insert into cases.cases (town, id, kind, about_type, about_id, opener, respondent, facts, opened_at, due_at)
    values (${town.id}, ${id}, ${kind}, ${about.type}, ${about.id}, ${opener}, ${respondent},
      ${JSON.stringify(facts)}::json, ${new Date(now)}, ${new Date(due)})
    on conflict do nothing returning 1`.execute(tx)
  return rows.length > 0
}

async function addReport(tx: Tx, place: CasePlace, statement: NewStatement & { caseId: string }): Promise<boolean> {
  if (!(await addStatement(tx, place, statement))) return false
  await sql`
    update cases.cases set reports = reports + 1
    where town = ${place.town.id} and id = ${statement.caseId}`.execute(tx)
  return true
}

/** Notes what somebody said; answers false when they have said it already. */
export async function addStatement(
  tx: Tx,
  { town, clock }: CasePlace,
  { caseId, id, party, role, reason, sealed, evidence }: NewStatement & { caseId: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into cases.statements (town, case_id, id, party, role, reason, sealed, evidence, at)
    values (${town.id}, ${caseId}, ${id}, ${party}, ${role}, ${reason}, ${sealed}, ${[...evidence]}::text[],
      ${new Date(clock.now())})
    on conflict do nothing returning 1`.execute(tx)
  return rows.length > 0
}

async function tell(tx: Tx, place: CasePlace, opening: Opening & { id: string }): Promise<void> {
  const { id, kind, about, by, reason = null } = opening
  const details = { kind, about }
  await recordAudit(tx, { town: place.town.id, by, act: 'cases.opened', subject: id, details, now: machineNow() })
  await tellOfCase(tx, place, { id, type: 'opened', caseId: id, by, data: { kind, about, reason } })
}

async function tellOfJoining(
  tx: Tx,
  place: CasePlace,
  { id, caseId, kind, by }: Opening & { id: string; caseId: string },
): Promise<void> {
  await tellOfCase(tx, place, { id, type: 'joined', caseId, by, data: { kind } })
}
