import { newId } from '../src/kernel/ids.ts'
import type { Caller, Reply, ScenarioClient } from '../src/kernel/scenario.ts'
import { type ClientOptions, callerOf } from './client.ts'

/** The town as scenarios meet it: nothing but the public API, of which a sandbox has a few routes more. */
export async function connectScenario(options: ClientOptions): Promise<ScenarioClient> {
  const stranger = callerOf(options)
  const newcomers = async (
    count: number,
    { walletMinor = 0, grants = [] }: { walletMinor?: number; grants?: readonly string[] } = {},
  ): Promise<Caller[]> => {
    const reply = await stranger.post('/v1/sandbox/newcomers', { count, walletMinor, grants })
    const items: { party: string; token: string }[] = expectStatus(reply, 201).body.items
    return items.map(({ party, token }) => callerOf(options, { id: party, token }))
  }
  const [operator] = await newcomers(1, { grants: ['operator'] })
  if (operator === undefined) throw new Error('the town made no operator')
  return {
    operator,
    stranger,
    newcomers,
    withToken: (token) => callerOf(options, { token }),
    pass: async (byMs) => {
      expectStatus(await operator.post('/v1/sandbox/clock', { byMs }, { key: newId() }), 200)
    },
  }
}

/** An answer with this status. @throws when it has another one */
export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status === status) return reply
  throw new Error(`expected status ${status}, found ${reply.status}: ${JSON.stringify(reply.body)}`)
}
