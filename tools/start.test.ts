import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { callerOf } from '../simulator/client.ts'
import { type LaunchedTown, launchTown } from '../simulator/town.ts'
import { connectScenario } from '../simulator/scenario-client.ts'
import { testDatabase } from '../src/kernel/testing.ts'

/** Starts and waits for the end; for starts that are refused. */
async function startRefused(environment: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const { NODE_TEST_CONTEXT: _context, ...inherited } = process.env
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', 'src', 'app', 'cli.ts'), 'start'], {
    env: { ...inherited, ...environment },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, said }
}

async function offering(town: LaunchedTown): Promise<{ place: (key: string) => Promise<number> }> {
  const client = await connectScenario({ baseUrl: town.baseUrl, retryMs: 20_000 })
  const [seller, buyer] = await client.newcomers(2, { walletMinor: 100_000 })
  const input = {
    business: 'market',
    title: 'Mug',
    category: 'mugs',
    currency: 'EUR',
    priceMinor: 100,
    attributes: { shippingMinor: 0 },
    stock: 100,
  }
  const { body } = await seller!.post('/v1/commands', { commands: [{ business: 'offers', type: 'put', input }] })
  const { offerId } = body.verdicts[0].result
  const order = { business: 'market', lines: [{ offerId, qty: 1 }], input: { delivery: 'pickup' }, expectMinor: 100 }
  return { place: async (key) => (await buyer!.post('/v1/orders', order, { key })).status }
}

test('a port that is taken is said at once, with what to do about it', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const { code, said } = await startRefused({ PORT: String(address.port) })
  server.close()
  assert.equal(code, 1)
  assert.match(said, new RegExp(`Port ${address.port} is in use[^]*PORT=${address.port + 1} npm start`))
  assert.doesNotMatch(said, /\n {4}at /)
})

test('a setting that cannot be used is named', async () => {
  const { code, said } = await startRefused({ PORT: 'eighty' })
  assert.equal(code, 1)
  assert.match(said, /PORT must be a whole number/)
})

test('a town starts from nothing, survives its database, and starts again with what it had', async () => {
  await using town = await launchTown({ environment: { DEMO: 'off' } })
  const { place } = await offering(town)
  assert.equal(await place('first'), 201)
  town.killPostgres()
  assert.equal(await place('second'), 201)
  await town.killApp()
  assert.equal(await place('first'), 201)
  assert.equal(await place('third'), 201)
  assert.equal(await town.stop(), 0)
})

test('the operator comes in by a link that works once, and is fresh at each start until somebody used it', async () => {
  await using town = await launchTown({ environment: { DEMO: 'off' } })
  const stranger = callerOf({ baseUrl: town.baseUrl, retryMs: 20_000 })
  const secretSaid = (): string | undefined => /Set up .*#\/setup\/(\S+)/.exec(town.said())?.[1]
  const restart = async (): Promise<void> => {
    await town.killApp()
    await stranger.get('/health')
    while (!town.said().includes('Ready in')) await sleep(20)
  }
  while (!town.said().includes('Ready in')) await sleep(20)
  const first = secretSaid()
  await restart()
  const second = secretSaid()
  assert.ok(first !== undefined && second !== undefined && first !== second)
  const exchanged = await stranger.post('/v1/tokens/exchange', { secret: second })
  assert.equal(exchanged.status, 200)
  const operator = callerOf({ baseUrl: town.baseUrl }, { token: exchanged.body.token })
  assert.deepEqual((await operator.get('/v1/me')).body.grants, ['operator'])
  assert.equal((await stranger.post('/v1/tokens/exchange', { secret: second })).status, 409)
  await restart()
  assert.equal(secretSaid(), undefined)
})

test('of two processes on one database one writes; the other forwards, and takes over when it is gone', async (t) => {
  const db = await testDatabase(t)
  const environment = { DATABASE_URL: db.url, DEMO: 'off', DATABASE_POOL: '4' }
  await using first = await launchTown({ environment })
  await using second = await launchTown({ environment })
  const isWriter = async ({ baseUrl }: LaunchedTown): Promise<boolean> =>
    ((await (await fetch(`${baseUrl}/health`)).json()) as { checks: { engine: { isWriter: boolean } } }).checks.engine
      .isWriter
  assert.deepEqual([await isWriter(first), await isWriter(second)], [true, false])
  const { place } = await offering(second)
  assert.equal(await place('forwarded'), 201)
  assert.equal(await first.stop(), 0)
  assert.equal(await place('after the take-over'), 201)
  assert.equal(await isWriter(second), true)
  assert.equal(await second.stop(), 0)
  await sleep(50) // the server notices closed connections a moment later
})
