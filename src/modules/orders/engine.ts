/**
 * The exchange engine of one town: everything that moves an order, capacity or money goes through `submit`. One process
 * of the town holds the lease and writes; in every other process `submit` forwards to it, with the same signature.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { TownClock } from '#kernel/clock'
import type { Command, DirectCommand, Submit, SubmitOptions, Verdict } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { createFeed, type Feed } from '#kernel/events-feed'
import type { App } from '#kernel/http'
import { beat, heartbeatMs, type Lease, releaseLease, takeLease } from '#kernel/lease'
import { log } from '#kernel/log'
import type { FactLoader } from '#kernel/module'
import { findTown, moveClock, type Town } from '#kernel/towns'
import { capacityCommands } from '#modules/capacity'
import { ledgerCommands } from '#modules/ledger'
import { offersCommands } from '#modules/offers'
import type { BatchFaults } from './batches.ts'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { catalogueCommands } from './commands.ts'
import { createDecide, type DirectChanges, type Transition } from './decide.ts'
import { Deposed } from './failures.ts'
import { createForwarder, forwardingRoutes, type Parcel } from './forwarding.ts'
import { createIntake, type Intake } from './intake.ts'
import { type Answerers, createQuestions } from './questions.ts'
import { createSweeper, type Sweeper } from './timers.ts'
import type { EngineView } from './views.ts'
import { type BatchStats, createWriter, type Writer } from './writer.ts'

export type EngineOptions = {
  db: Database
  town: Town
  clock: TownClock
  /** Where this process answers `/internal/commands`; one address for each process. */
  address: string
  /** False in a process that only forwards, such as a web process beside the engine. Default true. */
  mayWrite?: boolean
  catalogue?: Catalogue
  feed?: Feed
  /** Facts of parties that modules know, by name. */
  facts?: Readonly<Record<string, FactLoader>>
  answerers?: Answerers
  /** True while a decision point is switched off. */
  isKilled?: (point: string) => boolean
  /** Direct commands beside those of ledger, capacity, offers and orders. */
  commands?: readonly DirectCommand<EngineView, DirectChanges>[]
  /** The pure decision on an order; for tests. */
  transition?: Transition
  maxBatch?: number
  maxQueue?: number
}

/** Figures since the start of the process. */
export type EngineStats = BatchStats & BatchFaults & { waiting: number; isWriter: boolean }

export type Engine = {
  submit: Submit
  catalogue: Catalogue
  feed: Feed
  /** True while this process holds the lease. */
  isWriter: () => boolean
  /** Fires timers that are due, here or wherever the writer is within half a second; answers how many fired here. */
  sweepNow: () => Promise<number>
  /** Moves a sandbox town's time forward and fires what becomes due. @throws {Problem} clock-forward-only */
  moveClock: (byMs: number) => Promise<void>
  /** Adds the route on which other processes hand over commands. */
  routes: (app: App) => void
  stats: () => EngineStats
  /** Finishes what is queued, gives the lease up and closes every connection of its own. */
  stop: () => Promise<void>
}

/** What lives as long as the lease is held. */
type Tenure = { lease: Lease; writer: Writer; intake: Intake; sweeper: Sweeper }

/** Starts the engine: it writes if the lease is free, and stands by otherwise. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { db, town, clock, address, mayWrite = true } = options
  const catalogue = options.catalogue ?? createCatalogue({ db, town })
  const feed = options.feed ?? createFeed(db, town.id)
  const direct = [...ledgerCommands, ...capacityCommands, ...offersCommands, ...catalogueCommands, ...(options.commands ?? [])]
  const decide = createDecide(direct, options.transition)
  const forwarder = createForwarder(db, town.id)
  const { answerers = {}, isKilled = () => false } = options
  const askFirst = createQuestions({ db, town: town.id, catalogue, answerers, isKilled })
  const faults: BatchFaults = { retries: 0, bisections: 0, reconnects: 0 }
  const totals: BatchStats = { stored: 0, replayed: 0, deferred: 0, failed: 0 }
  const stopping = new AbortController()
  let tenure: Tenure | undefined

  async function submit(commands: readonly Command[], submitOptions: SubmitOptions = {}): Promise<Verdict[]> {
    // Whatever a caller put there: answers come from our own answerers.
    const clean = commands.some(({ answers }) => answers !== undefined) ? commands.map(withoutAnswers) : commands
    return pass({ commands: await askFirst(clean), options: submitOptions })
  }

  /** To the writer here, or to wherever it is. */
  async function pass(parcel: Parcel): Promise<Verdict[]> {
    if (tenure === undefined) return forwarder.submit(parcel.commands, parcel.options)
    try {
      return await tenure.intake.submit(parcel.commands, parcel.options)
    } catch (error) {
      if (!(error instanceof Deposed)) throw error
      void stepDown('deposed')
      return forwarder.submit(parcel.commands, parcel.options)
    }
  }

  /** Forwarded commands: asked and answered already, and never forwarded again. */
  async function receive({ commands, options: submitOptions }: Parcel): Promise<Verdict[]> {
    if (tenure === undefined) throw new Deposed()
    return tenure.intake.submit(commands, submitOptions)
  }

  async function tryToLead(): Promise<void> {
    const lease = await takeLease(db, town.id, address)
    if (lease === undefined) return
    await catalogue.refresh()
    const writer = createWriter({
      db, town, lease, clock, catalogue, decide, facts: options.facts ?? {}, stats: totals, onCommit: feed.announce,
    }) // prettier-ignore
    const intake = createIntake(writer, faults, options)
    const sweeper = createSweeper({ db, town: town.id, clock, submit })
    tenure = { lease, writer, intake, sweeper }
    feed.setAnnouncing(true)
    sweeper.start()
    log.info({ town: town.id, epoch: lease.epoch }, 'this process writes the books')
  }

  async function stepDown(reason: string): Promise<void> {
    const ended = tenure
    if (ended === undefined) return
    tenure = undefined
    feed.setAnnouncing(false)
    log.warn({ town: town.id, epoch: ended.lease.epoch, reason }, 'this process no longer writes the books')
    await ended.sweeper.stop()
    await ended.intake.idle()
    await ended.writer.close()
  }

  async function tick(): Promise<void> {
    const row = await findTown(db, town.id)
    if (row !== undefined) clock.setOffset(row.clockOffsetMs)
    if (tenure === undefined) {
      if (mayWrite) await tryToLead()
    } else if (!(await beat(db, tenure.lease))) {
      await stepDown('another process took over')
    }
  }

  async function live(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(heartbeatMs, undefined, { signal: stopping.signal }).catch(() => undefined) // stopped: the loop ends
      if (stopping.signal.aborted) return
      try {
        await tick()
      } catch (error) {
        // The database is away: the next tick tries again, and whoever takes the lease meanwhile is seen then.
        log.warn({ err: error }, 'no heartbeat')
      }
    }
  }

  const unsubscribe = followCatalogue(feed, catalogue)
  await catalogue.refresh()
  await tick()
  const living = live()

  return {
    submit,
    catalogue,
    feed,
    isWriter: () => tenure !== undefined,
    sweepNow: async () => (await tenure?.sweeper.sweepNow()) ?? 0,
    moveClock: async (byMs) => {
      clock.setOffset(await moveClock(db, town.id, byMs))
      await tenure?.sweeper.sweepNow()
    },
    routes: (app) => forwardingRoutes(app, { secret: () => tenure?.lease.secret, receive }),
    stats: () => ({ ...totals, ...faults, waiting: tenure?.intake.size() ?? 0, isWriter: tenure !== undefined }),
    stop: async () => {
      stopping.abort()
      await living
      unsubscribe()
      const lease = tenure?.lease
      await stepDown('stopping')
      if (lease !== undefined) await releaseLease(db, lease)
      if (options.feed === undefined) await feed.close()
    },
  }
}

function withoutAnswers(command: Command): Command {
  const { answers: _given, ...rest } = command
  return rest
}

/** What another process publishes is known here as soon as its event is. */
function followCatalogue(feed: Feed, catalogue: Catalogue): () => void {
  return feed.subscribe((events) => {
    if (!events.some(({ type }) => type.startsWith('orders.'))) return
    catalogue.refresh().catch((error: unknown) => log.error({ err: error }, 'the catalogue could not be read'))
  })
}
