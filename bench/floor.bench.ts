/**
 * The floor under the engine: the very statements that it sent, with the very rows, replayed on a copy of the database
 * through one pipelined connection, with nothing decided, encoded or answered.
 *
 *   node bench/floor.bench.ts
 *
 * Prints the engine's figure, the floor's, and both ratios. The ratio of PostgreSQL's CPU holds on noisy machines too.
 */
import pg from 'pg'
import { connectRaw } from '#kernel/db'
import { isCommitted, pipeline, type SetStatement } from '#kernel/wire'
import { openStage, placing, type Stage, submitAll } from './engine-stage.ts'
import { cpuNow, report } from './machine.ts'

const orders = 60_000

/** Notes every statement of the engine's writing connection, batch by batch. */
function record(): { batches: SetStatement[][]; stop: () => void } {
  const batches: SetStatement[][] = []
  // oxlint-disable-next-line typescript/unbound-method -- called with the client that it was called on
  const original = pg.Client.prototype.query
  let open: SetStatement[] = []
  const spy = function (this: pg.Client, statement: SetStatement, ...rest: unknown[]): unknown {
    if (typeof statement === 'object' && statement.rowMode === 'array' && !statement.name.endsWith('-unlocked')) {
      open.push(statement)
      if (statement.name === 'kernel.commit') {
        batches.push(open)
        open = []
      }
    }
    return Reflect.apply(original, this, [statement, ...rest])
  }
  pg.Client.prototype.query = spy as typeof original
  return {
    batches,
    stop: () => {
      pg.Client.prototype.query = original
    },
  }
}

type Measured = { perSecond: number; pgUs: number; nodeUs: number }

async function timed(stage: Stage, work: () => Promise<void>): Promise<Measured> {
  const [cpu, startedAt] = [cpuNow(stage.postmaster()), performance.now()]
  await work()
  const [after, seconds] = [cpuNow(stage.postmaster()), (performance.now() - startedAt) / 1000]
  return {
    perSecond: Math.round(orders / seconds),
    pgUs: Number(((after.pg - cpu.pg) / orders).toFixed(1)),
    nodeUs: Number(((after.node - cpu.node) / orders).toFixed(1)),
  }
}

async function store(client: pg.Client, batch: readonly SetStatement[]): Promise<void> {
  const answers = await pipeline(client, batch)
  if (!isCommitted(answers.at(-1))) throw new Error('a batch of the floor was not committed')
}

/** Two batches on their way, as the engine has. */
async function replay(client: pg.Client, batches: readonly SetStatement[][]): Promise<void> {
  const onTheWay: Promise<void>[] = []
  for (const batch of batches) {
    if (onTheWay.length === 2) await onTheWay.shift()
    onTheWay.push(store(client, batch))
  }
  await Promise.all(onTheWay)
}

const stage = await openStage({ buyers: 20_000, offers: 10_000, stock: 1_000_000 })
await stage.stopEngine()
const admin = new pg.Client({ connectionString: urlOf('postgres') })
await admin.connect()
await admin.query('create database floor template lakeside')
await admin.end()

await stage.startEngine()
const recorded = record()
// Every buyer once, so that the pages are open and only the steady state is compared.
await submitAll(stage.engine(), stage.buyers.map((buyer) => placing(stage, buyer))) // prettier-ignore
const warmUp = recorded.batches.length
const commands = Array.from({ length: orders }, () => placing(stage))
const engine = await timed(stage, async () => void (await submitAll(stage.engine(), commands)))
recorded.stop()
await stage.stopEngine()

const client = await connectRaw(urlOf('floor'), { pipeline: true })
await client.query('update kernel.lease set epoch = epoch + 1') // as the engine did when it was started again
await replay(client, recorded.batches.slice(0, warmUp))
const floor = await timed(stage, () => replay(client, recorded.batches.slice(warmUp)))
const { rows } = await client.query<{ orders: number }>('select count(*)::int as orders from orders.orders')
await client.end()
const expected = orders + stage.buyers.length
if (rows[0]!.orders !== expected) throw new Error(`the floor stored ${rows[0]!.orders} orders, not ${expected}`)
report({
  bench: 'floor',
  orders,
  enginePerSecond: engine.perSecond,
  floorPerSecond: floor.perSecond,
  rateRatio: Number((engine.perSecond / floor.perSecond).toFixed(2)),
  enginePgUs: engine.pgUs,
  floorPgUs: floor.pgUs,
  pgRatio: Number((engine.pgUs / floor.pgUs).toFixed(2)),
  engineNodeUs: engine.nodeUs,
  floorNodeUs: floor.nodeUs,
})
await stage.close()

function urlOf(database: string): string {
  return stage.url.replace(/[^/]*$/, database)
}
