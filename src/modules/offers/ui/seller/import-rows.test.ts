import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Surroundings, guessMeanings, minorOf, planRows } from './import-rows.ts'

const schema = {
  required: ['shippingMinor'],
  properties: {
    shippingMinor: { type: 'integer' as const, format: 'money', title: { en: 'Shipping', zh: '运费' } },
    condition: { type: 'string' as const, enum: ['new', 'as-new'] },
  },
}
const own = {
  id: 'old', rev: 4, groupId: null, business: 'market', title: 'Bowl', description: 'Round', category: 'ceramics',
  currency: 'EUR', priceMinor: 900, taxCode: 'reduced', priceIncludesTax: true, variant: {}, pictures: ['p'],
  attributes: { shippingMinor: 100 }, status: 'active' as const, createdAt: '', available: 5, held: 0, sold: 0,
} // prettier-ignore

function around(): Surroundings {
  let made = 0
  return {
    business: 'market', schema, currency: 'EUR', digits: 2, point: '.', reason: 'counted',
    categories: new Map([['ceramics', 'ceramics'], ['陶瓷', 'ceramics']]),
    own: new Map([['old', own]]),
    newId: () => `new-${(made += 1)}`,
  } // prettier-ignore
}

const headers = ['id', 'Title', 'Category', 'Price', 'Stock', 'Shipping', 'Variant size', 'Condition', 'Colour of box']
const sheet = (...rows: string[][]) => ({ headers, rows: rows.map((cells, index) => ({ line: index + 2, cells })) })
const plan = (...rows: string[][]) => planRows(sheet(...rows), guessMeanings(headers, schema), around())

test('columns are told by their names, in any language and however they are written', () => {
  assert.deepEqual(guessMeanings(headers, schema), [
    'id', 'title', 'category', 'price', 'stock', 'detail.shippingMinor', 'variant', 'detail.condition', 'skip',
  ]) // prettier-ignore
  assert.deepEqual(guessMeanings(['标题', '价格', '运费', 'price'], schema), [
    'title',
    'price',
    'detail.shippingMinor',
    'skip',
  ])
})

test('a row is a put with its stock; a row with an id changes what it says and keeps the rest', () => {
  const { right, wrong } = plan(
    ['', 'Cup', '陶瓷', '€ 12.50', '3', '4', '', 'As new', ''],
    ['old', '', '', '9.5', '8', '', '', '', ''],
  )
  assert.deepEqual(wrong, [])
  const [made, changed] = right
  const { attributes, priceMinor, stock, category } = made?.commands[0]?.input ?? {}
  assert.deepEqual(
    [attributes, priceMinor, stock, category],
    [{ shippingMinor: 400, condition: 'as-new' }, 1_250, 3, 'ceramics'],
  )
  const [put, adjust] = changed?.commands ?? []
  assert.deepEqual([put?.input['title'], put?.input['priceMinor'], put?.input['rev']], ['Bowl', 950, 4])
  assert.deepEqual(put?.input['pictures'], ['p'])
  assert.equal(adjust?.input['delta'], 3)
})

test('every wrong cell is named by its line and column, and its row does nothing', () => {
  const { right, wrong } = plan(
    ['', '', 'ceramics', '12.50', '', '4', '', '', ''],
    ['', 'Cup', 'spaceships', 'cheap', '1', '', '', 'broken', ''],
    ['nobody', 'Cup', 'ceramics', '1', '', '4', '', '', ''],
    ['old', '', '', '', '', '', '', '', ''],
    ['old', '', '', '', '', '', '', '', ''],
  )
  assert.deepEqual(
    right.map(({ line }) => line),
    [5],
  )
  assert.deepEqual(
    wrong.map(({ line, column, why }) => [line, column, 'key' in why ? why.key : why.text]),
    [
      [2, 'Title', 'missing'],
      [3, 'Category', 'category'],
      [3, 'Price', 'number'],
      [3, 'Shipping', 'missing'],
      [3, 'Condition', 'choice'],
      [4, 'id', 'id'],
      [6, 'id', 'twice'],
    ],
  )
})

test('rows of one title that differ become variants of the first', () => {
  const { right } = plan(
    ['', 'Cup', 'ceramics', '5', '1', '4', 'S', '', ''],
    ['', 'Cup', 'ceramics', '6', '1', '4', 'M', '', ''],
  )
  assert.deepEqual(
    right.map(({ commands: [put] }) => [put?.input['offerId'], put?.input['groupId'], put?.input['variant']]),
    [
      ['new-1', 'new-1', { size: 'S' }],
      ['new-2', 'new-1', { size: 'M' }],
    ],
  )
})

test('amounts are read by the sign before their decimals, and nothing is guessed', () => {
  assert.equal(minorOf('1,234.50', 2, '.'), 123_450)
  assert.equal(minorOf('1.234,5 €', 2, ','), 123_450)
  assert.equal(minorOf('1500', 0, '.'), 1_500)
  for (const typed of ['12,5', '1.2.3', '0.005', 'abc', '1,23,4', ''])
    assert.equal(minorOf(typed, 2, '.'), undefined, typed)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (minor) => {
      assert.equal(minorOf((minor / 100).toFixed(2), 2, '.'), minor)
      assert.equal(minorOf((minor / 100).toLocaleString('de-DE', { minimumFractionDigits: 2 }), 2, ','), minor)
    }),
  )
})
