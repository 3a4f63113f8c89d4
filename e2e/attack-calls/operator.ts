import { machineNow } from '#kernel/clock'
import { newId } from '#kernel/ids'
import { createParties } from '#modules/identity'
import type { AttackTown } from '../attack-town.ts'
import type { Calls } from './call.ts'

/** Somebody to whom an operator does things. */
async function someone({ town }: AttackTown): Promise<string> {
  const id = newId()
  const person = { id, kind: 'person' as const, slug: `s-${id}`, name: 'Sam', joinedAt: machineNow() }
  await createParties(town.context.db, 1, [person])
  return id
}

const because = { reason: 'An attack that is only tried' }

/** What operators do to parties, and whom they let in. */
export const calls: Calls = {
  'GET /v1/parties': { by: 'operator', reach: 'its own', make: () => ({}) },
  'POST /v1/parties/{id}/suspend': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await someone(town) }, body: because }),
  },
  'POST /v1/parties/{id}/restore': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await someone(town) }, body: because }),
  },
  'POST /v1/parties/{id}/view': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await someone(town) }, body: because }),
  },
  'PUT /v1/parties/{id}/grants/{name}': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await someone(town), name: 'courier' } }),
  },
  'DELETE /v1/parties/{id}/grants/{name}': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await someone(town), name: 'courier' } }),
  },
  'PUT /v1/parties/{id}/verification': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await someone(town) }, body: { note: 'Seen in person' } }),
  },
  'DELETE /v1/parties/{id}/verification': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await someone(town) } }),
  },
  'PUT /v1/sandbox/personas/openness': { by: 'operator', reach: 'its own', make: () => ({ body: { areOpen: false } }) },
  'GET /v1/sandbox/visits': { by: 'operator', reach: 'its own', make: () => ({}) },
  'POST /v1/sandbox/visits': { by: 'operator', reach: 'its own', make: () => ({ body: { label: 'A visit' } }) },
  'DELETE /v1/sandbox/visits/{id}': {
    by: 'operator',
    reach: 'its own',
    make: async ({ must }) => ({
      params: { id: (await must('operator', '/v1/sandbox/visits', { label: 'A visit' })).id },
    }),
  },
}
