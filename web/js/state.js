import { get, post, session } from './api.js'

/** Who looks at the page, and what of the town hardly ever changes. */
export const state = { me: null, personas: null, isSandbox: false }

const kept = new Map()

/** A reply that is asked for once a visit. */
export function once(path) {
  if (!kept.has(path)) {
    const reply = get(path)
    kept.set(path, reply)
    reply.catch(() => kept.delete(path))
  }
  return kept.get(path)
}

/** Finds out who the credential stands for, and whether this is a sandbox. */
export async function begin() {
  await Promise.all([
    get('/v1/sandbox/personas')
      .then(({ items }) => Object.assign(state, { personas: items, isSandbox: true }))
      .catch(() => undefined),
    identify(),
  ])
}

/** Reads who we are; nobody without a credential that counts. */
export async function identify() {
  state.me = session.token === null ? null : await get('/v1/me').catch(() => null)
}

/** Becomes a persona of the sandbox. */
export async function become(slug) {
  const { token } = await post(`/v1/sandbox/personas/${slug}/token`)
  session.token = token
  await identify()
}

/** Becomes nobody. */
export function leave() {
  session.token = null
  state.me = null
}
