/**
 * The attack on every route. What routes there are, and what they take, is read from the town's own description, so a
 * route that is added tomorrow is attacked without anybody writing a line but how it is called rightly
 * (`attack-calls/`).
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#kernel/ids'
import { allCalls } from './attack-calls/index.ts'
import type { Call } from './attack-calls/call.ts'
import { fuzzed, wholeBodies } from './attack-fuzz.ts'
import { type Route, routesOf, type Said, urlOf } from './attack-routes.ts'
import { changed, stateOf } from './attack-state.ts'
import { type Answer, type AttackTown, openTown, secretAddress, type Who } from './attack-town.ts'

const calls = await allCalls()
/** Wrong calls of one route; ATTACK_RUNS=500 digs deeper, ATTACK_SEED elsewhere. */
const runs = Number(process.env['ATTACK_RUNS'] ?? 30)
const seed = Number(process.env['ATTACK_SEED'] ?? 1)

test('every route has a right call, and every call its route', async (t) => {
  const { routes } = await open(t)
  const known = new Set(Object.keys(calls))
  assert.deepEqual(
    routes.map(({ name }) => name).filter((name) => !known.has(name)),
    [],
    'add these to e2e/attack-calls',
  )
  const real = new Set(routes.map(({ name }) => name))
  assert.deepEqual(
    [...known].filter((name) => !real.has(name)),
    [],
    'these are gone',
  )
  for (const { name, isOpen } of routes) {
    const { reach } = calls[name]!
    assert.equal(isOpen, reach === 'everybody' || reach === 'this machine', `who may call ${name}`)
  }
})

test('as every wrong party each route refuses, and every row of every table stays as it was', async (t) => {
  const { town, routes } = await open(t)
  const { db } = town.town.context
  const faults: string[] = []
  for (const route of attackable(routes)) {
    const said = await callOf(route).make(town)
    await town.settled()
    const before = await stateOf(db)
    for (const wrong of wrongParties(callOf(route))) {
      const answer = await sendAs(town, wrong, { route, said })
      if (answer.status < 400 || answer.status >= 500) faults.push(`${route.name} as ${wrong.name}: ${answer.status}`)
      if (answer.text.includes(secretAddress)) faults.push(`${route.name} tells ${wrong.name} where the buyer lives`)
    }
    await town.settled()
    const touched = changed(before, await stateOf(db))
    if (touched.length > 0) faults.push(`${route.name}: refused, and yet changed ${touched.join(', ')}`)
  }
  assert.deepEqual(faults, [])
})

test('the right party is answered by every route, with 2xx', async (t) => {
  const { town, routes } = await open(t)
  const faults: string[] = []
  for (const route of attackable(routes).filter(({ name }) => calls[name] !== undefined)) {
    const call = callOf(route)
    const answer = await sendAs(town, { who: call.by, name: call.by }, { route, said: await call.make(town) })
    const isRight = (answer.status >= 200 && answer.status < 300) || call.alsoRight?.includes(answer.status) === true
    if (!isRight) faults.push(`${route.name}: ${answer.status} ${answer.text.slice(0, 300)}`)
  }
  assert.deepEqual(faults, [])
})

test('whatever is sent to a route in whatever place, none answers 5xx', async (t) => {
  const { town, routes } = await open(t)
  const faults = new Set<string>()
  let sent = 0
  for (const route of attackable(routes)) {
    const { by, make, runs: ownRuns = runs } = callOf(route)
    const base = await make(town)
    const attack = async (said: Said, what: string): Promise<void> => {
      const answer = await sendAs(town, { who: by, name: by }, { route, said })
      sent += 1
      const isToWait = answer.status === 503 && route.problems.includes(slugOf(answer))
      if (answer.status >= 500 && !isToWait)
        faults.add(`${route.name} ${what}: ${answer.status} ${answer.text.slice(0, 200)}`)
    }
    const arbitrary = fuzzed(route, base)
    const property =
      arbitrary === undefined ? undefined : fc.asyncProperty(arbitrary, ({ said, what }) => attack(said, what))
    if (property !== undefined) await fc.assert(property, { numRuns: Math.min(runs, ownRuns), seed })
    if (route.body === undefined) continue
    for (const [what, payload, type = 'application/json'] of wholeBodies) {
      await attack({ ...base, body: payload, headers: { ...base.headers, 'content-type': type } }, what)
    }
  }
  t.diagnostic(`${sent} wrong requests to ${routes.length} routes`)
  assert.deepEqual([...faults], [])
})

test('what a route says it can refuse, it does refuse: ids of nothing, ids used twice, ids out of time', async (t) => {
  const { town, routes } = await open(t)
  const faults: string[] = []
  const met = new Set<string>()
  for (const route of attackable(routes)) {
    const { by, make } = callOf(route)
    const listed = new Set(route.problems)
    const said = await make(town)
    for (const { slugs, sent } of probesOf(route, said)) {
      const expected = slugs.filter((one) => listed.has(one))
      if (expected.length === 0 || sent.length === 0) continue
      let answer: Answer | undefined
      for (const one of sent) answer = await sendAs(town, { who: by, name: by }, { route, said: one })
      const found = slugOf(answer)
      met.add(`${route.name} ${found}`)
      if (!expected.includes(found))
        faults.push(`${route.name}: ${answer?.status} ${found}, not ${expected.join(' or ')}`)
    }
  }
  t.diagnostic(`${met.size} listed refusals met`)
  assert.deepEqual(faults, [])
})

/** What can be wrong with any call, by what its route lists. */
function probesOf(route: Route, said: Said): { slugs: readonly string[]; sent: Said[] }[] {
  const withKey = (key: string, body: unknown = said.body): Said => {
    return { ...said, body, headers: { ...said.headers, 'idempotency-key': key } }
  }
  const takesKey = route.parameters.some(({ in: where, name }) => where === 'header' && name === 'idempotency-key')
  const nowhere = Object.fromEntries(
    Object.keys(said.params ?? {}).map((name) => [name, name === 'id' ? newId() : said.params![name]!]),
  )
  const unknown = route.problems.filter((one) => one.endsWith('not-found'))
  return [
    ...(said.params?.['id'] === undefined ? [] : [{ slugs: unknown, sent: [{ ...said, params: nowhere }] }]),
    ...(takesKey ? [{ slugs: ['id-time'], sent: [withKey('018f0000-0000-7000-8000-000000000000')] }] : []),
    ...(takesKey && typeof said.body === 'object'
      ? [{ slugs: ['id-reused'], sent: twice(said.body ?? {}).map((body) => withKey('the same key', body)) }]
      : []),
  ]
}

/** A body, and another that would be as right; nothing when there is none. */
function twice(body: object): object[] {
  const other = JSON.parse(JSON.stringify(body), (name, value: unknown) => {
    if (typeof value === 'number') return value + 1
    if (typeof value === 'boolean') return !value
    return ['note', 'tracking', 'description'].includes(name) ? `${String(value)} again` : value
  }) as object
  return JSON.stringify(other) === JSON.stringify(body) ? [] : [body, other]
}

/** Which problem an answer is, or the first of a list. */
function slugOf(answer: Answer | undefined): string {
  const type: unknown = answer?.body?.type ?? answer?.body?.verdicts?.[0]?.problem?.type
  return String(type).replace('/problems/', '')
}

async function open(t: Parameters<typeof openTown>[0]): Promise<{ town: AttackTown; routes: Route[] }> {
  const town = await openTown(t)
  const { body } = await town.send('buyer', { method: 'GET', url: '/openapi.json' })
  return { town, routes: routesOf(body) }
}

function attackable(routes: readonly Route[]): Route[] {
  return routes.filter((route) => callOf(route).isStream !== true)
}

/** How a route is called. One that nobody has written down yet is attacked all the same, with nothing right in it. */
function callOf({ name, isOpen, parameters }: Route): Call {
  const params = parameters.flatMap(({ in: where, name: one }) => (where === 'path' ? [[one, newId()]] : []))
  const blind: Call = {
    by: 'operator',
    reach: isOpen ? 'everybody' : 'signed-in',
    make: () => ({ params: Object.fromEntries(params), body: {} }),
  }
  return calls[name] ?? blind
}

/** A party, with what it does wrong. */
type Wrong = { who: Who | null; name: string; headers?: Record<string, string> }

const strangers: readonly Who[] = ['otherBuyer', 'otherSeller', 'viewer']

function wrongParties({ by, reach }: Call): Wrong[] {
  const stranger: Wrong = { who: null, name: 'a stranger' }
  if (reach === 'everybody') return []
  if (reach === 'this machine') return [stranger]
  const uncredited: Wrong[] = [
    stranger,
    { who: null, name: 'a made-up token', headers: { authorization: `Bearer lake_${'A'.repeat(43)}` } },
    { who: 'suspended', name: 'somebody suspended' },
    { who: 'removed', name: 'a member who was removed' },
    { who: 'scopeless', name: 'a key without the scope' },
  ]
  if (reach === 'signed-in') return uncredited
  return [...uncredited, ...strangers.filter((who) => who !== by).map((who): Wrong => ({ who, name: who }))]
}

function sendAs(
  town: AttackTown,
  { who, headers }: Wrong,
  { route, said }: { route: Route; said: Said },
): Promise<Answer> {
  const isOwnCredential = said.headers?.['authorization'] !== undefined && who !== callOf(route).by
  const { authorization: _, ...others } = said.headers ?? {}
  return town.send(who, {
    method: route.method,
    url: urlOf(route, said),
    headers: { ...(isOwnCredential ? others : said.headers), ...headers },
    payload: said.body,
  })
}
