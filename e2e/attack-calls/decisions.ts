import { newId } from '#kernel/ids'
import type { AttackTown } from '../attack-town.ts'
import type { Calls } from './call.ts'

const declaration = {
  title: 'Whether to wait',
  context: { amount: { kind: 'number', min: 0, max: 1_000_000 } },
  options: { features: {}, ids: ['go', 'wait'] },
  isCrossed: true,
  guards: [],
  safeDefault: 'wait',
  metrics: [{ name: 'done', weight: 1, windowMs: 60_000, counts: 'every' }],
  reverse: null,
  question: null,
  retentionDays: 30,
  budgetMs: 1_000,
  mode: 'auto',
}
const spec = {
  kind: 'rule',
  rules: [{ when: [{ of: 'context', feature: 'amount', is: '<', value: 100 }], choose: 'go' }],
  otherwise: 'wait',
}
const point = 'attack.wait'
const asked = {
  point,
  context: { amount: 5 },
  options: ['go', 'wait'].map((id) => ({ id, features: {} })),
}

async function policy({ send, must }: AttackTown): Promise<number> {
  await send('operator', { method: 'PUT', url: `/v1/decisions/points/${point}`, payload: declaration })
  const { version } = await must('operator', `/v1/decisions/points/${point}/policies`, { name: 'rule', spec })
  const url = `/v1/decisions/points/${point}/policies/rule/stage`
  await send('operator', { method: 'PUT', url, payload: { version, stage: 'live' } })
  return version
}

/** A decision about the buyer. */
async function decision(town: AttackTown): Promise<string> {
  return (await decided(town)).id
}

/** A decision about the buyer, and what was not chosen: a point that is switched off chooses its default. */
async function decided(town: AttackTown): Promise<{ id: string; other: string }> {
  await policy(town)
  const { id, chosen } = await town.must('operator', '/v1/decisions', { ...asked, subject: town.ids.buyer })
  return { id, other: chosen[0] === 'go' ? 'wait' : 'go' }
}

/** A log that is long enough for an estimate; its windows are over. */
async function logged(town: AttackTown): Promise<number> {
  const version = await policy(town)
  const { id, other } = await decided(town)
  await town.must('operator', `/v1/decisions/${id}/override`, { to: other, why: 'Too soon' })
  return version
}

const params = { point }

/** Decisions, and what is declared of them. */
export const calls: Calls = {
  'POST /v1/decisions': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await policy(town)
      return { body: asked }
    },
  },
  'GET /v1/decisions': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'GET /v1/decisions/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await decision(town) } }),
  },
  'GET /v1/decisions/{id}/why': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await decision(town) } }),
  },
  'GET /v1/decisions/export': { by: 'operator', reach: 'its own', make: () => ({}) },
  'POST /v1/decisions/{id}/outcomes': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({
      params: { id: await decision(town) },
      body: { metric: 'done', value: 1, eventId: newId() },
    }),
  },
  'POST /v1/decisions/{id}/override': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      const { id, other } = await decided(town)
      return { params: { id }, body: { to: other, why: 'Too soon' } }
    },
  },
  'GET /v1/decisions/points': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/decisions/points/{point}': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await policy(town)
      return { params }
    },
  },
  'PUT /v1/decisions/points/{point}': { by: 'operator', reach: 'its own', make: () => ({ params, body: declaration }) },
  'GET /v1/decisions/points/{point}/policies': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await policy(town)
      return { params }
    },
  },
  'POST /v1/decisions/points/{point}/policies': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await policy(town)
      return { params, body: { name: 'rule', spec } }
    },
  },
  'PUT /v1/decisions/points/{point}/policies/{policy}/stage': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({
      params: { ...params, policy: 'rule' },
      body: { version: await policy(town), stage: 'shadow' },
    }),
  },
  'POST /v1/decisions/points/{point}/policies/{policy}/learn': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await logged(town)
      return { params: { ...params, policy: 'rule' }, body: {} }
    },
    // A rule has nothing to learn.
    alsoRight: [422],
  },
  'POST /v1/decisions/points/{point}/replay': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await logged(town)
      return { params, body: { policy: 'rule', since: '2020-01-01T00:00:00Z' } }
    },
    // The windows of the attack's decisions are still open.
    alsoRight: [409],
  },
  'GET /v1/decisions/switches': { by: 'operator', reach: 'its own', make: () => ({}) },
  'PUT /v1/decisions/switches/{point}': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await policy(town)
      return { params, body: { isOff: true } }
    },
  },
}
