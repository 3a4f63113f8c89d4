import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sql } from '#kernel/db'
import { softAuthenticator } from './accounts/authenticator.fixtures.ts'
import { type Served, newParty, serve, town } from './fixtures.ts'
import { issueToken } from './index.ts'

const ada = newParty({ slug: 'ada' })
const host = 'localhost:8080'
const origin = `http://${host}`
const ours = { host, 'sec-fetch-site': 'same-origin' }
const email = 'Mia@Example.org'
const password = 'correct horse'

async function server(t: TestContext, isSandbox = true) {
  const served = await serve(t, [ada], { isSandbox })
  served.clock.ms = Date.now()
  const post = (path: string, payload: object, headers: Record<string, string> = ours) =>
    served.app.inject({ method: 'POST', url: `/v1/auth/${path}`, headers: { ...headers }, payload })
  const signUp = () => post('sign-up/email', { name: 'Mia Lang', email, password })
  const signIn = (given = password) => post('sign-in/email', { email: email.toLowerCase(), password: given })
  return { ...served, post, signUp, signIn }
}

/** The secret at the end of the link in the newest letter. */
async function secretOf({ db }: Pick<Served, 'db'>, page: string): Promise<string> {
  const { rows } = await sql<{ body: string }>`select body from mail.letters order by id desc limit 1`.execute(db)
  const found = new RegExp(`${origin}/#/${page}/(\\S+)`).exec(rows[0]?.body ?? '')
  assert.ok(found?.[1], `a link to ${page} in the newest letter`)
  return found[1]
}

test('who signs up is a party of the town, and signs in with the password only', async (t) => {
  const { app, signUp, signIn, db } = await server(t)
  const up = await signUp()
  assert.deepEqual([up.statusCode, up.json().mustConfirm], [202, false], up.body)
  const wrong = await signIn('correct house')
  assert.deepEqual([wrong.statusCode, wrong.json().type], [401, '/problems/sign-in-failed'])
  const { token, party } = (await signIn()).json()
  const me = (await app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${token}` } })).json()
  assert.deepEqual([me.party.id, me.party.name, me.party.kind], [party, 'Mia Lang', 'person'])
  const { rows } = await sql<{ text: string }>`
    select row_to_json(t)::text as text from identity.tokens t union all
    select row_to_json(p)::text from identity.passwords p`.execute(db)
  assert.ok(rows.length === 2 && rows.every(({ text }) => !text.includes(token) && !text.includes(password)))
})

test('signing up says nothing about who is known', async (t) => {
  const { signUp, post, db } = await server(t)
  const [first, second] = [await signUp(), await signUp()]
  assert.deepEqual([first.statusCode, first.body], [second.statusCode, second.body])
  const { rows } = await sql`select 1 from identity.sign_ins`.execute(db)
  assert.equal(rows.length, 1)
  for (const address of [email, 'nobody@example.org']) {
    assert.equal((await post('request-password-reset', { email: address })).statusCode, 204)
  }
})

test('in a live town an address is confirmed before the first sign-in, by the letter', async (t) => {
  const served = await server(t, false)
  await served.signUp()
  const early = await served.signIn()
  assert.deepEqual([early.statusCode, early.json().type], [403, '/problems/email-not-verified'])
  const forged = await served.post('verify-email', { token: 'x'.repeat(40) })
  assert.deepEqual([forged.statusCode, forged.json().type], [409, '/problems/link-used'])
  const token = await secretOf(served, 'verify')
  assert.equal((await served.post('verify-email', { token })).statusCode, 204)
  assert.equal((await served.signIn()).statusCode, 200)
  // A second opening (mail scanners do it) finds the address confirmed; it signs nobody in and changes nothing.
  const again = await served.post('verify-email', { token })
  assert.deepEqual([again.statusCode, again.body, again.headers['set-cookie']], [204, '', undefined])
})

test('a reset letter works once, ends every session, and changes the password', async (t) => {
  const served = await server(t)
  await served.signUp()
  const { token } = (await served.signIn()).json()
  const me = () => served.app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${token}` } })
  assert.equal((await me()).statusCode, 200)
  assert.equal((await served.post('request-password-reset', { email })).statusCode, 204)
  const secret = await secretOf(served, 'reset')
  const reset = (newPassword: string) => served.post('reset-password', { token: secret, newPassword })
  const tries = await Promise.all(['another horse', 'third horse!'].map(reset))
  assert.deepEqual(
    tries.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other),
    [204, 409],
  )
  assert.equal((await me()).statusCode, 401)
  assert.equal((await served.signIn()).statusCode, 401)
  const chosen = tries[0]!.statusCode === 204 ? 'another horse' : 'third horse!'
  assert.equal((await served.signIn(chosen)).statusCode, 200)
})

test('a password is changed by who knows it, and other sessions end', async (t) => {
  const served = await server(t)
  await served.signUp()
  const sessions = [(await served.signIn()).json().token, (await served.signIn()).json().token]
  const headers = { authorization: `Bearer ${sessions[0]}` }
  const change = (currentPassword: string) =>
    served.post('change-password', { currentPassword, newPassword: 'new horse 2' }, headers)
  const wrong = await change('wrong horse')
  assert.deepEqual([wrong.statusCode, wrong.json().errors[0].pointer], [422, '/currentPassword'])
  const changed = await change(password)
  assert.equal(changed.statusCode, 200, changed.body)
  const meAs = async (token: string): Promise<number> =>
    (await served.app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${token}` } })).statusCode
  assert.deepEqual(await Promise.all([...sessions, changed.json().token].map(meAs)), [401, 401, 200])
})

test('a browser that signs in gets our cookie and no other', async (t) => {
  const { signUp, post, app } = await server(t)
  await signUp()
  const body = { email, password, session: 'cookie' }
  const reply = await post('sign-in/email', body)
  assert.equal(reply.json().token, undefined)
  const set = [reply.headers['set-cookie']].flat()
  assert.equal(set.length, 1)
  const cookie = String(set[0]).split(';', 1)[0]!
  assert.equal((await app.inject({ url: '/v1/me', headers: { cookie } })).statusCode, 200)
  assert.equal((await post('sign-in/email', body, { host, origin: 'https://evil.example' })).statusCode, 403)
})

test('a passkey is registered by who is signed in, and signs in again; each challenge once', async (t) => {
  const { app, db, post, clock } = await server(t)
  const key = softAuthenticator('localhost')
  const session = await issueToken(db, { town, party: ada.id, label: 'link', now: clock.ms })
  const headers = { ...ours, authorization: `Bearer ${session.token}` }
  const begin = async (what: string, given: Record<string, string>) => {
    const reply = await app.inject({ url: `/v1/auth/passkey/generate-${what}-options`, headers: given })
    assert.equal(reply.statusCode, 200, reply.body)
    return { options: reply.json(), cookie: String(reply.headers['set-cookie']).split(';', 1)[0]! }
  }
  assert.equal((await app.inject('/v1/auth/passkey/generate-register-options')).statusCode, 401)
  const one = await begin('register', headers)
  const response = key.register(one.options, origin)
  const answer = () =>
    post('passkey/verify-registration', { response, name: 'Laptop' }, { ...headers, cookie: one.cookie })
  const registered = await answer()
  assert.equal(registered.statusCode, 201, registered.body)
  assert.equal((await answer()).statusCode, 422)
  const list = (await app.inject({ url: '/v1/auth/passkeys', headers })).json().items
  assert.deepEqual(
    list.map(({ name }: { name: string }) => name),
    ['Laptop'],
  )

  const stranger = softAuthenticator('localhost')
  for (const [signer, from, status] of [
    [stranger, origin, 422],
    [key, 'https://evil.example', 422],
    [key, origin, 200],
  ] as const) {
    const two = await begin('authenticate', ours)
    const asserted = signer.assert(two.options, from)
    const signIn = () => post('passkey/verify-authentication', { response: asserted }, { ...ours, cookie: two.cookie })
    const reply = await signIn()
    assert.equal(reply.statusCode, status, reply.body)
    assert.equal((await signIn()).statusCode, 422, 'a challenge is answered once')
    if (status === 200) assert.equal(reply.json().party, ada.id)
  }
  const removed = await app.inject({ method: 'DELETE', url: `/v1/auth/passkeys/${list[0].id}`, headers })
  assert.equal(removed.statusCode, 204, removed.body)
})

test('who came by a link and has no address may still ask for letters to one', async (t) => {
  const { db, post, clock } = await server(t)
  const { token } = await issueToken(db, { town, party: ada.id, label: 'link', now: clock.ms })
  const reply = await post('send-verification-email', { email }, { ...ours, authorization: `Bearer ${token}` })
  assert.equal(reply.statusCode, 204, reply.body)
})
