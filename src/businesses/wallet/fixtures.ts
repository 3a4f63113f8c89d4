import { randomBytes } from 'node:crypto'
import { Logger, runOnce, type TaskList } from 'graphile-worker'
import { createTownClock } from '#kernel/clock'
import type { Actor, Command, JsonObject, Submit, Verdict } from '#kernel/commands'
import { readConfig } from '#kernel/config'
import { type Database, sql } from '#kernel/db'
import { createProjection } from '#kernel/events-projection'
import { newId } from '#kernel/ids'
import { migrateJobs, type Task } from '#kernel/jobs'
import { callsProjection, callTask, deliverCall } from '#kernel/jobs-calls'
import { log } from '#kernel/log'
import type { Context } from '#kernel/module'
import { type TestScope, testDatabase } from '#kernel/testing'
import { createTown } from '#kernel/towns'
import type { Manifest, Order } from '#modules/flows'
import { createParties } from '#modules/identity'
import { statementsProjection } from '#modules/ledger'
import { createEngine, type Engine, publishBuiltins, readOrders } from '#modules/orders'
import { deskOf } from '#modules/payments'
import { createVault } from '#modules/privacy'
import { manifest } from './manifest.ts'

/** A shop that knows nothing of providers: its orders wait a quarter of an hour and the buyer pays them. */
const shop: Manifest = {
  business: 'shop',
  version: 1,
  title: 'Shop',
  roles: { buyer: { bind: 'actor.id' }, operator: { grant: 'operator' } },
  money: {
    hold: [{ from: 'buyer', to: 'pot', amount: 'terms.total' }],
    collect: [{ from: 'buyer', to: '@fees', amount: 'input.price', under: 'autopay' }],
    earn: [{ from: 'pot', to: 'buyer:available', rest: true }],
    take: [{ from: 'pot', to: '@fees', rest: true }],
  },
  flow: {
    initial: 'new',
    states: {
      new: {
        on: {
          reserve: {
            by: ['buyer'],
            input: { required: ['price'], properties: { price: { type: 'integer', minimum: 1, maximum: 1_000_000 } } },
            do: [{ freeze: { total: 'input.price' } }],
            target: 'reserved',
          },
          /** To oneself, which is enough to have earned something. */
          sell: {
            by: ['buyer'],
            input: { required: ['price'], properties: { price: { type: 'integer', minimum: 1, maximum: 1_000_000 } } },
            do: [{ freeze: { total: 'input.price' } }, { pay: 'hold' }],
            target: 'sold',
          },
        },
      },
      reserved: {
        on: {
          pay: { by: ['buyer'], do: [{ pay: 'hold' }], target: 'paid' },
          cancel: { by: ['buyer'], target: 'cancelled' },
          /** Under a standing mandate of the buyer's. */
          collect: {
            by: ['operator'],
            input: { required: ['price'], properties: { price: { type: 'integer', minimum: 1, maximum: 1_000_000 } } },
            do: [{ pay: 'collect' }],
          },
        },
        after: { PT15M: { target: 'cancelled' } },
      },
      paid: { after: { P1D: { target: 'done' } } },
      done: { final: 'done', entry: [{ pay: 'take' }] },
      sold: { final: 'done', entry: [{ pay: 'earn' }] },
      cancelled: { final: 'undone' },
    },
  },
}

/** A town with the wallet, a shop and a provider that can be told to misbehave. */
export type Rig = {
  db: Database
  engine: Engine
  desk: ReturnType<typeof deskOf>
  context: Context
  person: () => Promise<Actor>
  submit: (actor: Actor, name: string, more?: Partial<Command>) => Promise<Verdict>
  order: (id: string) => Promise<Order>
  /** The secret of the bank's page of a payment; '' when there is none. */
  page: (payment: string) => Promise<string>
  balance: (actor: Actor, purpose?: string) => Promise<number>
  /** Sells for this much and closes, so that the money may be paid out. */
  earn: (seller: Actor, amountMinor: number) => Promise<void>
  /** Moves town time and fires what is due. */
  pass: (ms: number) => Promise<void>
  /** Lets everything that waits be done without waiting for its time; who asks again and again does so this often. */
  settle: (rounds?: number) => Promise<void>
}

/** Sets it up over a database of the test's own. @param dies when the process that takes notices in is to fail */
export async function setUp(scope: TestScope, dies: () => 'before' | 'after' | null = () => null): Promise<Rig> {
  const db = await testDatabase(scope)
  await migrateJobs(db.url)
  const town = await createTown(db, { id: 1, name: 'Lakeside', timeZone: 'UTC', currency: 'EUR', isSandbox: true })
  await publishBuiltins(db, 1, [manifest, shop])
  const clock = createTownClock()
  const vault = createVault({ db, town: 1, master: randomBytes(32) })
  const engine = await createEngine({ db, town, clock, vault, address: 'http://127.0.0.1:1' })
  // The parts that a desk uses of what the composition hands to modules.
  const parts = { db, town, submit: flaky(engine.submit, dies), log, config: readConfig({}), vault }
  const context = parts as unknown as Context
  const desk = deskOf(context)
  const shared = { db, town: 1, feed: engine.feed }
  const readers = [callsProjection, statementsProjection(1)].map((one) => createProjection({ ...shared, ...one }))
  const submit: Rig['submit'] = async (actor, name, more = {}) => {
    const [business = '', ...type] = name.split('.')
    const command = { id: newId(), actor, business, type: type.join('.'), input: {} as JsonObject, ...more }
    return (await engine.submit([command]))[0]!
  }
  const order = async (id: string): Promise<Order> => (await readOrders(db, 1, [id]))[0]!
  const tasks = { [callTask]: deliverCall([desk.adapter], log), ...desk.jobs }
  // Reconciliation waits until the statements have followed.
  for (const reader of readers.slice(1)) reader.start()
  scope.after(async () => {
    for (const reader of readers) await reader.stop()
    await engine.stop()
  })
  return {
    db,
    engine,
    desk,
    context,
    person: async () => {
      const id = newId()
      await createParties(db, 1, [{ id, kind: 'person', slug: `p-${id}`, name: 'Ada', joinedAt: 1_700_000_000_000 }])
      return { party: id, kind: 'person', grants: [] }
    },
    submit,
    order,
    page: async (payment) => {
      const { page = '' } = (await order(payment)).data as { page?: string } // set by the manifest
      return page.split('/').at(-1) ?? ''
    },
    balance: async ({ party }, purpose = 'wallet') => {
      const { rows } = await sql<{ balance: number }>`
        select balance from ledger.public_accounts where name = ${`${purpose}:${party}:EUR`}`.execute(db)
      return rows[0]?.balance ?? 0
    },
    earn: (seller, amountMinor) => earn(submit, seller, amountMinor),
    pass: (ms) => engine.moveClock(ms),
    settle: async (rounds = 3) => {
      const read = async (): Promise<void> => {
        for (const reader of readers) await reader.catchUp()
      }
      await read()
      while (await hurry(db, rounds)) {
        await runOnce({ pgPool: db.pool, taskList: taskListOf(tasks), concurrency: 4, logger: silent })
        await read()
      }
    },
  }
}

async function earn(submit: Rig['submit'], seller: Actor, amountMinor: number): Promise<void> {
  const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
  await submit(operator, 'ledger.issue', { input: { to: seller.party, amountMinor, currency: 'EUR' } })
  await submit(seller, 'shop.sell', { input: { price: amountMinor } })
}

/** Makes everything due that waits for its time; answers whether anything does. */
async function hurry(db: Database, rounds: number): Promise<boolean> {
  const { rows } = await sql`
    update graphile_worker._private_jobs set run_at = now(), last_error = null
    where attempts < max_attempts and coalesce((payload ->> 'round')::int, -1) < ${rounds} returning 1`.execute(db)
  return rows.length > 0
}

function taskListOf(tasks: Readonly<Record<string, Task>>): TaskList {
  const attempt = { number: 1, isLast: false, signal: new AbortController().signal }
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload as JsonObject, attempt)]),
  )
}

const silent = new Logger(() => () => undefined)

/** Fails like a process that dies: sometimes before the books have heard, sometimes after, never saying which. */
function flaky(submit: Submit, dies: () => 'before' | 'after' | null): Submit {
  return async (commands, options) => {
    const when = dies()
    if (when === 'before') throw new Error('the process died before the books heard of it')
    const verdicts = await submit(commands, options)
    if (when === 'after') throw new Error('the process died before it heard from the books')
    return verdicts
  }
}
