import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { createTownClock, type TownClock } from '#kernel/clock'
import type { Actor, Command, JsonObject, Verdict } from '#kernel/commands'
import { createDatabase, type Database, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import type { TestScope } from '#kernel/testing'
import { createTown, type Town } from '#kernel/towns'
import type { Vault } from '#kernel/vault'
import { createParties } from '#modules/identity'
import type { Manifest } from '#modules/flows'
import { createVault } from '#modules/privacy'
import { createEngine, type Engine, type EngineOptions } from './engine.ts'
import { publishBuiltins } from '../catalogue/publish.ts'

/** A small business: stock, escrow, a three-way split, a timer. */
export const stall: Manifest = {
  business: 'stall',
  version: 1,
  title: 'Stall',
  rates: { commissionBps: 500, courierMinor: 300 },
  roles: {
    buyer: { bind: 'actor.id' },
    seller: { bind: 'offer.seller' },
    arbiter: { grant: 'arbiter', kind: 'person' },
  },
  capacity: {
    stock: { cells: 'lines.map(l, l.offer.id)', count: 'lines.map(l, l.qty)', consumed: true, else: 'sold-out' },
  },
  money: {
    hold: [{ from: 'buyer', to: 'pot', amount: 'terms.total' }],
    settle: [
      { from: 'pot', to: 'seller', share: 'terms.total - terms.commission - terms.courier' },
      { from: 'pot', to: '@couriers', share: 'terms.courier' },
      { from: 'pot', to: '@fees', share: 'terms.commission' },
    ],
  },
  flow: {
    initial: 'new',
    states: {
      new: {
        on: {
          place: {
            by: ['buyer'],
            do: [
              {
                freeze: {
                  total: 'sum(lines.map(l, l.offer.priceMinor * l.qty))',
                  commission: 'bps(terms.total, rates.commissionBps)',
                  courier: 'rates.courierMinor',
                },
              },
              { take: 'stock' },
              { pay: 'hold' },
            ],
            target: 'paid',
          },
        },
      },
      paid: {
        on: { ship: { by: ['seller'], target: 'shipped' }, cancel: { by: ['buyer', 'seller'], target: 'cancelled' } },
        after: { P7D: { target: 'cancelled' } },
      },
      shipped: { on: { confirm: { by: ['buyer'], target: 'completed' } }, after: { P10D: { target: 'completed' } } },
      completed: { final: 'done', entry: [{ pay: 'settle' }] },
      cancelled: { final: 'undone' },
    },
  },
}

/** A town with an engine, for tests and benches. */
export type Stage = {
  db: Database
  town: Town
  clock: TownClock
  vault: Vault
  engine: Engine
  operator: Actor
  /** Parties of this town with money in their wallets. */
  people: (count: number, balanceMinor: number) => Promise<Actor[]>
  /** An offer of the stall with stock; answers its id. */
  offer: (seller: Actor, given: { priceMinor: number; stock: number }) => Promise<string>
  /** Another engine process of the same town, on a pool of its own. */
  another: (options?: Partial<EngineOptions>) => Promise<{ engine: Engine; stop: () => Promise<void> }>
}

/** Sets the stage: a sandbox town, its operator, the stall, an engine that writes. */
export async function setStage(scope: TestScope, db: Database, options: Partial<EngineOptions> = {}): Promise<Stage> {
  const town = await createTown(db, {
    id: 1,
    name: 'Lakeside',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    isSandbox: true,
  })
  const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
  await addParties(db, [operator])
  await publishBuiltins(db, town.id, [stall])
  const clock = createTownClock()
  const vault = createVault({ db, town: town.id, master: randomBytes(32) })
  const engine = await createEngine({ db, town, clock, vault, address: 'http://127.0.0.1:1', ...options })
  scope.after(() => engine.stop())
  return {
    db,
    town,
    clock,
    vault,
    engine,
    operator,
    people: async (count, balanceMinor) => {
      const people = Array.from({ length: count }, (): Actor => ({ party: newId(), kind: 'person', grants: [] }))
      await addParties(db, people)
      if (balanceMinor > 0)
        await Promise.all(people.map((person) => issue(engine, operator, { to: person, amountMinor: balanceMinor })))
      return people
    },
    offer: (seller, given) => putOffer(engine, seller, given),
    another: async (more = {}) => {
      const pool = createDatabase(db.url, { max: 3 })
      const other = await createEngine({
        db: pool,
        town,
        clock: createTownClock(),
        vault,
        address: 'http://127.0.0.1:2',
        ...more,
      })
      const stop = async (): Promise<void> => {
        await other.stop()
        await pool.destroy()
      }
      return { engine: other, stop }
    },
  }
}

async function addParties(db: Database, actors: readonly Actor[]): Promise<void> {
  await createParties(
    db,
    1,
    actors.map(({ party, kind }) => ({
      id: party,
      kind: kind as 'person',
      slug: `p-${party}`,
      name: 'Ada',
      joinedAt: 1_700_000_000_000,
    })),
  )
}

async function issue(
  engine: Engine,
  operator: Actor,
  { to, amountMinor }: { to: Actor; amountMinor: number },
): Promise<void> {
  const input = { to: to.party, amountMinor, currency: 'EUR' }
  accepted(await engine.submit([command(operator, 'ledger.issue', { input })]))
}

async function putOffer(
  engine: Engine,
  seller: Actor,
  { priceMinor, stock }: { priceMinor: number; stock: number },
): Promise<string> {
  const input = {
    business: 'stall',
    title: 'Bread',
    description: '',
    category: 'bread',
    currency: 'EUR',
    priceMinor,
    taxCode: 'standard',
    priceIncludesTax: true,
    pictures: [],
    attributes: {},
    stock,
  }
  const put = command(seller, 'offers.put', { input })
  accepted(await engine.submit([put]))
  return put.id
}

/** A command named `BUSINESS.TYPE`. */
export function command(actor: Actor, name: string, more: Partial<Command> = {}): Command {
  const dot = name.indexOf('.')
  return { id: newId(), actor, business: name.slice(0, dot), type: name.slice(dot + 1), input: {}, ...more }
}

/** A command that buys `qty` of an offer of the stall. */
export function buying(
  buyer: Actor,
  offerId: string,
  { priceMinor, qty = 1 }: { priceMinor: number; qty?: number },
): Command {
  return command(buyer, 'stall.place', { lines: [{ offerId, qty }], expectMinor: priceMinor * qty })
}

/** The results of verdicts that must all be accepted. */
export function accepted(verdicts: readonly Verdict[]): JsonObject[] {
  return verdicts.map((verdict) => {
    if (verdict.status === 'refused') throw new Error(`refused: ${JSON.stringify(verdict.refusal)}`)
    return verdict.result
  })
}

/** The slugs of verdicts, `accepted` where they were. */
export function slugs(verdicts: readonly Verdict[]): string[] {
  return verdicts.map((verdict) => (verdict.status === 'refused' ? verdict.refusal.slug : 'accepted'))
}

/** Free, held and sold of an offer's stock. */
export async function stockOf(
  db: Database,
  offerId: string,
): Promise<{ available: number; held: number; sold: number }> {
  const { rows } = await sql<{ available: number; held: number; sold: number }>`
    select available, held, sold from capacity.cells where name = ${`stall/${offerId}`}`.execute(db)
  return rows[0] ?? { available: 0, held: 0, sold: 0 }
}

/** Balances of wallets, in the order asked. */
export async function balances(db: Database, parties: readonly Actor[]): Promise<number[]> {
  const names = parties.map(({ party }) => `wallet:${party}:EUR`)
  const { rows } = await sql<{ name: string; balance: number }>`
    select name, balance from ledger.accounts where name = any(${names}::text[])`.execute(db)
  const byName = new Map(rows.map(({ name, balance }) => [name, balance]))
  return names.map((name) => byName.get(name) ?? 0)
}

/** Rows of a table. */
export async function countOf(
  db: Database,
  table: 'kernel.events' | 'orders.orders' | 'ledger.transfers',
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(db)
  return rows[0]!.count
}

/** Which path of the engine writes. */
export type Path = { isCached: boolean }

/** Whatever is promised holds on the cached path and on the locked path alike. */
export function onBothPaths(name: string, check: (t: TestContext, path: Path) => Promise<void>): void {
  test(`${name} (cached)`, (t) => check(t, { isCached: true }))
  test(`${name} (locked)`, (t) => check(t, { isCached: false }))
}
