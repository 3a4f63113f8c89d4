import type { Api } from './api.ts'
import { ApiProblem } from './problem.ts'

/** Passkeys by the browser's own means. Source: WebAuthn Level 3 §5.1.8–5.1.10 (JSON forms). */

/** True where the browser knows passkeys. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential
}

/** Signs in with a passkey; the person chooses which. */
export async function signInWithPasskey(api: Api, key: string): Promise<void> {
  const options = await api.get('/v1/auth/passkey/generate-authenticate-options')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options) // the JSON that the server made
  const credential = await asked(async () => navigator.credentials.get({ publicKey }))
  await api.post('/v1/auth/passkey/verify-authentication', {
    body: { response: credential.toJSON() as never, session: 'cookie' },
    key,
  })
}

/** Registers a passkey of this device or of a password manager. */
export async function registerPasskey(api: Api, key: string): Promise<void> {
  const options = await api.get('/v1/auth/passkey/generate-register-options')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never) // as above
  const credential = await asked(async () => navigator.credentials.create({ publicKey }))
  await api.post('/v1/auth/passkey/verify-registration', { body: { response: credential.toJSON() as never }, key })
}

/** The person's answer; closing the browser's window is a refusal like any other. */
async function asked(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await work()
    if (credential instanceof PublicKeyCredential) return credential
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
  throw new ApiProblem({ type: '/problems/passkey-cancelled', title: 'No passkey was chosen' })
}
