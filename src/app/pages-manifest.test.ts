import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manifest } from '../businesses/market/manifest.ts'
import { formatFor } from '../../web/format.ts'
import { type Manifest, afterSilence, eventTitle, isForBasket, postingTitle } from '../../web/manifest.ts'

const market = manifest as unknown as Manifest
const format = formatFor('zh', { timeZone: 'UTC', aheadMs: 0 })
const at = '2026-12-03T10:00:00.000Z'

test('where held money goes when nobody acts is read off the manifest', () => {
  const then = (state: string, key: string) => afterSilence(market, { state, timers: [{ key, dueAt: at }] })
  assert.deepEqual(then('paid', 'P7D'), { at, state: 'cancelled', to: 'back' })
  assert.deepEqual(then('shipped', 'release'), { at, state: 'completed', to: ['seller', 'carrier'] })
  assert.deepEqual(then('disputed', 'P14D')?.to, ['buyer', 'seller', 'carrier'])
  assert.equal(then('disputed', 'P7D'), undefined)
})

test('an entry of the story is called as its state or its action', () => {
  assert.equal(eventTitle(market, 'market.shipped', format), '运输中')
  assert.equal(eventTitle(market, 'market.confirm', format), '确认收货')
  assert.equal(eventTitle(market, 'market.somethingElse', format), 'Something else')
})

test('amounts of a preview are called as the lines that pay them', () => {
  const credit = (pot: string): string => `pot:${pot}:01a200ba-6c60-7304-a17b-85c77519ff5e`
  assert.deepEqual(postingTitle(market, { code: 'hold', credit: credit('main') }), { en: 'Goods', zh: '商品' })
  assert.deepEqual(postingTitle(market, { code: 'hold', credit: credit('shipping') }), { en: 'Shipping', zh: '运费' })
})

test('what asks for days is ordered by itself, what asks only where it goes may lie in a basket', () => {
  const beginning = (properties: object) => ({
    type: 'place',
    title: '',
    by: [],
    asks: [],
    input: { properties } as never,
  })
  assert.equal(isForBasket([beginning({ delivery: {}, address: {}, note: {} })]), true)
  assert.equal(isForBasket([beginning({ day: {}, days: {} })]), false)
})
