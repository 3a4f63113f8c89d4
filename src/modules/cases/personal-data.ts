import type { JsonObject } from '#kernel/commands'
import { sql } from '#kernel/db'
import { rfc3339 } from '#kernel/http-pages'
import type { Context } from '#kernel/module'
import type { PersonalData } from '#kernel/personal-data'
import { statementPurpose } from './opening.ts'

type Row = {
  id: string
  caseId: string
  kind: string
  role: string
  reason: string | null
  sealed: string | null
  at: number
}

/** What people have said in cases. With their key go the words; that somebody said something stays. */
export function casesPersonalData({ db, vault, town }: Context): PersonalData {
  return {
    sections: {
      cases: async function* casesOf(party): AsyncGenerator<JsonObject> {
        const { rows } = await sql<Row>`
          select s.id, s.case_id, c.kind, s.role, s.reason, s.sealed, s.at
          from cases.statements s join cases.cases c on c.town = s.town and c.id = s.case_id
          where s.town = ${town.id} and s.party = ${party} order by s.at, s.id`.execute(db)
        const words = await vault.open(
          rows.map(({ id, sealed }) => ({ purpose: statementPurpose(id), sealed: sealed ?? '' })),
        )
        for (const [index, { sealed: _, at, ...row }] of rows.entries()) {
          yield { ...row, at: rfc3339(at), words: words[index] ?? null }
        }
      },
    },
    erase: async (tx, party) => {
      await sql`
        update cases.statements set sealed = null, evidence = '{}'
        where town = ${town.id} and party = ${party}`.execute(tx)
      await sql`
        update cases.rulings r set words = '' from cases.cases c
        where r.town = ${town.id} and c.town = r.town and c.id = r.case_id
          and (c.opener = ${party} or c.respondent = ${party})`.execute(tx)
    },
  }
}
