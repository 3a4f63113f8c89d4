import type { AttackTown } from '../attack-town.ts'
import type { Calls } from './call.ts'

const point = 'attack.learn'
const policies = `/v1/decisions/points/${point}/policies`
const params = { point, policy: 'arms' }
const declaration = {
  title: 'What is learnt',
  context: {},
  options: { features: {}, ids: ['go', 'wait'] },
  isCrossed: false,
  guards: [],
  safeDefault: 'wait',
  metrics: [{ name: 'done', weight: 1, windowMs: 60_000, counts: 'every' }],
  reverse: null,
  question: null,
  retentionDays: 30,
  budgetMs: 1_000,
  mode: 'auto',
}
const spec = { kind: 'beta-thompson', prior: { a: 1, b: 1 }, arms: {}, exploration: 0.05 }

/** A policy that can learn. */
async function learner({ send, must }: AttackTown): Promise<void> {
  await send('operator', { method: 'PUT', url: `/v1/decisions/points/${point}`, payload: declaration })
  await must('operator', policies, { name: 'arms', spec })
}

async function training(town: AttackTown): Promise<string> {
  await learner(town)
  return (await town.must('operator', `${policies}/arms/trainings`, {})).id
}

/** Features and learning are the operator's; contesting is for whoever a decision is about. */
export const calls: Calls = {
  'GET /v1/features': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/features/{kind}/{id}': {
    by: 'operator',
    reach: 'its own',
    make: ({ ids }) => ({ params: { kind: 'party', id: ids.buyer } }),
  },
  'POST /v1/features/verify': { by: 'operator', reach: 'its own', runs: 8, make: () => ({ body: {} }) },
  'POST /v1/decisions/points/{point}/policies/{policy}/trainings': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await learner(town)
      return { params, body: {} }
    },
  },
  'GET /v1/decisions/points/{point}/trainings': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await learner(town)
      return { params: { point } }
    },
  },
  'GET /v1/decisions/trainings/{id}': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await training(town) } }),
  },
  'POST /v1/decisions/trainings/{id}/cancel': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await training(town) }, body: {} }),
  },
  'GET /v1/decisions/points/{point}/policies/{policy}/schedule': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ params }),
  },
  'PUT /v1/decisions/points/{point}/policies/{policy}/schedule': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => {
      await learner(town)
      return { params, body: { everyHours: 24, afterOutcomes: null } }
    },
  },
  'POST /v1/decisions/{id}/contest': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => {
      await learner(town)
      const options = ['go', 'wait'].map((id) => ({ id, features: {} }))
      const asked = { point, context: {}, options, subject: town.ids.buyer }
      const { id } = await town.must('operator', '/v1/decisions', asked)
      return { params: { id }, body: { words: 'Please look at it' } }
    },
    // Thirty statements a day are enough for anybody.
    alsoRight: [429],
  },
}
