import type { Database } from '#kernel/db'
import { listProfiles } from '#modules/identity'
import { decimal } from './amounts.ts'
import { csvOf } from './csv.ts'
import { readStatement, type StatementItem, type StatementWanted } from './reading.ts'
import { type Words, wordsOf } from './words.ts'

/** A line of a statement with its words, and the two sides of the entry behind it. */
export type StatementLine = StatementItem & { words: Words; amount: string; debit: string; credit: string }

/** A page of a statement in plain words. @throws {Problem} invalid-input at /cursor */
export async function statementLines(
  db: Database,
  town: number,
  wanted: StatementWanted,
): Promise<{ items: StatementLine[]; nextCursor: string | null }> {
  const { items, nextCursor } = await readStatement(db, town, wanted)
  const others = new Set(items.flatMap(({ other }) => other?.split(':')[1] ?? []))
  const profiles = await listProfiles(db, town, [...others])
  const lines = items.map((item) => lineOf(item, wanted, (party) => profiles.get(party)?.name))
  return { items: lines, nextCursor }
}

function lineOf(
  item: StatementItem,
  { party, purpose }: Pick<StatementWanted, 'party' | 'purpose'>,
  nameOf: (party: string) => string | undefined,
): StatementLine {
  const name = nameOf(item.other?.split(':')[1] ?? '')
  const own = `${purpose}:${party}`
  const far = item.other ?? `pot:${item.orderId}`
  const sides = item.amountMinor < 0 ? { debit: own, credit: far } : { debit: far, credit: own }
  const words = wordsOf(item, { party, name })
  return { ...item, words, amount: decimal(item.amountMinor, item.currency), ...sides }
}

/** More lines than a spreadsheet likes; whoever has more asks by currency and purpose, or exports the town. */
const csvLinesMax = 100_000

/** A whole statement as CSV, the newest first. */
export async function statementCsv(
  db: Database,
  town: number,
  wanted: Omit<StatementWanted, 'limit' | 'cursor'>,
): Promise<string> {
  const parts = [csvOf([['at', 'what', 'amount', 'currency', 'code', 'debit', 'credit', 'order', 'command']])]
  let cursor: string | null | undefined
  for (let lines = 0; lines < csvLinesMax && cursor !== null;) {
    const page = await statementLines(db, town, { ...wanted, limit: 200, cursor })
    parts.push(csvOf(page.items.map(({ at, words, amount, currency, code, debit, credit, orderId, commandId }) =>
      [at, words.en, amount, currency, code, debit, credit, orderId ?? '', commandId]))) // prettier-ignore
    lines += page.items.length
    cursor = page.nextCursor
  }
  return parts.join('')
}
