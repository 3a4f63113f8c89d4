/**
 * The kill storm: buyers at work while the app and its database server are killed without a word, again and again.
 * Afterwards the books are compared with what the buyers were told: nothing lost, nothing doubled, nothing oversold.
 */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { send } from '../simulator/client.ts'
import { type LaunchedTown, launchTown } from '../simulator/town.ts'
import { createDatabase, sql } from '../src/kernel/db.ts'
import { findInvariants, violations } from '../src/kernel/invariants.ts'
import { openPostgres } from '../src/kernel/postgres.ts'
import { type Notes, type Stage, buy, noNotes, setStage, stubborn } from './soak-load.ts'

/** How hard it storms. */
export type Storm = {
  /** Kills of the app, and as many of the database server. */
  readonly kills: number
  readonly clients: number
  /** Answers to new orders that there must be at the end. */
  readonly answersMin: number
  readonly scarceStock: number
}

/** What became of it. `faults` is empty when all is well. */
export type Report = {
  readonly answers: number
  readonly accepted: number
  readonly cancelled: number
  readonly replays: number
  readonly retries: number
  /** Time without an answer around each kill, ms. */
  readonly gapsMs: { readonly app: readonly number[]; readonly postgres: readonly number[] }
  readonly seconds: number
  readonly faults: readonly string[]
}

/** Runs a storm over a town of its own. */
export async function storm(options: Storm): Promise<Report> {
  const startedAt = performance.now()
  await using town = await launchTown({ environment: { DEMO: 'off' } })
  const notes = noNotes()
  const stage = await setStage(stubborn(town.baseUrl, notes), {
    buyers: options.clients,
    scarceStock: options.scarceStock,
  })
  const stopping = new AbortController()
  const buyers = Array.from({ length: options.clients }, (_, seed) =>
    buy(stage, notes, { seed, signal: stopping.signal }),
  )
  const gapsMs = { app: [] as number[], postgres: [] as number[] }
  try {
    for (let kill = 0; kill < options.kills; kill += 1) {
      gapsMs.app.push(await killing(town, notes, { kill: () => town.killApp(), at: kill }))
      gapsMs.postgres.push(await killing(town, notes, { kill: async () => town.killPostgres(), at: kill }))
    }
    while (notes.orders.size < options.answersMin) await sleep(50)
  } finally {
    stopping.abort()
    await Promise.all(buyers)
  }
  const exitCode = await town.stop()
  const faults = [
    ...(await compare(town.dataDir, { notes, stage, scarceStock: options.scarceStock })),
    ...faultsOf(notes),
  ]
  if (exitCode !== 0) faults.push(`the app ended with ${exitCode}`)
  return {
    answers: notes.orders.size,
    accepted: [...notes.orders.values()].filter(({ status }) => status === 201).length,
    cancelled: notes.cancelled.size,
    replays: notes.replays,
    retries: notes.retries,
    gapsMs,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    faults,
  }
}

/** Answers that there must be before the next kill: each kill hits a town that is at work. */
const answersBetween = 100

/** Waits until the town works, kills at some moment, waits for the next answers; answers the gap. */
async function killing(
  town: LaunchedTown,
  notes: Notes,
  { kill, at }: { kill: () => Promise<void>; at: number },
): Promise<number> {
  await moreAnswers(notes)
  // A different moment of the batch, the heartbeat and the sweep at each kill.
  await sleep(37 * ((at * 7) % 11))
  notes.gapMs = 0
  await kill()
  await moreAnswers(notes)
  await healthy(town)
  return Math.round(notes.gapMs)
}

async function moreAnswers({ orders }: Notes): Promise<void> {
  const wanted = orders.size + answersBetween
  while (orders.size < wanted) await sleep(10)
}

async function healthy({ baseUrl }: LaunchedTown): Promise<void> {
  for (;;) {
    const reply = await send({ baseUrl }, { method: 'GET', path: '/health' }).catch(() => undefined) // on its way up
    if (reply?.status === 200) return
    await sleep(20)
  }
}

function faultsOf({ changed, surprises }: Notes): string[] {
  const faults: string[] = []
  if (changed.length > 0) faults.push(`${changed.length} verdicts changed, such as of ${changed[0]}`)
  if (surprises.length > 0) faults.push(`${surprises.length} answers that nobody may get, such as ${surprises[0]}`)
  return faults
}

type Told = { notes: Notes; stage: Stage; scarceStock: number }

/** Holds the books against what the buyers were told. */
async function compare(dataDir: string, told: Told): Promise<string[]> {
  const postgres = await openPostgres({ dataDir: path.join(dataDir, 'postgres') })
  const db = createDatabase(postgres.url, { max: 2 })
  try {
    const { rows } = await sql<{ id: string; state: string; offerId: string }>`
      select o.id, s.state, o.lines -> 0 ->> 'offerId' as offer_id
      from orders.orders o join orders.order_state s on s.town = o.town and s.id = o.id`.execute(db)
    const broken = await violations(db, findInvariants())
    const replay = await verifyLedger(dataDir)
    return [
      ...compareOrders(rows, told),
      ...compareScarce(rows, told),
      ...broken.map(({ name, rows: found }) => `invariant ${name} is broken: ${JSON.stringify(found[0])}`),
      ...replay,
    ]
  } finally {
    await db.destroy()
    await postgres.stop()
  }
}

type Stored = { id: string; state: string; offerId: string }

function compareOrders(stored: readonly Stored[], { notes }: Told): string[] {
  const faults: string[] = []
  const states = new Map(stored.map(({ id, state }) => [id, state]))
  for (const [id, { status }] of notes.orders) {
    if ((status === 201) !== states.has(id))
      faults.push(`order ${id} was answered ${status} and is ${states.get(id) ?? 'not stored'}`)
  }
  for (const [id, state] of states) {
    if (!notes.orders.has(id)) faults.push(`order ${id} is stored and was never answered`)
    if ((state === 'cancelled') !== notes.cancelled.has(id))
      faults.push(`order ${id} is ${state} against what was answered`)
  }
  return faults
}

function compareScarce(stored: readonly Stored[], { stage, scarceStock }: Told): string[] {
  return stage.scarce.flatMap((offerId) => {
    const sold = stored.filter((order) => order.offerId === offerId).length
    return sold <= scarceStock ? [] : [`offer ${offerId} had ${scarceStock} and sold ${sold}`]
  })
}

/** The product's own check, as an operator runs it. */
async function verifyLedger(dataDir: string): Promise<string[]> {
  const cli = path.join(import.meta.dirname, '..', 'src', 'app', 'cli.ts')
  try {
    await promisify(execFile)(process.execPath, [cli, 'verify-ledger'], { env: { ...process.env, DATA_DIR: dataDir } })
    return []
  } catch (error) {
    return [`verify-ledger says: ${String(error)}`]
  }
}
