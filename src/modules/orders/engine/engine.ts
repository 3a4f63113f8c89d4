/**
 * The exchange engine of one town: everything that moves an order, capacity or money goes through `submit`. One process
 * of the town holds the lease and writes; in every other process `submit` forwards to it, with the same signature.
 */
import { machineNow, type TownClock } from '#kernel/clock'
import type { Command, DirectCommand, Submit, SubmitOptions, Verdict } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { createFeed, type Feed } from '#kernel/events-feed'
import type { App } from '#kernel/http'
import { beat, heartbeatMs, takeLease } from '#kernel/lease'
import { log } from '#kernel/log'
import type { FactLoader } from '#kernel/module'
import { repeat, type Repeated } from '#kernel/repeat'
import { findTown, moveClock, renewTown, type Town } from '#kernel/towns'
import type { Vault } from '#kernel/vault'
import { type Catalogue, createCatalogue } from '../catalogue/catalogue.ts'
import type { DirectChanges, Transition } from './decide.ts'
import { Deposed } from './failures.ts'
import { createForwarder, forwardingRoutes, type Parcel } from './forwarding.ts'
import { type Answerers, createQuestions } from './questions.ts'
import { createSealing } from './sealing.ts'
import { createReign, type EngineFigures, type Tenure } from './tenure.ts'
import type { EngineView } from '../books/views.ts'

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
  /** Seals personal values; without it a business that takes any refuses them. */
  vault?: Vault
  /** True while a decision point is switched off. */
  isKilled?: (point: string) => boolean
  /** Direct commands beside those of ledger, capacity, offers and orders. */
  commands?: readonly DirectCommand<EngineView, DirectChanges>[]
  /** False: every batch locks and reads anew, as after a failure. Default true. */
  isCached?: boolean
  /** The pure decision on an order; for tests. */
  transition?: Transition
  maxBatch?: number
  maxQueue?: number
}

/** Figures since the start of the process. */
export type EngineStats = EngineFigures & { waiting: number; isWriter: boolean }

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

/** Starts the engine: it writes if the lease is free, and stands by otherwise. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { db, town } = options
  const catalogue = options.catalogue ?? createCatalogue({ db, town })
  const feed = options.feed ?? createFeed(db, town.id)
  const { clock, facts = {}, answerers = {}, isKilled = () => false } = options
  const askFirst = createQuestions({ db, town, clock, catalogue, facts, answerers, isKilled })
  const { vault } = options
  const seal = vault === undefined ? undefined : createSealing({ db, town: town.id, catalogue, vault })
  const post = createPost({ ...options, catalogue, feed }, submit)

  async function submit(commands: readonly Command[], submitOptions: SubmitOptions = {}): Promise<Verdict[]> {
    // Whatever a caller put there: answers come from our own answerers.
    const clean = commands.some(({ answers }) => answers !== undefined) ? commands.map(withoutAnswers) : commands
    // Most businesses take nothing personal: then not even a microtask is spent on it.
    const isPersonal = seal !== undefined && clean.some(({ business, type }) => catalogue.isPersonal(business, type))
    return post.pass({ commands: await askFirst(isPersonal ? await seal(clean) : clean), options: submitOptions })
  }

  const unsubscribe = followCatalogue(feed, catalogue, () => post.tenure() !== undefined)
  const stop = async (): Promise<void> => {
    unsubscribe()
    await post.stop()
    if (options.feed === undefined) await feed.close()
  }
  try {
    // Position first, catalogue second: what is published in between is then heard of.
    await feed.poll()
    await catalogue.refresh()
    await post.start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    submit,
    catalogue,
    feed,
    isWriter: () => post.tenure() !== undefined,
    sweepNow: async () => (await post.tenure()?.sweepNow()) ?? 0,
    moveClock: async (byMs) => {
      options.clock.setOffset(await moveClock(db, town.id, byMs))
      await post.tenure()?.sweepNow()
    },
    routes: (app) => forwardingRoutes(app, { secret: () => post.tenure()?.lease.secret, receive: post.receive }),
    stats: () => ({ ...post.figures, waiting: post.tenure()?.size() ?? 0, isWriter: post.tenure() !== undefined }),
    stop,
  }
}

/** Where commands go: to the writer here while this process holds the lease, and elsewhere otherwise. */
type Post = {
  tenure: () => Tenure | undefined
  figures: EngineFigures
  pass: (parcel: Parcel) => Promise<Verdict[]>
  /** Forwarded commands: asked and answered already, and never forwarded again. */
  receive: (parcel: Parcel) => Promise<Verdict[]>
  start: () => Promise<void>
  stop: () => Promise<void>
}

function createPost(options: EngineOptions & { catalogue: Catalogue; feed: Feed }, submit: Submit): Post {
  const { db, town, clock, address, mayWrite = true } = options
  const forwarder = createForwarder(db, town.id)
  const reign = createReign(options, submit)
  let tenure: Tenure | undefined
  let living: Repeated | undefined

  async function pass(parcel: Parcel): Promise<Verdict[]> {
    if (tenure === undefined) return forwarder.submit(parcel.commands, parcel.options)
    try {
      return await tenure.submit(parcel.commands, parcel.options)
    } catch (error) {
      if (!(error instanceof Deposed)) throw error
      await stepDown('another process took over')
      return forwarder.submit(parcel.commands, parcel.options)
    }
  }

  async function receive(parcel: Parcel): Promise<Verdict[]> {
    if (tenure === undefined) throw new Deposed()
    return tenure.submit(parcel.commands, parcel.options)
  }

  async function stepDown(reason: string, isByChoice = false): Promise<void> {
    const ended = tenure
    tenure = undefined
    if (ended !== undefined) await reign.end(ended, reason, isByChoice)
  }

  async function tick(): Promise<void> {
    const row = await findTown(db, town.id)
    if (row !== undefined) {
      clock.setOffset(row.clockOffsetMs)
      renewTown(town, row)
    }
    if (tenure !== undefined) {
      // A batch moves the lease row itself, and a heartbeat would wait behind it.
      if (machineNow() - tenure.committedAt() < heartbeatMs) return
      if (!(await beat(db, tenure.lease))) await stepDown('another process took over')
    } else if (mayWrite) {
      const lease = await takeLease(db, town.id, address)
      if (lease !== undefined) tenure = await reign.begin(lease)
    }
  }

  return {
    tenure: () => tenure,
    figures: reign.figures,
    pass,
    receive,
    start: async () => {
      await tick()
      // While the database is away every beat fails; whoever takes the lease meanwhile is seen by the next.
      living = repeat(heartbeatMs, 'no heartbeat', tick)
    },
    stop: async () => {
      await living?.stop()
      await stepDown('stopping', true)
    },
  }
}

function withoutAnswers(command: Command): Command {
  const { answers: _given, ...rest } = command
  return rest
}

/** What another process publishes is known here as soon as its event is; the writer knows what it stores itself. */
function followCatalogue(feed: Feed, catalogue: Catalogue, isWriter: () => boolean): () => void {
  return feed.subscribe((events) => {
    if (isWriter() || !events.some(({ type }) => type.startsWith('orders.'))) return
    catalogue.refresh().catch((error: unknown) => log.error({ err: error }, 'the catalogue could not be read'))
  })
}
