import { machineNow } from '#kernel/clock'
import { newId } from '#kernel/ids'
import { createParties, issueLink, issueToken, storePersonas } from '#modules/identity'
import { type AttackTown, secretAddress } from '../attack-town.ts'
import type { Calls } from './call.ts'

const address = { name: 'Bea', street: secretAddress, city: 'Lakeside', countryCode: 'DE' }
const nobody = '00000000-0000-4000-8000-000000000000'

/** A person who joins the shop's team, with a role. */
async function member({ town, ids, must, send }: AttackTown): Promise<string> {
  const { db } = town.context
  const id = newId()
  const person = { id, kind: 'person' as const, slug: `m-${id}`, name: 'Mo', joinedAt: machineNow() }
  await createParties(db, 1, [person])
  const { token } = await issueToken(db, { town: 1, party: id, label: 'attack', now: machineNow() })
  const { secret } = await must('owner', '/v1/invitations', { role: 'staff' })
  const headers = { authorization: `Bearer ${token}` }
  const joined = await send('buyer', { method: 'POST', url: '/v1/invitations/accept', payload: { secret }, headers })
  if (joined.status !== 200) throw new Error(`nobody joined: ${ids.shop} ${joined.text}`)
  return id
}

async function persona({ town, ids }: AttackTown): Promise<string> {
  await storePersonas(town.context.db, 1, [{ slug: 'bea', party: ids.buyer, title: { en: 'Buyer' } }])
  return 'bea'
}

/** Parties, sessions, keys, teams, consents. */
export const calls: Calls = {
  'GET /v1/me': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'PATCH /v1/profile': { by: 'buyer', reach: 'signed-in', make: () => ({ body: { about: 'I like mugs.' } }) },
  'GET /v1/parties/{id}': { by: 'buyer', reach: 'everybody', make: ({ ids }) => ({ params: { id: ids.seller } }) },
  'POST /v1/parties': {
    by: 'buyer',
    reach: 'signed-in',
    make: () => ({ body: { kind: 'firm', name: 'Mugs and more', slug: `firm-${newId().slice(-12)}` } }),
  },
  'POST /v1/parties/{id}/leave': {
    by: 'buyer',
    reach: 'its own',
    make: async ({ must, send, ids }) => {
      const { secret } = await must('owner', '/v1/invitations', { role: 'staff' })
      await send('buyer', { method: 'POST', url: '/v1/invitations/accept', payload: { secret } })
      return { params: { id: ids.shop } }
    },
  },
  'GET /v1/tokens': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'POST /v1/tokens/exchange': {
    by: 'buyer',
    reach: 'everybody',
    make: async ({ town, ids }) => {
      const link = { town: 1, party: ids.buyer, label: `link ${newId()}`, now: machineNow() }
      return { body: { secret: await issueLink(town.context.db, link) } }
    },
  },
  'POST /v1/tokens/{id}/revoke': {
    by: 'buyer',
    reach: 'its own',
    make: async ({ town, ids }) => {
      const { id } = await issueToken(town.context.db, { town: 1, party: ids.buyer, label: 'other', now: machineNow() })
      return { params: { id } }
    },
  },
  'DELETE /v1/session': {
    by: 'buyer',
    reach: 'everybody',
    make: async ({ town, ids }) => {
      const { token } = await issueToken(town.context.db, {
        town: 1,
        party: ids.buyer,
        label: 'out',
        now: machineNow(),
      })
      return { headers: { authorization: `Bearer ${token}` } }
    },
  },
  'GET /v1/keys': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'POST /v1/keys': {
    by: 'buyer',
    reach: 'signed-in',
    make: async ({ send }) => {
      // There may only be so many at a time.
      const { body } = await send('buyer', { method: 'GET', url: '/v1/keys' })
      const old = body.items.filter(({ label, revokedAt }: { label: string; revokedAt: string | null }) => {
        return label === 'till' && revokedAt === null
      })
      for (const { id } of old) await send('buyer', { method: 'POST', url: `/v1/keys/${id}/revoke` })
      return { body: { label: 'till', scopes: ['orders:read'] } }
    },
  },
  'POST /v1/keys/{id}/revoke': {
    by: 'buyer',
    reach: 'its own',
    make: async ({ must }) => {
      const { id } = await must('buyer', '/v1/keys', { label: 'till', scopes: ['orders:read'] })
      return { params: { id } }
    },
  },
  'GET /v1/members': { by: 'owner', reach: 'signed-in', make: () => ({}) },
  'PUT /v1/members/{person}': {
    by: 'owner',
    reach: 'its own',
    make: async (town) => ({ params: { person: await member(town) }, body: { role: 'viewer' } }),
  },
  'DELETE /v1/members/{person}': {
    by: 'owner',
    reach: 'its own',
    make: async (town) => ({ params: { person: await member(town) } }),
  },
  'GET /v1/invitations': { by: 'owner', reach: 'signed-in', make: () => ({}) },
  'POST /v1/invitations': { by: 'owner', reach: 'its own', make: () => ({ body: { role: 'staff' } }) },
  'DELETE /v1/invitations/{id}': {
    by: 'owner',
    reach: 'its own',
    make: async ({ must }) => ({ params: { id: (await must('owner', '/v1/invitations', { role: 'staff' })).id } }),
  },
  'POST /v1/invitations/read': {
    by: 'buyer',
    reach: 'everybody',
    make: async ({ must }) => ({
      body: { secret: (await must('owner', '/v1/invitations', { role: 'staff' })).secret },
    }),
  },
  'POST /v1/invitations/accept': {
    by: 'courier',
    reach: 'signed-in',
    make: async ({ must }) => ({
      body: { secret: (await must('owner', '/v1/invitations', { role: 'staff' })).secret },
    }),
  },
  'GET /v1/consents': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'PUT /v1/consents/{purpose}': {
    by: 'buyer',
    reach: 'signed-in',
    make: () => ({ params: { purpose: 'analytics' }, body: { isGiven: true, version: '1' } }),
  },
  'GET /v1/addresses': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  // Whose book an id is in is told by who asks: the same id in another's book is another's.
  'PUT /v1/addresses/{id}': {
    by: 'buyer',
    reach: 'signed-in',
    make: () => ({ params: { id: newId() }, body: address }),
  },
  'DELETE /v1/addresses/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: async ({ send }) => {
      const id = newId()
      const { body } = await send('buyer', { method: 'GET', url: '/v1/addresses' })
      for (const { id: old } of body.items) await send('buyer', { method: 'DELETE', url: `/v1/addresses/${old}` })
      await send('buyer', { method: 'PUT', url: `/v1/addresses/${id}`, payload: address })
      return { params: { id } }
    },
  },
  'GET /v1/audit': { by: 'operator', reach: 'its own', make: () => ({ query: { subject: nobody } }) },
  'GET /v1/mail': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/sandbox/personas': {
    by: 'buyer',
    reach: 'this machine',
    make: async (town) => {
      await persona(town)
      return {}
    },
  },
  'POST /v1/sandbox/personas/{slug}/token': {
    by: 'buyer',
    reach: 'this machine',
    make: async (town) => ({ params: { slug: await persona(town) } }),
  },
}
