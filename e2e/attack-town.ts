import type { TestContext } from 'node:test'
import { machineNow } from '#kernel/clock'
import type { App } from '#kernel/http'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { createParties, issueToken, type NewParty, setSuspended } from '#modules/identity'
import { storeCategories } from '#modules/offers'
import { openScratchServer } from '../src/app/server-scratch.ts'
import type { TownProcess } from '../src/app/context.ts'

/**
 * A whole town under attack: every module's routes over a database of its own, people who may do things and people who
 * may not.
 */

/** Those who take part. The second row is who is tried where somebody else is right. */
export const everyone = [
  'operator', 'buyer', 'seller', 'courier', 'arbiter', 'owner', 'manager',
  'otherBuyer', 'otherSeller', 'viewer', 'removed', 'suspended', 'scopeless',
] as const // prettier-ignore
export type Who = (typeof everyone)[number]

/** What an attacker sends; paths are filled in, texts encoded. */
export type Sent = {
  method: string
  url: string
  headers?: Record<string, string>
  payload?: unknown
}

export type Answer = { status: number; text: string; body: Json; headers: Record<string, unknown> }
// oxlint-disable-next-line typescript/no-explicit-any -- answers are looked into by tests that know their shape
type Json = any

export type AttackTown = {
  app: App
  town: TownProcess
  /** Party ids; of `removed` and its kind the person's. */
  ids: Record<Who | 'shop', string>
  /** Sends as somebody; null is a stranger without a credential, from another machine. */
  send: (who: Who | null, sent: Sent) => Promise<Answer>
  /** POST with a fresh key that must succeed; answers the body. */
  must: (who: Who, url: string, payload: unknown) => Promise<Json>
  /** An offer of the seller's, with stock. */
  offer: (change?: object) => Promise<string>
  /** A paid order of the buyer's, to be shipped by the seller. */
  order: () => Promise<string>
  /** Waits until lists know what has been committed. */
  settled: () => Promise<void>
}

/** A text that only the buyer, who wrote it, and those who take part in the order may read. */
export const secretAddress = '17 Very Particular Lane'
export const priceMinor = 4_000
const shippingMinor = 600
/** What an order of `order()` costs. */
export const orderMinor = priceMinor + shippingMinor

export async function openTown(t: TestContext): Promise<AttackTown> {
  const { app, town, close } = await openScratchServer(await testDatabase(t))
  t.after(close)
  const { db } = town.context
  const ids = Object.fromEntries([...everyone, 'shop'].map((who) => [who, newId()])) as AttackTown['ids']
  await createParties(db, 1, partiesOf(ids))
  await setSuspended(db, { town: 1, party: ids.suspended, isSuspended: true })
  const tokens = new Map<Who, string>()
  for (const who of everyone) {
    const { token } = await issueToken(db, { town: 1, party: ids[who], label: 'attack', now: machineNow() })
    tokens.set(who, token)
  }
  const send = sender(app, { ids, tokens })
  const must = async (who: Who, url: string, payload: unknown): Promise<Json> => {
    const answer = await send(who, { method: 'POST', url, payload })
    if (answer.status >= 300) throw new Error(`${who} ${url}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  for (const who of ['buyer', 'seller', 'owner', 'otherBuyer', 'otherSeller'] as const) {
    await must('operator', '/v1/wallet/issues', { to: ids[who], amountMinor: 10_000_000, currency: 'EUR' })
  }
  await must('operator', '/v1/wallet/issues', { to: ids.shop, amountMinor: 10_000_000, currency: 'EUR' })
  await storeCategories(db, 1, [{ slug: 'things', parent: null, titles: { en: 'Things' } }])
  const { key } = await must('buyer', '/v1/keys', { label: 'narrow', scopes: ['categories:read'] })
  tokens.set('scopeless', key)
  await fillTeam({ send, must, ids })
  return { app, town, ids, send, must, ...dealing(town, must) }
}

/** The shop's team: a manager, a viewer, and somebody who was taken out of it while signed in. */
async function fillTeam({ send, must, ids }: Pick<AttackTown, 'send' | 'must' | 'ids'>): Promise<void> {
  for (const [who, role] of [
    ['manager', 'manager'],
    ['viewer', 'viewer'],
    ['removed', 'manager'],
  ] as const) {
    const { secret } = await must('owner', '/v1/invitations', { role })
    const headers = { 'lakeside-party': '' }
    await send(who, { method: 'POST', url: '/v1/invitations/accept', payload: { secret }, headers })
    const { status } = await send(who, { method: 'GET', url: '/v1/members' })
    if (status !== 200) throw new Error(`${who} did not join`)
  }
  await send('owner', { method: 'DELETE', url: `/v1/members/${ids.removed}` })
}

function partiesOf(ids: AttackTown['ids']): NewParty[] {
  const acting: Partial<Record<Who, NewParty['actsFor']>> = { owner: [ids.shop] }
  const grants: Partial<Record<Who, string[]>> = { operator: ['operator'], courier: ['courier'], arbiter: ['arbiter'] }
  const shop: NewParty = { id: ids.shop, kind: 'firm', slug: 'shop', name: 'The Shop', joinedAt: machineNow() }
  const people = everyone.map((who): NewParty => ({
    id: ids[who],
    kind: 'person',
    slug: who.toLowerCase(),
    name: `${who} of the town`,
    joinedAt: machineNow(),
    grants: grants[who] ?? [],
    actsFor: acting[who] ?? [],
  }))
  return [shop, ...people]
}

/** Who acts for the shop, or tries to. */
const withShop: readonly Who[] = ['owner', 'manager', 'viewer', 'removed']

type Credentials = { ids: AttackTown['ids']; tokens: ReadonlyMap<Who, string> }

function sender(app: App, credentials: Credentials): AttackTown['send'] {
  return async (who, sent) => {
    const { method, url, payload } = sent
    const reply = await app.inject({
      method: method as 'GET', // any method that a description names
      url,
      remoteAddress: who === null ? '203.0.113.9' : '127.0.0.1',
      headers: { ...identityOf(who, credentials), ...manners(sent), ...sent.headers },
      ...(payload === undefined ? {} : { payload: isRaw(payload) ? payload : JSON.stringify(payload) }),
    })
    const isJson = /[/+]json(;|$)/.test(String(reply.headers['content-type'])) && reply.body !== ''
    const body: Json = isJson ? JSON.parse(reply.body) : undefined
    return { status: reply.statusCode, text: reply.body, body, headers: reply.headers }
  }
}

function identityOf(who: Who | null, { ids, tokens }: Credentials): Record<string, string> {
  if (who === null) return { host: 'town.example' }
  const authorization = `Bearer ${tokens.get(who)}`
  return withShop.includes(who) ? { authorization, 'lakeside-party': ids.shop } : { authorization }
}

function manners({ method, payload }: Sent): Record<string, string> {
  return {
    ...(method === 'POST' ? { 'idempotency-key': newId() } : {}),
    ...(payload === undefined || isRaw(payload) ? {} : { 'content-type': 'application/json' }),
  }
}

function isRaw(payload: unknown): payload is string | Buffer {
  return typeof payload === 'string' || Buffer.isBuffer(payload)
}

function dealing(town: TownProcess, must: AttackTown['must']): Pick<AttackTown, 'offer' | 'order' | 'settled'> {
  let standing: Promise<string> | undefined
  const offer = async (change: object = {}): Promise<string> => {
    const { offerId } = await must('seller', '/v1/offers', { ...offerBody, ...change })
    return offerId
  }
  return {
    offer,
    order: async () => {
      standing ??= offer({ stock: 100_000 })
      const { orderId } = await must('buyer', '/v1/orders', orderBody(await standing))
      return orderId
    },
    settled: async () => {
      await Promise.all(town.readers.map((reader) => reader.catchUp()))
    },
  }
}

/** A mug. */
export const offerBody = {
  business: 'market', title: 'A mug', description: 'Blue.', category: 'things', currency: 'EUR', priceMinor,
  taxCode: 'exempt', attributes: { shippingMinor }, stock: 50,
} // prettier-ignore

/** A mug, sent home. */
export function orderBody(offerId: string): object {
  const input = { delivery: 'shipping', address: secretAddress }
  return { business: 'market', lines: [{ offerId, qty: 1 }], input, expectMinor: orderMinor }
}
