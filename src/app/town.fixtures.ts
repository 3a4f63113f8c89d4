import type { TestContext } from 'node:test'
import { machineNow } from '../kernel/clock.ts'
import type { App } from '../kernel/http.ts'
import { newId } from '../kernel/ids.ts'
import { type NewParty, createParties, issueToken } from '../modules/identity/index.ts'
import { operatorId } from '../modules/town/index.ts'
import type { TownProcess } from './context.ts'
import { served } from './server.fixtures.ts'
import type { ScratchOptions } from './server-scratch.ts'

/** What a test does as the operator. */
export type Operated = { app: App; town: TownProcess; ask: Ask; token: string }
/** Status, body where it is JSON, and headers of an answer. */
// oxlint-disable-next-line typescript/no-explicit-any -- bodies of any route; what a test reads is asserted there
export type Answer = { status: number; body: any; headers: Record<string, unknown> }
type Ask = (method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object) => Promise<Answer>

/** A town with its operator, and how the operator asks. */
export async function operated(t: TestContext, options: ScratchOptions = {}): Promise<Operated> {
  const { app, town } = await served(t, options)
  const now = machineNow()
  const operator: NewParty = { id: operatorId, kind: 'person', slug: 'operator', name: 'Operator', joinedAt: now, grants: ['operator'] } // prettier-ignore
  await createParties(town.context.db, 1, [operator])
  const { token } = await issueToken(town.context.db, { town: 1, party: operatorId, label: 'test', now })
  const ask: Ask = async (method, url, payload) => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': newId() }
    const reply = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
    const isJson = String(reply.headers['content-type']).includes('json')
    return { status: reply.statusCode, body: isJson ? reply.json() : undefined, headers: reply.headers }
  }
  return { app, town, ask, token }
}
