import { machineNow } from '#kernel/clock'
import { newId } from '#kernel/ids'
import { createParties, issueToken } from '#modules/identity'
import type { Calls } from './call.ts'

/** My data, and its end. */
export const calls: Calls = {
  'GET /v1/me/export': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'GET /v1/me/erasure': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'POST /v1/me/erasure': {
    by: 'buyer',
    reach: 'signed-in',
    make: async ({ town }) => {
      const id = newId()
      const person = { id, kind: 'person' as const, slug: `leaver-${id}`, name: 'Lea', joinedAt: machineNow() }
      await createParties(town.context.db, 1, [person])
      const { token } = await issueToken(town.context.db, { town: 1, party: id, label: 'x', now: machineNow() })
      return { body: { confirm: person.slug }, headers: { authorization: `Bearer ${token}` } }
    },
  },
}
