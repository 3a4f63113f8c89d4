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

/** Loops and decisions, with something to see, found nothing, and gone. */
export const loopScreens: readonly Shown[] = [
  { name: 'operator-loops', path: '/operator/loops', persona, prepare: prepareLoop, words },
  { name: 'operator-loop', path: aLoop, persona, words },
  { name: 'operator-loop-gone', path: '/operator/loops/no.such', persona },
  { name: 'operator-decisions', path: `/operator/decisions?point=${banner}`, persona, prepare: prepareLoop, words },
  { name: 'operator-decisions-none', path: '/operator/decisions?reference=nobody', persona, words },
  { name: 'operator-decision', path: aDecision, persona, words },
]
