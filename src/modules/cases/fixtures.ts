import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { CaseKind, CaseRuled } from '#kernel/case-kind'
import { createTownClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { type App, createHttp } from '#kernel/http'
import { notFound } from '#kernel/http-problems'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { log } from '#kernel/log'
import { Problem } from '#kernel/problem'
import { testDatabase } from '#kernel/testing'
import { createAuthenticator, createParties, issueToken } from '#modules/identity'
import { createMailer } from '#modules/mail'
import { createVault } from '#modules/privacy'
import { declareCaseKinds } from './kinds.ts'
import { caseRoutes } from './routes.ts'
import type { RulingPlace } from './ruling.ts'

/** The town of these tests. */
export const town = 1

/** People of these tests: three who report, one whose thing it is, two who rule. */
export const people = {
  ada: newId(), ben: newId(), cai: newId(), seller: newId(), operator: newId(), arbiter: newId(),
} // prettier-ignore

/** A kind that gathers, and one that does not; what is ruled is noted. */
export function kindsFor(ruled: CaseRuled[]): readonly CaseKind[] {
  const title = { en: 'A report', zh: '举报' }
  const rulings = [
    { name: 'keep', title: { en: 'It stays', zh: '保留' }, tellsRespondent: false },
    { name: 'remove', title: { en: 'It goes', zh: '移除' }, needsWords: true },
  ]
  const rule: CaseKind['rule'] = async (one) => {
    ruled.push(one)
    if (one.words === 'refuse') throw new Problem(notFound, { detail: 'it is gone' })
  }
  const admit: CaseKind['admit'] = async ({ about }) => {
    if (about.id === 'gone') throw new Problem(notFound)
    return { respondent: people.seller, facts: { title: `The ${about.id}` } }
  }
  const reasons = [{ name: 'false', title: { en: 'It is not true', zh: '不属实' } }]
  return [
    { name: 'test-report', title, reasons, rulings, gathers: true, admit, rule },
    { name: 'test-contest', title, rulings, rule },
  ]
}

/** The module's routes over a database of the test's own. */
export type Served = {
  app: App
  db: Database
  place: RulingPlace
  ruled: CaseRuled[]
  /** Asks as somebody; POSTs carry a new key unless one is given. */
  ask: Ask
}

/** A GET, or a POST where there is something to send. */
export type Ask = (who: keyof typeof people, url: string, payload?: Payload) => Promise<Answer>
type Payload = Readonly<Record<string, unknown>> & { key?: string }

/** Status and body of an answer. */
// oxlint-disable-next-line typescript/no-explicit-any -- bodies of any route; what a test reads is asserted there
export type Answer = { status: number; body: any }

export async function serve(t: TestContext): Promise<Served> {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const grants: Record<string, string[]> = { operator: ['operator'], arbiter: ['arbiter'] }
  const parties = Object.entries(people).map(([name, id]) => ({
    id, kind: 'person' as const, slug: name, name, joinedAt: Date.now(), grants: grants[name] ?? [],
  })) // prettier-ignore
  await createParties(db, town, parties)
  const ruled: CaseRuled[] = []
  declareCaseKinds(db, kindsFor(ruled))
  const authenticator = createAuthenticator(db, town, { now: Date.now })
  const app = createHttp({ log, authenticate: authenticator.authenticate, isStrict: true })
  t.after(async () => {
    await app.close()
    await authenticator.close()
  })
  const shown = { id: town, name: 'Lakeside', isSandbox: true }
  const vault = createVault({ db, town, master: Buffer.alloc(32, 9) })
  const post = {
    town: shown,
    mailer: createMailer({ town: shown, hasServer: async () => false }),
    publicUrl: 'http://localhost',
  }
  const place: RulingPlace = { db, town: shown, clock: createTownClock(), vault, post }
  caseRoutes(app, { ...place, commandIdOf: createCommandIds(db, town) })
  const tokens = new Map<string, string>()
  const ask: Ask = async (who, url, given) => {
    const { key = newId(), ...payload } = given ?? {}
    const method = given === undefined ? 'GET' : 'POST'
    const party = people[who]
    const token = tokens.get(who) ?? (await issueToken(db, { town, party, label: 'test', now: Date.now() })).token
    tokens.set(who, token)
    const headers = { authorization: `Bearer ${token}`, ...(method === 'POST' ? { 'idempotency-key': key } : {}) }
    const reply = await app.inject({ method, url, headers, ...(given === undefined ? {} : { payload }) })
    return { status: reply.statusCode, body: reply.body === '' ? undefined : reply.json() }
  }
  return { app, db, place, ruled, ask }
}

/** What these tests report, and how. */
export const about = { type: 'thing', id: 'mug' }
export const report = { kind: 'test-report', about, reason: 'false', words: 'It leaks.' }

/** Reports it, and answers the id of the case. */
export async function reported({ ask }: Served, who: 'ada' | 'ben' | 'cai' = 'ada'): Promise<string> {
  const { status, body } = await ask(who, '/v1/cases', report)
  assert.equal(status, 201)
  return body.id
}
