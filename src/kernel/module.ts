import type { CaseKind } from './case-kind.ts'
import type { TownClock } from './clock.ts'
import type { Command, Submit } from './commands.ts'
import type { Config } from './config.ts'
import type { Database, Executor, Tx } from './db.ts'
import type { StoredEvent } from './events.ts'
import type { Feed } from './events-feed.ts'
import type { App, Authenticate } from './http.ts'
import type { Probe } from './http-health.ts'
import type { CommandIdOf } from './idempotency.ts'
import type { Task } from './jobs.ts'
import type { Adapter } from './jobs-calls.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { PersonalData } from './personal-data.ts'
import type { Town } from './towns.ts'
import type { Vault } from './vault.ts'

/**
 * What `app/discover.ts` finds in `src/modules/NAME/module.ts`: a plain object that says what the module brings.
 * The composition calls each function once, with the context of the town.
 */
export type Module = {
  /** The folder's name. */
  readonly name: string
  /** Adds the module's routes, before the server listens. */
  readonly routes?: (app: App, context: Context) => void | Promise<void>
  /** Readers of the log that write tables of their own. */
  readonly projections?: (context: Context) => readonly ProjectionOf[]
  /** Readers of the log that answer commands. */
  readonly handlers?: (context: Context) => readonly HandlerOf[]
  /** Jobs it knows how to do, by names that begin with the module's: `webhooks.send`. */
  readonly jobs?: (context: Context) => Readonly<Record<string, Task>>
  /** Takes the calls that flows make to devices and providers. */
  readonly adapters?: (context: Context) => readonly Adapter[]
  /** What `/health` asks of it, by name. */
  readonly probes?: (context: Context) => Readonly<Record<string, Probe>>
  /** What it holds of a person. */
  readonly personalData?: (context: Context) => PersonalData
  /** Kinds of cases that people may bring before a person of the town. */
  readonly caseKinds?: (context: Context) => readonly CaseKind[]
  /** Facts that expressions may read of a party (`party.rider.score`), loaded for a set of parties at once. */
  readonly facts?: Readonly<Record<string, FactLoader>>
  /** Decision points of its own, by names that begin with the module's: `market.hold`. */
  readonly points?: readonly PointOf[]
}

/** A decision point as `definePoint` of the module `decisions` makes it; what it says is that module's to read. */
export type PointOf = { readonly name: string }

/** What `src/businesses/NAME/business.ts` brings beside its `manifest.ts`; a business that is data alone has none. */
export type Business = Module

/** A projection as `createProjection` wants it; its name begins with the module's. */
export type ProjectionOf = {
  readonly name: string
  readonly types?: readonly string[]
  /** False: nothing that happens concerns it at present; the cursor moves on without reading. */
  readonly isNeeded?: (tx: Tx) => Promise<boolean>
  readonly apply: (tx: Tx, events: readonly StoredEvent[]) => Promise<void>
}

/** A handler as `createHandler` wants it; its name begins with the module's. */
export type HandlerOf = {
  readonly name: string
  readonly types?: readonly string[]
  readonly handle: (tx: Tx, events: readonly StoredEvent[]) => Promise<readonly Command[]>
}

/** Answers a fact for those parties that have it. */
export type FactLoader = (
  executor: Executor,
  town: number,
  parties: readonly string[],
) => Promise<ReadonlyMap<string, number>>

/** What the composition hands to every module. */
export type Context = {
  /** The town this process serves; `town.id` is the first part of every key. */
  readonly town: Town
  readonly db: Database
  readonly clock: TownClock
  readonly config: Config
  readonly log: Logger
  readonly metrics: Metrics
  readonly submit: Submit
  /** Seals and opens personal values. */
  readonly vault: Vault
  /** New events as they are committed. */
  readonly feed: Feed
  readonly authenticate: Authenticate
  /** Makes a revoked token or a withdrawn grant felt at once in this process; others follow within a second. */
  readonly forgetCredentials: () => void
  /** The command id that an Idempotency-Key stands for. */
  readonly commandIdOf: CommandIdOf
}
