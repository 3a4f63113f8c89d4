import type { Actor, JsonObject } from '#kernel/commands'
import { type Tx, sql } from '#kernel/db'
import { announce } from '#modules/announcements'
import type { CasePlace } from './opening.ts'

/** What has happened to a case, for the log and for the pages of those whom it concerns. */
export type CaseNews = {
  /** UUIDv7 of what was done. */
  id: string
  type: 'opened' | 'joined' | 'answered' | 'ruled' | 'reopened' | 'withdrawn'
  caseId: string
  by: Pick<Actor, 'party' | 'user'> | null
  data: JsonObject
}

/** Only these read every case without being part of it; operators see the whole log anyway. */
const rulers = ['arbiter']

/**
 * Says it in the log, to those who may see the case once the transaction stands: who reported, whose thing it is if
 * they were told, and who rules. Of an answer other reporters see nothing, so they are told of none.
 */
export async function tellOfCase(tx: Tx, { town }: CasePlace, news: CaseNews): Promise<void> {
  const { id, type, caseId, by, data } = news
  const { rows } = await sql<{ party: string }>`
    select party from cases.statements
    where town = ${town.id} and case_id = ${caseId} and ${type !== 'answered'}
    union select respondent from cases.cases
    where town = ${town.id} and id = ${caseId} and is_respondent_told and respondent is not null`.execute(tx)
  const audience = { parties: rows.map(({ party }) => party), grants: rulers }
  await announce(tx, town.id, [{ id, type: `cases.${type}`, subject: caseId, by, data, audience }])
}
