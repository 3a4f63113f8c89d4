import type { TestContext } from 'node:test'
import type { Database } from '#kernel/db'
import { type App, createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { createMailer } from '#modules/mail'
import { createVault } from '#modules/privacy'
import { type Authenticator, createAuthenticator } from './authentication.ts'
import { type NewParty, createParties } from './parties.ts'
import { identityRoutes } from './routes.ts'
import { issueToken } from './tokens.ts'

/** A party for tests, with a slug of its own. */
export function newParty(given: Partial<NewParty> = {}): NewParty {
  const id = given.id ?? newId()
  return { id, kind: 'person', slug: `p-${id}`, name: 'Ada', joinedAt: 1_700_000_000_000, ...given }
}

/** The town of these tests. */
export const town = 1

/** The module's routes over a database with these parties, and a clock that a test moves. */
export type Served = { app: App; db: Database; clock: { ms: number }; authenticator: Authenticator }

export async function serve(
  t: TestContext,
  parties: readonly NewParty[],
  { isSandbox = true, publicUrl = 'http://localhost:8080' }: { isSandbox?: boolean; publicUrl?: string } = {},
): Promise<Served> {
  const db = await testDatabase(t)
  await createParties(db, town, parties)
  return { ...process(t, db, { isSandbox, publicUrl }), db }
}

/** One more process of the same town, with a memory of its own. */
export function process(
  t: TestContext,
  db: Database,
  { isSandbox = true, publicUrl = 'http://localhost:8080' }: { isSandbox?: boolean; publicUrl?: string } = {},
): Omit<Served, 'db'> {
  const clock = { ms: 1_700_000_000_000 }
  const now = (): number => clock.ms
  const authenticator = createAuthenticator(db, town, { now })
  const { authenticate, forget } = authenticator
  const app = createHttp({ log, authenticate, isStrict: true })
  t.after(() => app.close())
  const shown = {
    id: town,
    name: 'Lakeside',
    timeZone: 'UTC',
    currency: 'EUR',
    isSandbox,
    codeSecret: Buffer.alloc(32, 7),
  }
  const mailer = createMailer({ town: shown, hasServer: async () => false })
  const commandIdOf = createCommandIds(db, town)
  const vault = createVault({ db, town, master: Buffer.alloc(32, 9), now })
  identityRoutes(app, {
    db,
    town: shown,
    now,
    publicUrl,
    forget,
    mailer,
    vault,
    commandIdOf,
    hasMailServer: async () => false,
  })
  return { app, clock, authenticator }
}

/** A session of a party, as the header that carries it. */
export async function bearer(db: Database, party: string): Promise<{ id: string; headers: { authorization: string } }> {
  const { id, token } = await issueToken(db, { town, party, label: 'test', now: 1_700_000_000_000 })
  return { id, headers: { authorization: `Bearer ${token}` } }
}
