/** A town for benches: production's server settings, schema and entry; play money; offers of the market. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTownClock } from '#kernel/clock'
import type { Actor, Command, Verdict } from '#kernel/commands'
import { createDatabase, type Database } from '#kernel/db'
import { newId } from '#kernel/ids'
import { migrate } from '#kernel/migrate'
import { startPostgres } from '#kernel/postgres'
import { createTown, type Town } from '#kernel/towns'
import { createParties } from '#modules/identity'
import { createEngine, type Engine, publishBuiltins } from '#modules/orders'
import { createVault } from '#modules/privacy'
import { manifest as market } from '../src/businesses/market/manifest.ts'

export type Stage = {
  town: Town
  url: string
  db: () => Database
  engine: () => Engine
  postmaster: () => number | undefined
  buyers: readonly Actor[]
  /** Ids of offers; `sellerOf` tells whose. */
  offers: readonly string[]
  sellerOf: (offerId: string) => Actor
  /** Gives the database up, so that it can be copied. */
  stopEngine: () => Promise<void>
  startEngine: () => Promise<void>
  close: () => Promise<void>
}

/** What every offer of the stage costs, minor units. */
export const priceMinor = 2_000
export const shippingMinor = 600
const sellersCount = 500

type StageOptions = { buyers: number; offers: number; stock: number; isCached?: boolean }

/** Starts a server of its own and fills a town. */
export async function openStage({ buyers, offers, stock, isCached = true }: StageOptions): Promise<Stage> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lakeside-bench-'))
  const refugeDir = `/var/lib/lakeside/bench-${process.pid}`
  const postgres = await startPostgres({ dataDir, refugeDir })
  await migrate(postgres.url)
  let db = createDatabase(postgres.url, { max: 8 })
  const town = await createTown(db, { id: 1, name: 'Bench', timeZone: 'UTC', currency: 'EUR', isSandbox: true })
  await publishBuiltins(db, town.id, [market])
  const master = randomBytes(32)
  let vault = createVault({ db, town: town.id, master })
  const start = (): Promise<Engine> =>
    createEngine({
      db,
      town,
      clock: createTownClock(),
      vault,
      address: 'http://127.0.0.1:1',
      isCached,
    })
  let engine = await start()
  const filled = await fill(db, engine, { buyers, offers, stock })
  // Buyers who have ordered before: each has a key already.
  for (let from = 0; from < filled.buyers.length; from += 5_000)
    await vault.seal(
      filled.buyers.slice(from, from + 5_000).map(({ party }) => ({ party, purpose: 'before', value: '' })),
    )
  const stopEngine = async (): Promise<void> => {
    await engine.stop()
    await db.destroy()
  }
  const startEngine = async (): Promise<void> => {
    db = createDatabase(postgres.url, { max: 8 })
    vault = createVault({ db, town: town.id, master })
    engine = await start()
  }
  /** The engine must have been stopped. */
  const close = async (): Promise<void> => {
    await postgres.stop()
    for (const dir of [dataDir, refugeDir]) rmSync(dir, { recursive: true, force: true })
  }
  const shared = { town, url: postgres.url, postmaster: postgres.pid, stopEngine, startEngine, close }
  return { ...shared, ...filled, db: () => db, engine: () => engine }
}

type Filled = Pick<Stage, 'buyers' | 'offers' | 'sellerOf'>

async function fill(db: Database, engine: Engine, { buyers, offers, stock }: StageOptions): Promise<Filled> {
  const [operator] = await addPeople(db, 1, ['operator'])
  const sellers = await addPeople(db, sellersCount, [])
  const payers = await addPeople(db, buyers, [])
  await submitAll(engine, payers.map((buyer) => issueTo(operator!, buyer))) // prettier-ignore
  const puts = Array.from({ length: offers }, (_, index) => putOffer(sellers[index % sellersCount]!, stock))
  await submitAll(engine, puts)
  const owners = new Map(puts.map(({ id, actor }) => [id, actor]))
  return { buyers: payers, offers: puts.map(({ id }) => id), sellerOf: (id) => owners.get(id)! }
}

async function addPeople(db: Database, count: number, grants: readonly string[]): Promise<Actor[]> {
  const people = Array.from({ length: count }, (): Actor => ({ party: newId(), kind: 'person', grants }))
  for (let from = 0; from < count; from += 5_000) {
    const page = people.slice(from, from + 5_000)
    await createParties(
      db,
      1,
      page.map(({ party }) => ({
        id: party,
        kind: 'person',
        slug: `p-${party}`,
        name: 'Ada',
        joinedAt: 1_700_000_000_000,
        grants,
      })),
    )
  }
  return people
}

/** A command named `BUSINESS.TYPE`. */
export function command(actor: Actor, name: string, more: Partial<Command> = {}): Command {
  const [business = '', type = ''] = name.split('.')
  return { id: newId(), actor, business, type, input: {}, ...more }
}

/** One of a list, each as likely. */
export function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)]!
}

/** Buys one of some offer in the market. */
export function placing(
  stage: Stage,
  buyer: Actor = pick(stage.buyers),
  offerId: string = pick(stage.offers),
): Command {
  const input = { delivery: 'shipping', address: 'Seestrasse 1, Lakeside' }
  return command(buyer, 'market.place', {
    lines: [{ offerId, qty: 1 }],
    input,
    expectMinor: priceMinor + shippingMinor,
  })
}

function issueTo(operator: Actor, { party }: Actor): Command {
  return command(operator, 'ledger.issue', { input: { to: party, amountMinor: 1_000_000_000, currency: 'EUR' } })
}

function putOffer(seller: Actor, stock: number): Command {
  return command(seller, 'offers.put', {
    input: {
      business: 'market',
      title: 'Bread',
      description: 'A loaf',
      category: 'bread',
      currency: 'EUR',
      priceMinor,
      attributes: { shippingMinor },
      stock,
    },
  })
}

/** Submits all, 2,000 at a time on their way, and throws for a refusal. */
export async function submitAll(engine: Engine, commands: readonly Command[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < commands.length) {
      const index = next++
      const [verdict] = await engine.submit([commands[index]!])
      if (verdict!.status === 'refused') throw new Error(`refused: ${JSON.stringify(verdict)}`)
      verdicts[index] = verdict!
    }
  }
  await Promise.all(Array.from({ length: 2_000 }, worker))
  return verdicts
}
