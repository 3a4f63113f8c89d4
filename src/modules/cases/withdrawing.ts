import { machineNow } from '#kernel/clock'
import { type Tx, sql, transaction } from '#kernel/db'
import { notFound } from '#kernel/http-problems'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { type CasePlace, addStatement, sealWords } from './opening.ts'
import { caseRuled, nothingToWithdraw } from './problems.ts'
import { type CaseRow, findCase, hasSaid } from './reading.ts'
import type { Addition } from './ruling.ts'
import { tellOfCase } from './telling.ts'

/** Words are welcome and not needed. */
export type Withdrawal = Omit<Addition, 'evidence'>

/**
 * Takes back what somebody brought: their report as long as nothing was ruled, and the case with it when nobody else
 * brought it; or their wish for another look, and the ruling stands as before. The same id takes back once.
 *
 * @throws {Problem} not-found, case-ruled, nothing-to-withdraw
 */
export async function withdrawFromCase(
  place: CasePlace,
  { caseId, words, by, id = newId() }: Withdrawal,
): Promise<void> {
  const { db, town, vault } = place
  const { party } = by
  const sealed = await sealWords(vault, { id, party, words })
  await transaction(db, async (tx) => {
    const found = await findCase(tx, { town: town.id, id: caseId, isLocked: true })
    if (found === undefined) throw new Problem(notFound)
    if (await isNoted(tx, town.id, { caseId, id })) return
    if (found.state === 'ruled') throw new Problem(caseRuled)
    const isDone = found.ruledAt === null ? takeReportBack : takeWishBack
    if (found.state === 'withdrawn' || !(await isDone(tx, place, { found, party }))) {
      throw new Problem(nothingToWithdraw)
    }
    const said = { caseId, id, party, role: 'withdrawal' as const, reason: null, sealed, evidence: [] }
    await addStatement(tx, place, said)
    const details = { kind: found.kind }
    await recordAudit(tx, { town: town.id, by, act: 'cases.withdrawn', subject: caseId, details, now: machineNow() })
    await tellOfCase(tx, place, { id, type: 'withdrawn', caseId, by, data: details })
  })
}

/** Sent again, it is found. */
async function isNoted(tx: Tx, town: number, { caseId, id }: { caseId: string; id: string }): Promise<boolean> {
  const { rows } = await sql`
    select 1 from cases.statements where town = ${town} and case_id = ${caseId} and id = ${id}`.execute(tx)
  return rows.length > 0
}

type Taking = { found: CaseRow; party: string }

/** A case that the town brought itself goes on without any report: its id is that of no statement. */
async function takeReportBack(tx: Tx, { town, clock }: CasePlace, { found, party }: Taking): Promise<boolean> {
  const at = new Date(clock.now())
  const { rows } = await sql`
    update cases.statements set withdrawn_at = ${at}
    where town = ${town.id} and case_id = ${found.id} and party = ${party}
      and role = 'report' and withdrawn_at is null
    returning 1`.execute(tx)
  if (rows.length === 0) return false
  await sql`
    update cases.cases c set reports = reports - 1,
      state = case when e.is_over then 'withdrawn' else state end,
      withdrawn_at = case when e.is_over then ${at}::timestamptz end
    from (select ${found.reports} <= 1 and exists (
      select 1 from cases.statements s
      where s.town = ${town.id} and s.case_id = ${found.id} and s.id = ${found.id}) as is_over) e
    where c.town = ${town.id} and c.id = ${found.id}`.execute(tx)
  return true
}

/** Only whoever asked for the other look takes it back; there is no second wish. */
async function takeWishBack(tx: Tx, { town }: CasePlace, { found, party }: Taking): Promise<boolean> {
  if (found.reopenedBy !== party) return false
  await sql`update cases.cases set state = 'ruled' where town = ${town.id} and id = ${found.id}`.execute(tx)
  return true
}

/** Either side may, once; who took their report back has left the case to the others. */
export async function mayReopen({ db, town }: CasePlace, found: CaseRow, party: string): Promise<boolean> {
  if (found.state !== 'ruled' || found.reopenedAt !== null) return false
  return found.respondent === party || hasSaid(db, town.id, { caseId: found.id, party, isReport: true })
}

/** Whether somebody has something in a case that they may take back now. */
export async function mayWithdraw({ db, town }: CasePlace, found: CaseRow, party: string): Promise<boolean> {
  if (found.state !== 'open') return false
  if (found.ruledAt !== null) return found.reopenedBy === party
  return hasSaid(db, town.id, { caseId: found.id, party, isReport: true })
}
