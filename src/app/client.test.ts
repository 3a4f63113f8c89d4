import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Client, ProblemError, createClient } from '../../client/src/index.ts'
import { newId, timeOfId } from '../kernel/ids.ts'
import { served } from './server.fixtures.ts'

/** What happens to requests and answers on their way. */
type Faults = { before?: (request: Request) => void; after?: (response: Response) => void }
type Person = { id: string; client: Client }

/** People of a town with a listening server; the first one's network fails as a test wants. */
async function people(t: TestContext): Promise<{ ann: Person; bob: Person; faults: Faults; keys: string[] }> {
  const { app } = await served(t)
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  const faults: Faults = {}
  const keys: string[] = []
  const throughFaults = async (request: Request): Promise<Response> => {
    keys.push(request.headers.get('idempotency-key') ?? '')
    faults.before?.(request)
    const response = await fetch(request)
    faults.after?.(response)
    return response
  }
  const body = { count: 2, walletMinor: 1_000, grants: ['operator'] }
  const { items } = await createClient({ baseUrl }).post('/v1/sandbox/newcomers', { body })
  const [ann, bob] = items.map(({ party, token }, index) => ({
    id: party,
    client: createClient({ baseUrl, token, ...(index === 0 ? { fetch: throughFaults } : {}) }),
  }))
  return { ann: ann!, bob: bob!, faults, keys }
}

/** Does its work at the first call only. */
function once<A>(work: (argument: A) => void): (argument: A) => void {
  let isDone = false
  return (argument) => {
    if (isDone) return
    isDone = true
    work(argument)
  }
}

function breakConnection(): never {
  throw new TypeError('the connection broke')
}

const give = ({ client }: Person, to: Person, amountMinor: number) =>
  client.post('/v1/wallet/transfers', { body: { to: to.id, amountMinor, currency: 'EUR' } })

async function balanceOf({ client }: Person): Promise<number | undefined> {
  return (await client.get('/v1/wallet')).accounts[0]?.balanceMinor
}

test('what is lost on the way there or back is sent again with the same id, and nothing is done twice', async (t) => {
  const { ann, bob, faults, keys } = await people(t)
  faults.before = once(breakConnection)
  faults.after = once(breakConnection)
  assert.equal((await give(ann, bob, 300)).amountMinor, 300)
  assert.deepEqual([keys.length, new Set(keys).size], [3, 1])
  assert.deepEqual([await balanceOf(ann), await balanceOf(bob)], [700, 1_300])
})

test('an id that the server calls out of its time is replaced by one of the server’s time', async (t) => {
  const { ann, bob, faults } = await people(t)
  faults.before = once((request) => request.headers.set('idempotency-key', newId(Date.now() - 3 * 86_400_000)))
  await give(ann, bob, 300)
  assert.equal(await balanceOf(bob), 1_300)

  const keys: string[] = []
  const serverAheadMs = 3_600_000
  const answers = [{ type: '/problems/id-time', now: Date.now() + serverAheadMs }, {}, {}]
  const client = createClient({
    baseUrl: 'http://town.example',
    fetch: async (request) => {
      keys.push(request.headers.get('idempotency-key') ?? '')
      const body = answers.shift()!
      return Response.json(body, { status: 'now' in body ? 422 : 200 })
    },
  })
  const commands = { body: { commands: [] } }
  await client.post('/v1/commands', commands)
  await client.post('/v1/commands', commands)
  const ahead = keys.map((key) => timeOfId(key) - Date.now() > serverAheadMs / 2)
  assert.deepEqual(ahead, [false, true, true])
})

test('a server that is busy is asked again when it says, with the same id; any other refusal is final', async () => {
  const keys: string[] = []
  const statuses = [503, 429, 409]
  const client = createClient({
    baseUrl: 'http://town.example',
    fetch: async (request) => {
      keys.push(request.headers.get('idempotency-key') ?? '')
      const status = statuses.shift()!
      const problem = { type: '/problems/sold-out', title: 'Sold out', status, instance: '/requests/1', left: 0 }
      return Response.json(problem, {
        status,
        headers: { 'content-type': 'application/problem+json', 'retry-after': '0' },
      })
    },
  })
  await assert.rejects(client.post('/v1/commands', { body: { commands: [] } }), (error) => {
    assert.ok(error instanceof ProblemError && error.is('sold-out'))
    assert.deepEqual([error.status, error.message, error.body['left']], [409, 'Sold out', 0])
    return true
  })
  assert.deepEqual([keys.length, new Set(keys).size], [3, 1])
})

test('a client gives up when its time is over, and at once when it is told to', async () => {
  const away = async (): Promise<Response> => breakConnection()
  const impatient = createClient({ baseUrl: 'http://town.example', retryMs: 0, fetch: away })
  await assert.rejects(impatient.get('/v1/me'), TypeError)
  const controller = new AbortController()
  const patient = createClient({
    baseUrl: 'http://town.example',
    fetch: away,
    onRetry: () => controller.abort(new Error('enough')),
  })
  await assert.rejects(patient.get('/v1/me', { signal: controller.signal }), /enough/)
})

test('a list is read page after page to its end', async () => {
  const asked: (string | null)[] = []
  const pages: Record<string, object> = {
    null: { items: [1, 2], nextCursor: 'b' },
    b: { items: [], nextCursor: 'c' },
    c: { items: [3], nextCursor: null },
  }
  const client = createClient({
    baseUrl: 'http://town.example',
    fetch: async ({ url }) => {
      const { searchParams } = new URL(url)
      asked.push(searchParams.get('cursor'))
      assert.equal(searchParams.get('limit'), '2')
      return Response.json(pages[String(searchParams.get('cursor'))])
    },
  })
  const seen: unknown[] = []
  for await (const item of client.items('/v1/orders', { params: { query: { limit: 2 } } })) seen.push(item)
  assert.deepEqual(
    [seen, asked],
    [
      [1, 2, 3],
      [null, 'b', 'c'],
    ],
  )
})

test('events are followed from a cursor on, across a break of the connection', { timeout: 20_000 }, async (t) => {
  const { ann, bob, faults } = await people(t)
  await give(ann, bob, 1)
  const seen: string[] = []
  const controller = new AbortController()
  faults.before = once(breakConnection)
  for await (const event of ann.client.follow({ after: '0.0', signal: controller.signal })) {
    seen.push(event.cursor)
    if (event.type !== 'ledger.transferred') continue
    controller.abort()
  }
  assert.deepEqual(
    seen,
    seen.toSorted((one, other) => Number(one) - Number(other)),
  )
  await assert.rejects(
    async () => {
      const stranger = createClient({
        baseUrl: 'http://town.example',
        fetch: async () => new Response('', { status: 401 }),
      })
      for await (const { id } of stranger.follow()) assert.fail(`a stranger saw the event ${id}`)
    },
    (error) => error instanceof ProblemError && error.status === 401,
  )
})
