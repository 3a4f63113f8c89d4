import type { JsonObject } from '#kernel/commands'
import { type Database, type Executor, sql } from '#kernel/db'
import { type Hindrance, type PersonalData, rowsOf } from '#kernel/personal-data'
import { listAccounts, listMandates, readStatement } from './reading.ts'

/** What the ledger holds of a party: accounts, what moved them, mandates. Nothing goes while money is there. */
export function ledgerPersonalData(db: Database, town: number): PersonalData {
  return {
    sections: {
      accounts: (party) => rowsOf(listAccounts(db, town, party)),
      statement: (party) => statementOf(db, town, party),
      mandates: (party) => rowsOf(listMandates(db, town, party)),
    },
    hindrances: (executor, party) => moneyOf(executor, town, party),
  }
}

async function* statementOf(db: Database, town: number, party: string): AsyncGenerator<JsonObject> {
  const purposes = new Set((await listAccounts(db, town, party)).map(({ purpose }) => purpose))
  for (const purpose of purposes) {
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page = await readStatement(db, town, { party, purpose, limit: 200, cursor })
      for (const item of page.items) yield { purpose, ...item }
      cursor = page.nextCursor
    }
  }
}

async function moneyOf(db: Executor, town: number, party: string): Promise<Hindrance[]> {
  const { rows } = await sql<{ purpose: string; currency: string; balance: number }>`
    select purpose, currency, balance from ledger.accounts
    where town = ${town} and party = ${party} and balance <> 0 order by name`.execute(db)
  return rows.map(({ purpose, currency, balance }) => ({
    kind: 'money',
    subject: `${purpose}:${currency}`,
    detail: `There are ${balance} minor units of ${currency} in ${purpose}.`,
  }))
}
