import type { AttackTown } from '../attack-town.ts'
import type { Calls } from './call.ts'

async function revOf({ send }: AttackTown, url: string): Promise<number> {
  const { body } = await send('operator', { method: 'GET', url })
  return body.plan?.rev ?? body.rev
}

/** The settings of a town: what it is called, how it writes letters, who moves its money, and its backups. */
export const calls: Calls = {
  'GET /v1/town': { by: 'buyer', reach: 'everybody', make: () => ({}) },
  'GET /v1/town/look': { by: 'buyer', reach: 'everybody', make: () => ({ query: { accent: '#1d5f8a' } }) },
  'PATCH /v1/town': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ body: { rev: await revOf(town, '/v1/town'), contact: 'town@example.org' } }),
  },
  // The attack's town was made without the wizard.
  'GET /v1/town/setup': { by: 'operator', reach: 'its own', make: () => ({}), alsoRight: [404] },
  'PUT /v1/town/setup': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ body: { step: 'town', done: ['you'] } }),
    alsoRight: [409],
  },
  'POST /v1/town/setup/finish': { by: 'operator', reach: 'its own', make: () => ({}), alsoRight: [404] },
  'POST /v1/me/account': {
    by: 'operator',
    reach: 'its own',
    runs: 4,
    make: () => ({ body: { name: 'Olga', email: 'olga@example.org', password: 'correct horse' } }),
    alsoRight: [409, 422],
  },
  'GET /v1/mail/server': { by: 'operator', reach: 'its own', make: () => ({}) },
  'PUT /v1/mail/server': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ body: { rev: await revOf(town, '/v1/mail/server'), server: null, sender: '' } }),
  },
  'POST /v1/mail/test': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ body: { to: 'town@example.org', language: 'en' } }),
  },
  'GET /v1/payments/provider': { by: 'operator', reach: 'its own', make: () => ({}) },
  'PUT /v1/payments/provider': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ body: { rev: await revOf(town, '/v1/payments/provider'), keys: null } }),
  },
  'GET /v1/backups': { by: 'operator', reach: 'its own', make: () => ({}) },
  'POST /v1/backups': { by: 'operator', reach: 'its own', make: () => ({}), alsoRight: [409] },
  'PUT /v1/backups/plan': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ body: { rev: await revOf(town, '/v1/backups'), isOn: false, hour: 3, keep: 7 } }),
  },
  'GET /v1/backups/{name}/content': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ params: { name: 'none.tar.gz' } }),
    alsoRight: [404],
  },
}
