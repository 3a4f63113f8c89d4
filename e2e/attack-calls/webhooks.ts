import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import type { AttackTown } from '../attack-town.ts'
import type { Calls } from './call.ts'

/** An address of the public internet that is nobody's; it is written as a number, so that no name is looked up. */
const body = { url: 'https://8.8.8.8/hook', types: ['market.*'] }
const changed = { ...body, format: 'plain', description: 'Till', isEnabled: true }

/** An endpoint of the buyer's; there may only be so many at a time. */
async function endpoint({ must, send }: AttackTown): Promise<string> {
  const { body: list } = await send('buyer', { method: 'GET', url: '/v1/webhooks' })
  for (const { id } of list.items) await send('buyer', { method: 'DELETE', url: `/v1/webhooks/${id}` })
  return (await must('buyer', '/v1/webhooks', body)).id
}

async function delivery(town: AttackTown): Promise<{ id: string; delivery: string }> {
  const id = await endpoint(town)
  await town.must('buyer', `/v1/webhooks/${id}/test`, {})
  const { rows } = await sql<{ id: string }>`
    select id from webhooks.deliveries where endpoint = ${id} limit 1`.execute(town.town.context.db)
  return { id, delivery: rows[0]?.id ?? newId() }
}

/** Where events are sent to. */
export const calls: Calls = {
  'GET /v1/webhooks': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'POST /v1/webhooks': {
    by: 'buyer',
    reach: 'signed-in',
    make: async (town) => {
      await endpoint(town)
      return { body }
    },
  },
  'GET /v1/webhooks/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await endpoint(town) } }),
  },
  'PUT /v1/webhooks/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await endpoint(town) }, body: changed }),
  },
  'DELETE /v1/webhooks/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await endpoint(town) } }),
  },
  'POST /v1/webhooks/{id}/secret': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await endpoint(town) } }),
  },
  'POST /v1/webhooks/{id}/test': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await endpoint(town) } }),
  },
  'POST /v1/webhooks/{id}/resend': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await endpoint(town) }, body: { since: new Date().toISOString() } }),
  },
  'GET /v1/webhooks/{id}/deliveries': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await endpoint(town) } }),
  },
  'GET /v1/webhooks/{id}/deliveries/{delivery}': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: await delivery(town) }),
  },
  'POST /v1/webhooks/{id}/deliveries/{delivery}/resend': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: await delivery(town) }),
  },
}
