import type { AttackTown } from '../attack-town.ts'
import type { Calls } from './call.ts'

const point = 'attack.loop'
const declaration = {
  title: 'Whether to go on',
  context: {},
  options: { features: {}, ids: ['go', 'wait'] },
  isCrossed: true,
  guards: [],
  safeDefault: 'wait',
  metrics: [{ name: 'done', weight: 1, windowMs: 60_000, counts: 'first' }],
  guardMetrics: [{ metric: 'done', better: 'higher', tolerated: 0.1, least: 100, windowMs: 60_000 }],
  reverse: null,
  question: null,
  retentionDays: 30,
  budgetMs: 1_000,
  mode: 'auto',
}
const spec = { kind: 'rule', rules: [], otherwise: 'go' }
const params = { point }

/** A point with a policy that nobody has tried. */
async function draft({ send, must }: AttackTown): Promise<{ policy: string; version: number }> {
  await send('operator', { method: 'PUT', url: `/v1/decisions/points/${point}`, payload: declaration })
  const { version } = await must('operator', `/v1/decisions/points/${point}/policies`, { name: 'rule', spec })
  return { policy: 'rule', version }
}

/** The same, and it lives. */
async function live(town: AttackTown): Promise<{ policy: string; version: number }> {
  const made = await draft(town)
  const url = `/v1/decisions/points/${point}/policies/rule/stage`
  await town.send('operator', { method: 'PUT', url, payload: { version: made.version, stage: 'live' } })
  return made
}

/** Loops, and what is done about them. */
export const calls: Calls = {
  'GET /v1/decisions/loops': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/decisions/loops/{point}': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await live(town)
      return { params }
    },
  },
  'GET /v1/decisions/loops/{point}/story': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await live(town)
      return { params }
    },
  },
  'POST /v1/decisions/loops/{point}/promote': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params, body: { ...(await draft(town)), canaryBps: 500, force: 'It has to be tried' } }),
  },
  'POST /v1/decisions/loops/{point}/roll-back': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params, body: { ...(await live(town)), why: 'It does harm' } }),
  },
  'POST /v1/decisions/loops/{point}/simulated': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({
      params,
      body: { ...(await draft(town)), value: 1, low: 0.9, high: 1.1, live: 1, decisions: 1_000 },
    }),
  },
}
