/** A town for benches: production's server settings, schema and entry; play money; offers of the market. */
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
import { manifest as market } from '../src/businesses/market/manifest.ts'

export type Stage = {
  db: Database
  town: Town
  engine: Engine
  postmaster: () => number | undefined
  buyers: readonly Actor[]
  sellers: readonly Actor[]
  courier: Actor
  /** Ids of offers; `sellerOf` tells whose. */
  offers: readonly string[]
  sellerOf: (offerId: string) => Actor
  close: () => Promise<void>
}

/** What every offer of the stage costs, minor units. */
export const priceMinor = 2_000
export const shippingMinor = 600
const sellersCount = 500

/** Starts a server of its own and fills a town. */
export async function openStage({
  buyers,
  offers,
  stock,
}: {
  buyers: number
  offers: number
  stock: number
}): Promise<Stage> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lakeside-bench-'))
  const postgres = await startPostgres({ dataDir, refugeDir: `/var/lib/lakeside/bench-${process.pid}` })
  await migrate(postgres.url)
  const db = createDatabase(postgres.url, { max: 8 })
  const town = await createTown(db, { id: 1, name: 'Bench', timeZone: 'UTC', currency: 'EUR', isSandbox: true })
  await publishBuiltins(db, town.id, [market])
  const engine = await createEngine({ db, town, clock: createTownClock(), address: 'http://127.0.0.1:1' })
  const [operator] = await addPeople(db, 1, ['operator'])
  const [courier] = await addPeople(db, 1, ['courier'])
  const sellerList = await addPeople(db, sellersCount, [])
  const buyerList = await addPeople(db, buyers, [])
  await submitAll(engine, buyerList.map((buyer) => issueTo(operator!, buyer))) // prettier-ignore
  const puts = Array.from({ length: offers }, (_, index) => putOffer(sellerList[index % sellersCount]!, stock))
  await submitAll(engine, puts)
  const owners = new Map(puts.map(({ id, actor }) => [id, actor]))
  return {
    db, town, engine, postmaster: postgres.pid, buyers: buyerList, sellers: sellerList, courier: courier!,
    offers: puts.map(({ id }) => id), sellerOf: (id) => owners.get(id)!,
    close: async () => {
      await engine.stop()
      await db.destroy()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
      rmSync(`/var/lib/lakeside/bench-${process.pid}`, { recursive: true, force: true })
    },
  } // prettier-ignore
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
