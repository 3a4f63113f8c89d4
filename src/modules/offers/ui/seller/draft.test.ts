import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Draft, commandsOf, missingOf } from './draft.ts'

const variant = (id: string, given: object = {}) => ({
  id, rev: 0, values: {}, priceMinor: 500, stock: 2, stockBefore: null, ...given,
}) // prettier-ignore

const draft: Draft = {
  business: 'market',
  title: ' Cup ',
  description: '',
  category: 'ceramics',
  currency: 'EUR',
  taxCode: 'standard',
  priceIncludesTax: true,
  pictures: [],
  attributes: { shippingMinor: 300 },
  options: [],
  variants: [variant('a')],
}

const page = (variants: object[]) => ({ id: 'a', variants }) as never

test('something new is one put with its stock and without a rev', () => {
  const [put, ...others] = commandsOf(draft, undefined, 'counted')
  assert.deepEqual(others, [])
  assert.deepEqual([put?.input['offerId'], put?.input['title'], put?.input['stock']], ['a', 'Cup', 2])
  assert.equal(put?.input['groupId'], null)
  assert.equal('rev' in (put?.input ?? {}), false)
})

test('variants name the first as their group, and the first is put first', () => {
  const [small, large] = [variant('a', { rev: 3, values: { size: 'S' } }), variant('b', { values: { size: 'L' } })]
  const sized = { ...draft, options: ['size'], variants: [large, small] }
  const commands = commandsOf(sized, page([{ id: 'a', rev: 3, status: 'active' }]), 'counted')
  assert.deepEqual(
    commands.map(({ input }) => [input['offerId'], input['groupId'], input['variant']]),
    [
      ['a', 'a', { size: 'S' }],
      ['b', 'a', { size: 'L' }],
    ],
  )
})

test('a count that changed is adjusted by the difference, and what was taken out is archived', () => {
  const changed = { ...draft, variants: [variant('a', { rev: 2, stock: 7, stockBefore: 10 })] }
  const before = page([
    { id: 'a', rev: 2, status: 'active' },
    { id: 'b', rev: 5, status: 'active' },
    { id: 'c', rev: 5, status: 'archived' },
  ])
  const [put, adjust, archive, ...others] = commandsOf(changed, before, 'counted')
  assert.deepEqual([put?.type, put?.input['rev'], 'stock' in (put?.input ?? {})], ['put', 2, false])
  assert.deepEqual(adjust?.input, { offerId: 'a', delta: -3, reason: 'counted' })
  assert.deepEqual(archive, { business: 'offers', type: 'archive', input: { offerId: 'b', rev: 5 } })
  assert.deepEqual(others, [])
})

test('what is missing is named: a title, a price, what tells variants apart, what the business asks', () => {
  const schema = { required: ['shippingMinor'], properties: { shippingMinor: { type: 'integer' as const } } }
  assert.deepEqual(missingOf(draft, schema), [])
  const unpriced = [variant('a', { priceMinor: undefined })]
  const bare = { ...draft, title: ' ', attributes: {}, options: ['size'], variants: unpriced }
  assert.deepEqual(missingOf(bare, schema), ['title', 'priceMinor', 'variant', 'shippingMinor'])
})
