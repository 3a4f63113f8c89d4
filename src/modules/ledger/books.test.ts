import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { listBookAccounts, listTransfers } from './books.ts'

test('the journal is read whole, the newest first, page by page, with the names of both sides', async (t) => {
  const db = await testDatabase(t)
  const party = newId()
  const [wallet, fees, order] = [newId(), newId(), newId()]
  await sql`
    insert into ledger.accounts (town, id, party, balance, floor, version, name, purpose, currency) values
      (1, ${wallet}, ${party}, 70, 0, 1, ${`wallet:${party}:EUR`}, 'wallet', 'EUR'),
      (1, ${fees}, null, 30, 0, 1, '@fees:EUR', '@fees', 'EUR')`.execute(db)
  const commands = Array.from({ length: 5 }, () => newId())
  for (const command of commands) {
    await sql`
      insert into ledger.transfers (town, n, command_id, order_id, debit, credit, amount_minor, at, currency, code,
        debit_pot, credit_pot) values
        (1, 0, ${command}, ${order}, ${wallet}, null, 10, now(), 'EUR', 'hold', null, 'main'),
        (1, 1, ${command}, ${order}, null, ${fees}, 4, now(), 'EUR', 'settle', 'main', null)`.execute(db)
  }
  const read: string[] = []
  let cursor: string | undefined
  do {
    const page = await listTransfers(db, 1, { limit: 3, cursor })
    read.push(...page.items.map(({ commandId, n, debit, credit }) => `${commandId} ${n} ${debit} ${credit}`))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  const expected = commands
    .toReversed()
    .flatMap((command) => [`${command} 1 pot:main @fees`, `${command} 0 wallet:${party} pot:main`])
  assert.deepEqual(read, expected)

  const names = (rows: readonly { name: string }[]): string[] => rows.map(({ name }) => name)
  assert.deepEqual(names(await listBookAccounts(db, 1)), ['@fees'], 'the town’s own')
  assert.deepEqual(names(await listBookAccounts(db, 1, party)), [`wallet:${party}`])
})
