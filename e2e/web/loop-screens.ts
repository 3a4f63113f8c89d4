import assert from 'node:assert/strict'
import { newId } from '../../src/kernel/ids.ts'
import type { Visitor } from './browser.ts'
import type { Shown } from './screens.ts'

/** The point that journeys and pictures of loops are about. */
export const banner = 'shop.banner'

const declaration = {
  title: 'Which banner a visitor meets',
  context: { minutes: { kind: 'number', min: 0, max: 1440 }, device: { kind: 'category', values: ['phone', 'desk'] } },
  options: { features: {}, ids: ['plain', 'story', 'offer'] },
  isCrossed: true,
  guards: [{ name: 'no-night', when: [{ of: 'context', feature: 'minutes', is: '>', value: 1380 }] }],
  safeDefault: 'plain',
  metrics: [{ name: 'clicked', weight: 1, windowMs: 60_000, counts: 'first' }],
  guardMetrics: [{ metric: 'clicked', better: 'higher', tolerated: 0.05, least: 100, windowMs: 60_000 }],
  reverse: null,
  question: null,
  retentionDays: 90,
  budgetMs: 1_000,
  mode: 'auto',
}
const spec = { kind: 'linear', weights: { '@story': 0.2, '@offer*device=phone': 0.4 }, temperature: 1 }
const options = declaration.options.ids.map((id) => ({ id, features: {} }))

/** Asks the API as the person of this browser, in any way there is. */
export async function tell(
  { context }: Visitor,
  method: 'GET' | 'POST' | 'PUT',
  { path, body }: { path: string; body?: unknown },
  // What a reply holds is for the test to look into.
): Promise<Record<string, never> & { [name: string]: unknown }> {
  const { origin } = new URL(context.pages()[0]?.url() ?? '')
  const reply = await context.request.fetch(path, {
    method,
    ...(body === undefined ? {} : { data: body }),
    headers: { 'idempotency-key': newId(), ...(origin === 'null' ? {} : { origin }) },
  })
  assert.ok(reply.ok(), `${method} ${path}: ${reply.status()} ${await reply.text()}`)
  return reply.json()
}

/** Visitors meet banners; every other one clicks. */
export async function meetBanners(visitor: Visitor, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const context = { minutes: (i * 37) % 1_300, device: i % 3 === 0 ? 'desk' : 'phone' }
    const { id } = await tell(visitor, 'POST', { path: '/v1/decisions', body: { point: banner, context, options } })
    if (i % 2 === 0) {
      const body = { metric: 'clicked', value: 1 }
      await tell(visitor, 'POST', { path: `/v1/decisions/${String(id)}/outcomes`, body })
    }
  }
}

/** A point with a live policy, a draft, and visitors who have met banners; made once. */
export async function prepareLoop(visitor: Visitor): Promise<void> {
  await tell(visitor, 'PUT', { path: `/v1/decisions/points/${banner}`, body: declaration })
  const policies = `/v1/decisions/points/${banner}/policies`
  const { items } = await tell(visitor, 'GET', { path: policies })
  if ((items as unknown as unknown[]).length > 0) return
  for (const name of ['first', 'second']) await tell(visitor, 'POST', { path: policies, body: { name, spec } })
  await tell(visitor, 'PUT', { path: `${policies}/first/stage`, body: { version: 1, stage: 'live' } })
  await meetBanners(visitor, 40)
}

async function aLoop(visitor: Visitor): Promise<string> {
  await prepareLoop(visitor)
  return `/operator/loops/${banner}`
}

async function aDecision(visitor: Visitor): Promise<string> {
  await prepareLoop(visitor)
  const { items } = await tell(visitor, 'GET', { path: `/v1/decisions?point=${banner}&limit=1` })
  const [first] = items as unknown as { id: string }[]
  return `/operator/decisions/${first?.id}`
}

/** The market's hold at checkout has decided about orders, and a month later it is known what came of them. */
export async function prepareHold(visitor: Visitor, count = 140): Promise<void> {
  const asked = { point: 'market.hold', options: ['pass', 'hold'].map((id) => ({ id, features: {} })) }
  const tellOf = async (index: number): Promise<void> => {
    const isNew = index % 4 === 0
    const context = {
      amountMinor: 12_000 + (index % 9) * 9_000, mostOfOne: 1 + (index % 3), isPickup: index % 2 === 0,
      daysHere: isNew ? 9 : 200, ordersHour: index % 5, ordersWell: isNew ? 1 : 12, ordersBadly: 0,
    } // prettier-ignore
    const { id } = await tell(visitor, 'POST', { path: '/v1/decisions', body: { ...asked, context } })
    const metric = isNew && index % 5 > 2 ? 'ruledForSeller' : 'completed'
    await tell(visitor, 'POST', { path: `/v1/decisions/${String(id)}/outcomes`, body: { metric, value: 1 } })
  }
  for (let i = 0; i < count; i += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, step) => tellOf(i + step)))
  }
  await tell(visitor, 'POST', { path: '/v1/sandbox/clock', body: { byMs: 31 * 86_400_000 } })
}

/** A decision that somebody has contested, and the case that waits. */
export async function aContested(visitor: Visitor, contester: Visitor): Promise<string> {
  await prepareLoop(visitor)
  const me = await tell(contester, 'GET', { path: '/v1/me' })
  const subject = (me['party'] as unknown as { id: string }).id
  const context = { minutes: 600, device: 'phone' }
  const body = { point: banner, context, options, subject }
  const { id } = await tell(visitor, 'POST', { path: '/v1/decisions', body })
  const words = 'I asked for the story, and never meet it.'
  await tell(contester, 'POST', { path: `/v1/decisions/${String(id)}/contest`, body: { words, instead: undefined } })
  return `/operator/decisions/${String(id)}`
}

const persona = 'olga'
/** Names that policies, metrics and features were given; nobody translates them. */
const names = [
  'first',
  'second',
  'linear',
  'clicked',
  'no-night',
  'Minutes',
  'Device',
  'Plain',
  'Story',
  'Offer',
  'Phone',
  'Desk',
]
const words = [...names, banner, declaration.title]
/** Of the market's hold: policies, metrics and features by the names they have in its declaration. */
const holdNames = ['baseline', 'learnt', 'rule', 'trees', 'value', 'market.hold']

/** Loops and decisions, with something to see, found nothing, and gone. */
export const loopScreens: readonly Shown[] = [
  { name: 'operator-loops', path: '/operator/loops', persona, prepare: prepareLoop, words },
  { name: 'operator-loop', path: aLoop, persona, words },
  { name: 'operator-loop-gone', path: '/operator/loops/no.such', persona },
  { name: 'operator-decisions', path: `/operator/decisions?point=${banner}`, persona, prepare: prepareLoop, words },
  { name: 'operator-decisions-none', path: '/operator/decisions?reference=nobody', persona, words },
  { name: 'operator-decision', path: aDecision, persona, words },
  { name: 'operator-loop-training', path: '/operator/loops/market.hold', persona, words: holdNames },
]
