import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '#kernel/commands'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { linesOf } from './charges.ts'
import { documentHtml } from './document-html.ts'
import { documentPdf } from './document-pdf.ts'
import { wordsOf } from './document-words.ts'
import { feeLine, feeTerms } from './fee-terms.ts'
import { type FeeDocument, issueDocuments } from './invoicing.ts'
import { type FeeLineOf, feeLineOf } from './menu.ts'
import { type Month, monthAt, monthOf } from './months.ts'
import { reckoningOf, sumOf, termsOfSale } from './reckoning.ts'

/** As little of a manifest as has fees. */
const manifest = {
  business: 'fair', version: 1, title: 'Fair', roles: {}, rates: { fees: [] }, money: { settle: [feeLine] },
  flow: { initial: 'new', states: { new: { on: { buy: { do: [{ freeze: { ...feeTerms } }] } } } },
} } as const // prettier-ignore

const reckon = reckoningOf(manifest, 'UTC')
const sale = (amountMinor: number, more: object = {}): JsonObject =>
  termsOfSale({ amountMinor, category: 'books', services: [], feeClass: 0, ...more })
const fee = (more: Partial<FeeLineOf> = {}): FeeLineOf => feeLineOf('fee', { en: 'Fee' }, more)

test('a line takes its share and its fixed part, at least its least, at most its most and what there is', () => {
  const of = (amountMinor: number, more: Partial<FeeLineOf>): number => sumOf(reckon(sale(amountMinor), [fee(more)]))
  assert.equal(of(10_000, { bps: 60, fixedMinor: 30 }), 90)
  assert.equal(of(10_000, { bps: 60, minMinor: 100 }), 100)
  assert.equal(of(10_000, { bps: 500, maxMinor: 250 }), 250)
  assert.equal(of(20, { fixedMinor: 30 }), 20)
  assert.equal(of(0, { fixedMinor: 30 }), 0)
  assert.equal(of(10_000, { bps: 500, bpsByCategory: { books: 200 } }), 200)
})

test('a line is for its categories, its classes of sellers, and those who picked its service', () => {
  const applies = (more: Partial<FeeLineOf>, terms: object = {}): boolean =>
    reckon(sale(100, terms), [fee({ fixedMinor: 1, ...more })]).length === 1
  assert.deepEqual([applies({ categories: ['books'] }), applies({ categories: ['toys'] })], [true, false])
  assert.deepEqual([applies({ classes: [0] }), applies({ classes: [0] }, { feeClass: 1 })], [true, false])
  assert.deepEqual([applies({ service: 'help' }), applies({ service: 'help' }, { services: ['help'] })], [false, true])
})

const anyFee = fc.record({
  bps: fc.integer({ min: 0, max: 10_000 }),
  fixedMinor: fc.integer({ min: 0, max: 1_000 }),
  minMinor: fc.integer({ min: 0, max: 1_000 }),
  maxMinor: fc.integer({ min: 0, max: 1_000 }),
})

test('whatever is charged and given back falls on the lines of the menu to the minor unit', () => {
  fc.assert(
    fc.property(fc.array(anyFee, { maxLength: 6 }), fc.nat(1_000_000), fc.nat(1_000_000), (fees, goods, back) => {
      const menu = fees.map((one, index) => feeLineOf(`fee-${index}`, { en: 'Fee' }, one))
      const charged = reckon(sale(goods), menu)
      assert.ok(charged.every(({ amountMinor }) => Number.isSafeInteger(amountMinor) && amountMinor >= 0))
      assert.ok(charged.every(({ amountMinor }) => amountMinor <= goods))
      const terms = { fees: charged }
      for (const amountMinor of [sumOf(charged), -back])
        assert.equal(sumOf(linesOf({ terms }, amountMinor)) + 0, amountMinor + 0)
    }),
    { numRuns: 2_000 },
  )
})

test('a month begins and ends at midnight of the town', () => {
  const march = monthOf('2026-03', 'Europe/Berlin')
  assert.deepEqual(march, { name: '2026-03', from: Date.UTC(2026, 1, 28, 23), until: Date.UTC(2026, 2, 31, 22) })
  assert.deepEqual(
    [monthAt(march.until - 1, 'Europe/Berlin'), monthAt(march.until, 'Europe/Berlin')],
    ['2026-03', '2026-04'],
  )
  assert.equal(monthOf('2026-12', 'UTC').until, Date.UTC(2027, 0, 1))
})

test('numbers are given one after the other, however many ask at once, and a month is invoiced once', async (t) => {
  const db = await testDatabase(t)
  const [march, april] = [monthOf('2026-03', 'UTC'), monthOf('2026-04', 'UTC')]
  const charge = async (month: Month, amountMinor: number, seller = newId()): Promise<void> => {
    const lines = JSON.stringify([{ name: 'escrow', amountMinor }])
    await sql`
      insert into fees.charges (town, n, command_id, order_id, seller, amount_minor, at, currency, business, lines)
      values (1, 0, ${newId()}, ${newId()}, ${seller}, ${amountMinor}, ${new Date(month.from)}, 'EUR', 'fair',
        ${lines}::json)`.execute(db)
  }
  const issue = (month: Month): Promise<FeeDocument[]> =>
    issueDocuments({ db, town: 1, month, year: 2026, now: april.until })
  await charge(march, 500)
  assert.deepEqual((await issue(march)).map(({ number }) => number), [1]) // prettier-ignore
  for (const seller of Array.from({ length: 20 }, newId)) {
    await charge(april, 500, seller)
    await charge(april, -100, seller)
  }
  // Connections that are open already: else the first would be done before the second has begun.
  await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.05)`.execute(db)))
  const made = (await Promise.all(Array.from({ length: 4 }, () => issue(april)))).flat()
  const numbers = made.map(({ number }) => number).toSorted((one, other) => one - other)
  assert.deepEqual(
    numbers,
    Array.from({ length: 40 }, (_, index) => index + 2),
  )
  const credited = made.filter(({ kind }) => kind === 'credit-note')
  assert.equal(credited.reduce((sum, { totalMinor }) => sum + totalMinor, 0), 2_000) // prettier-ignore
  assert.deepEqual(await issue(april), [])
  await assert.rejects(sql`delete from fees.documents where town = 1`.execute(db))
  await sql`delete from fees.charges`.execute(db)
})

const document: FeeDocument = {
  id: newId(), year: 2026, number: 17, kind: 'invoice', month: '2026-03', seller: newId(), sellerName: '青瓷 & <Söhne>',
  currency: 'EUR', totalMinor: 9_005, lines: [{ name: 'escrow', orders: 3, amountMinor: 9_005 }], issuedAt: 0,
} // prettier-ignore
const titles = new Map([['escrow', { en: 'Escrow', zh: '担保服务费' }]])
const words = wordsOf(document, { town: 'Lakeside', timeZone: 'UTC', titles })

test('an invoice as a page says everything in both languages, and markup in a name stays text', () => {
  const html = documentHtml(words)
  for (const part of [
    'Fee invoice',
    '费用账单',
    '2026-000017',
    'EUR 90.05',
    '担保服务费',
    '青瓷 &amp; &lt;Söhne&gt;',
  ]) {
    assert.ok(html.includes(part), part)
  }
})

test('an invoice as PDF is one, and leaves no name out without saying where it stands', async () => {
  const pdf = await documentPdf(words, '/v1/fees/invoices/1/page')
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  assert.equal(pdf.subarray(-6).toString().trim(), '%%EOF')
  const plain = await documentPdf({ ...words, seller: 'Söhne' }, '/v1/fees/invoices/1/page')
  assert.ok(pdf.length > plain.length, 'the page is named when a script is missing')
})

test('a currency has the digits that it has', () => {
  const amountOf = (currency: string): string =>
    wordsOf({ ...document, currency }, { town: '', timeZone: 'UTC', titles }).total
  assert.deepEqual([amountOf('JPY'), amountOf('KWD')], ['JPY 9005', 'KWD 9.005'])
})
