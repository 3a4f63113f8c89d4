import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/ids.ts'
import { type Visitor, ask } from './browser.ts'
import type { Shown } from './screens.ts'

/** What people say of each other and bring before the town, made over the API by whoever looks. */

/** Asks the API as another persona, whoever the browser is. */
export async function askAs(
  { context }: Visitor,
  { persona, path, body }: { persona: string; path: string; body?: unknown },
): Promise<Record<string, unknown>> {
  const key = (): Record<string, string> => ({ 'idempotency-key': newId() })
  const signIn = await context.request.post(`/v1/sandbox/personas/${persona}/token`, { data: {}, headers: key() })
  const { token }: { token: string } = await signIn.json()
  const headers = { authorization: `Bearer ${token}`, cookie: '', ...key() }
  const sent = body === undefined ? { method: 'GET' } : { method: 'POST', data: body }
  const reply = await context.request.fetch(path, { ...sent, headers })
  const text = await reply.text()
  assert.ok(reply.status() < 300, `${path}: ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

type Offered = { id: string; title: string; pictures: string[]; available: number | null; groupId: string | null }

/** Something of Anton's that can be had. */
export async function antonsOffer(visitor: Visitor): Promise<{ id: string; title: string; pictures: string[] }> {
  const query = 'status=active&business=market&limit=200'
  const mine = await askAs(visitor, { persona: 'anton', path: `/v1/offers/mine?${query}` })
  const offers = mine['items'] as Offered[]
  const found = offers.find(({ available, groupId }) => (available ?? 0) > 2 && groupId === null)
  assert.ok(found !== undefined, 'Anton offers nothing')
  return found
}

/** An order of Mei's that is finished: shipped by Anton, confirmed by her. */
export async function finishedOrder(visitor: Visitor, offerId: string): Promise<string> {
  const input = { delivery: 'shipping', address: 'Mei\n1 Lakeside Walk\n6900 Lakeside' }
  const wish = { business: 'market', lines: [{ offerId, qty: 1 }], input }
  const { party } = await askAs(visitor, { persona: 'mei', path: '/v1/me' })
  const gift = { to: (party as { id: string }).id, amountMinor: 10_000, currency: 'EUR' }
  await askAs(visitor, { persona: 'olga', path: '/v1/wallet/issues', body: gift })
  const priced = await askAs(visitor, { persona: 'mei', path: '/v1/orders?preview', body: wish })
  const body = { ...wish, expectMinor: priced['amountMinor'] }
  const { orderId } = await askAs(visitor, { persona: 'mei', path: '/v1/orders', body })
  for (const [persona, type] of [
    ['anton', 'ship'],
    ['mei', 'confirm'],
  ] as const) {
    await askAs(visitor, { persona, path: `/v1/orders/${String(orderId)}/actions/${type}`, body: {} })
  }
  return String(orderId)
}

type Ordered = { offerId: string; orderId: string }

const once = new Map<string, Promise<Ordered>>()

/** One finished order a purpose, however often its screen is looked at. */
async function orderedOnce(visitor: Visitor, purpose: 'to review' | 'reviewed'): Promise<Ordered> {
  const made = once.get(purpose) ?? ordered(visitor, purpose)
  once.set(purpose, made)
  return made
}

async function ordered(visitor: Visitor, purpose: 'to review' | 'reviewed'): Promise<Ordered> {
  const { id: offerId, pictures } = await antonsOffer(visitor)
  const orderId = await finishedOrder(visitor, offerId)
  const [picture] = pictures
  const body = { orderId, offerId, stars: 5, words: '杯子很好 · ☕', pictures: [picture, picture], alts: ['☕', ''] }
  if (purpose === 'reviewed') await askAs(visitor, { persona: 'mei', path: '/v1/reviews', body })
  return { offerId, orderId }
}

async function aReport(visitor: Visitor): Promise<string> {
  const { id } = await antonsOffer(visitor)
  const body = { kind: 'listing-report', about: { type: 'listing', id }, reason: 'other', words: '☕ ?' }
  return String((await askAs(visitor, { persona: 'mei', path: '/v1/cases', body }))['id'])
}

async function keepAddress(visitor: Visitor): Promise<void> {
  const { body } = await ask(visitor, { path: '/v1/addresses' })
  if ((body['items'] as unknown as unknown[]).length > 0) return
  const data = { name: 'Mei', street: '1 Lakeside Walk', postalCode: '6900', city: 'Lakeside', countryCode: 'AT' }
  const origin = new URL((await visitor.context.request.get('/v1/town')).url()).origin
  const headers = { 'idempotency-key': newId(), origin }
  await visitor.context.request.put(`/v1/addresses/${newId()}`, { data, headers })
}

const words = ['杯子很好 · ☕', '☕ ?', 'Mei', 'Anton', '1 Lakeside Walk']

/** Those of people: with something in them, and empty. */
export const peopleScreens: readonly Shown[] = [
  { name: 'cases-empty', path: '/cases', persona: 'helena' },
  { name: 'cases', path: async (visitor) => aReport(visitor).then(() => '/cases'), persona: 'mei', words },
  { name: 'case', path: async (visitor) => `/cases/${await aReport(visitor)}`, persona: 'mei', words },
  {
    name: 'case-take-back',
    path: async (visitor) => `/cases/${await aReport(visitor)}`,
    persona: 'mei',
    act: async ({ page }) => {
      await page.getByRole('button', { name: /^(Take it back|撤回)$/ }).click()
      await page.getByRole('dialog').waitFor()
    },
    words,
  },
  { name: 'case-foreign', path: '/cases/00000000-0000-7000-8000-000000000000', persona: 'mei' },
  {
    name: 'operator-case',
    path: async (visitor) => `/operator/exceptions/cases/${await aReport(visitor)}`,
    persona: 'olga',
    words,
  },
  { name: 'operator-cases', path: '/operator/exceptions?business=case:listing-report', persona: 'olga', words },
  { name: 'operator-cases-empty', path: '/operator/exceptions?business=case:review-report', persona: 'olga' },
  { name: 'operator-removed-empty', path: '/operator/exceptions/removed-reviews', persona: 'olga' },
  {
    name: 'offer-report',
    path: async (visitor) => `/offers/${(await antonsOffer(visitor)).id}`,
    persona: 'mei',
    act: async ({ page }) => {
      await page.getByRole('button', { name: /Report this listing|举报此商品/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'offer-reviewed',
    path: async (visitor) => `/offers/${(await orderedOnce(visitor, 'reviewed')).offerId}`,
    persona: 'mei',
    words,
  },
  {
    name: 'offer-reviewed-picture',
    path: async (visitor) => `/offers/${(await orderedOnce(visitor, 'reviewed')).offerId}`,
    persona: 'mei',
    act: async ({ page }) => {
      await page.getByRole('button', { name: /Look at picture 1|查看图片 1/ }).first().click() // prettier-ignore
      await page.getByRole('dialog').waitFor()
    },
    words,
  },
  {
    name: 'order-to-review',
    path: async (visitor) => `/orders/${(await orderedOnce(visitor, 'to review')).orderId}`,
    persona: 'mei',
    words,
  },
  {
    name: 'order-reviewed',
    path: async (visitor) => `/orders/${(await orderedOnce(visitor, 'reviewed')).orderId}`,
    persona: 'mei',
    words,
  },
  {
    name: 'seller-reviews',
    path: async (visitor) => orderedOnce(visitor, 'reviewed').then(() => '/sell/reviews'),
    persona: 'anton',
    words,
  },
  { name: 'seller-reviews-empty', path: '/sell/reviews', persona: 'helena' },
  { name: 'me-addresses', path: '/me', persona: 'mei', prepare: keepAddress, words },
]
