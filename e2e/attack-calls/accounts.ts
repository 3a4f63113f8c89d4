import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import type { AttackTown } from '../attack-town.ts'
import type { Calls } from './call.ts'

const password = 'correct horse battery'
/** What a browser says of itself when a page of ours asks. */
const ours = { host: 'localhost:80', 'sec-fetch-site': 'same-origin' }
/** As a browser would answer, with nothing in it that is true. */
const credential = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { clientDataJSON: 'e30' } }

async function signUp({ send }: AttackTown): Promise<string> {
  const email = `mia-${newId()}@example.org`
  const payload = { name: 'Mia', email, password }
  const { status, text } = await send(null, { method: 'POST', url: '/v1/auth/sign-up/email', payload, headers: ours })
  if (status !== 202) throw new Error(text)
  return email
}

/** The secret at the end of the link in the newest letter to somebody. */
async function secretFor({ town }: AttackTown, email: string): Promise<string> {
  const { rows } = await sql<{ body: string }>`
    select body from mail.letters where recipient = ${email} order by id desc limit 1`.execute(town.context.db)
  return /https?:\/\/\S+\/(\S+)/.exec(rows[0]?.body ?? '')?.[1] ?? 'no-letter-came-for-this-one'
}

/** Signing up and in. Hashing passwords is slow on purpose, so these get fewer wrong requests. */
export const calls: Calls = {
  'POST /v1/auth/sign-up/email': {
    by: 'buyer',
    reach: 'everybody',
    runs: 8,
    make: () => ({ body: { name: 'Mia', email: `mia-${newId()}@example.org`, password }, headers: ours }),
  },
  'POST /v1/auth/sign-in/email': {
    by: 'buyer',
    reach: 'everybody',
    runs: 8,
    make: async (town) => ({ body: { email: await signUp(town), password }, headers: ours }),
  },
  'POST /v1/auth/send-verification-email': {
    by: 'buyer',
    reach: 'everybody',
    make: async (town) => ({ body: { email: await signUp(town) }, headers: ours }),
  },
  'POST /v1/auth/verify-email': {
    by: 'buyer',
    reach: 'everybody',
    make: async (town) => {
      const email = await signUp(town)
      await town.send(null, {
        method: 'POST',
        url: '/v1/auth/send-verification-email',
        payload: { email },
        headers: ours,
      })
      return { body: { token: await secretFor(town, email) }, headers: ours }
    },
  },
  'POST /v1/auth/request-password-reset': {
    by: 'buyer',
    reach: 'everybody',
    make: async (town) => ({ body: { email: await signUp(town) }, headers: ours }),
  },
  'POST /v1/auth/reset-password': {
    by: 'buyer',
    reach: 'everybody',
    runs: 8,
    make: async (town) => {
      const email = await signUp(town)
      await town.send(null, {
        method: 'POST',
        url: '/v1/auth/request-password-reset',
        payload: { email },
        headers: ours,
      })
      return { body: { token: await secretFor(town, email), newPassword: 'another horse' }, headers: ours }
    },
  },
  'POST /v1/auth/change-password': {
    by: 'buyer',
    reach: 'signed-in',
    runs: 8,
    make: async (town) => {
      const payload = { email: await signUp(town), password }
      const { body } = await town.send(null, { method: 'POST', url: '/v1/auth/sign-in/email', payload, headers: ours })
      const headers = { ...ours, authorization: `Bearer ${body.token}` }
      return { body: { currentPassword: password, newPassword: 'another horse' }, headers }
    },
  },
  'GET /v1/auth/passkeys': { by: 'buyer', reach: 'signed-in', make: () => ({ headers: ours }) },
  'GET /v1/auth/passkey/generate-register-options': {
    by: 'buyer',
    reach: 'signed-in',
    make: () => ({ headers: ours }),
  },
  'GET /v1/auth/passkey/generate-authenticate-options': {
    by: 'buyer',
    reach: 'everybody',
    make: () => ({ headers: ours }),
  },
  // That a true answer is taken is told by the tests of the module; here a false one must be refused.
  'POST /v1/auth/passkey/verify-registration': {
    by: 'buyer',
    reach: 'signed-in',
    make: () => ({ body: { response: credential }, headers: ours }),
    alsoRight: [422],
  },
  'POST /v1/auth/passkey/verify-authentication': {
    by: 'buyer',
    reach: 'everybody',
    make: () => ({ body: { response: credential }, headers: ours }),
    alsoRight: [422],
  },
  'DELETE /v1/auth/passkeys/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: () => ({ params: { id: newId() }, headers: ours }),
    alsoRight: [404, 422],
  },
}
