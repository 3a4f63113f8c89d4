/**
 * Experiments and flags in process, and what the routes work on.
 *
 *   const experiments = experimentsOf(context)
 *   const { value, used } = await experiments.flag('checkout-button', { targetingKey: party, session }, false)
 *   used()                                     // when the value is really acted upon
 */
import type { TownClock } from '#kernel/clock'
import { type Database, sql } from '#kernel/db'
import { log } from '#kernel/log'
import type { Decider } from '#modules/decisions'
import { type Exposure } from './books/counting.ts'
import { createIdentities, type Identities } from './books/identity.ts'
import { createRegistry, type Registry } from './books/registry.ts'
import { createTelling, type Telling } from './books/telling.ts'
import { assign, type Assigned, blockOf, type Outside } from './core/assignment.ts'
import type { Live } from './core/experiment.ts'
import type { Attributes } from './core/targeting.ts'
import { evaluate, type Evaluated } from './flags/evaluating.ts'
import { trialsOf } from './trials.ts'

/** Who asks, and what is known of them. */
export type FlagContext = {
  /** The unit: a person, a session, an item. */
  targetingKey?: string | undefined
  /** The session a person had before signing in. */
  session?: string | undefined
  attributes?: Attributes
  /** The unit that the person is, where it has been looked up already. */
  unit?: string | undefined
  /** Town time, ms; now unless given. Only a switchback asks. */
  at?: number
}

export type Experiments = {
  registry: Registry
  telling: Telling
  identities: Identities
  /** The arm of whoever asks, or why there is none. */
  assign: (live: Live, asked: FlagContext) => Promise<Assigned | Outside>
  /** What a flag says to whoever asks. */
  evaluate: (key: string, asked: FlagContext) => Promise<Evaluated>
  /** Notes that a variant is really used; it waits for nothing and never throws. */
  used: (live: Live, assigned: Assigned) => void
  /** Lets experiments choose policies of decision points. */
  joinDecisions: (decider: Decider) => void
  start: () => Promise<void>
  stop: () => Promise<void>
}

export type Place = { db: Database; town: number; clock: Pick<TownClock, 'now'> }

const known = new WeakMap<Database, Map<number, Experiments>>()

/** The experiments of a town in this process. */
export function experimentsOf(context: { db: Database; town: { id: number }; clock: TownClock }): Experiments {
  const { db, clock } = context
  const town = context.town.id
  const here = known.get(db) ?? new Map<number, Experiments>()
  known.set(db, here)
  const found = here.get(town) ?? createExperiments({ db, town, clock })
  here.set(town, found)
  return found
}

export function createExperiments(place: Place): Experiments {
  const { clock } = place
  const registry = createRegistry(place)
  const identities = createIdentities(place)
  const telling = createTelling(place)
  const assignTo = (live: Live, asked: FlagContext) => assignNow({ place, identities }, live, asked)
  const used: Experiments['used'] = (live, assigned) => {
    const exposure = exposureOf(live, assigned, clock.now())
    if (exposure === undefined) return
    telling.expose({ declaration: live.declaration, exposure }).catch((error: unknown) => {
      log.warn({ err: error, experiment: live.declaration.name }, 'an exposure was not recorded')
    })
  }
  return {
    registry,
    telling,
    identities,
    assign: assignTo,
    evaluate: (key, asked) => evaluate({ registry, assign: assignTo }, key, asked),
    used,
    joinDecisions: (decider) => decider.tryOn(trialsOf({ registry, used })),
    start: async () => {
      await registry.refresh()
      registry.start()
    },
    stop: async () => {
      await registry.stop()
      await telling.idle()
    },
  }
}

/** An exposure of now; in the washout of a block nothing counts. */
export function exposureOf(live: Live, { unit, arm, epoch }: Assigned, at: number): Exposure | undefined {
  if (live.declaration.unit !== 'block') return { unit, arm, epoch, at }
  const block = blockOf(live, at)
  // A block's outcomes are found by time, so it begins where it begins, whenever it is first met.
  return block.isWashout ? undefined : { unit, arm, epoch, at: startOf(live, at) }
}

function startOf({ declaration: { block }, startedAt }: Live, at: number): number {
  const { lengthMs } = block!
  return startedAt + Math.floor((at - startedAt) / lengthMs) * lengthMs
}

type Parts = { place: Place; identities: Identities }

async function assignNow(parts: Parts, live: Live, asked: FlagContext): Promise<Assigned | Outside> {
  const { place } = parts
  const { targetingKey, attributes = {}, at = place.clock.now() } = asked
  const unit = await unitOf(parts.identities, live, asked)
  const known = targetingKey === undefined ? attributes : { ...attributes, targetingKey }
  const assigned = assign(live, { unit, attributes: known, at })
  const isMoving = live.declaration.allocation.kind === 'bandit'
  if (typeof assigned === 'string' || !isMoving) return assigned
  return (await metBefore(place, live, assigned.unit)) ?? assigned
}

/** A session is the unit of its own; a person may be the unit of the session they came with. */
export async function unitOf(
  identities: Identities,
  { declaration: { unit } }: Pick<Live, 'declaration'>,
  { targetingKey, session, unit: known }: Pick<FlagContext, 'targetingKey' | 'session' | 'unit'>,
): Promise<string | undefined> {
  const key = unit === 'session' ? (session ?? targetingKey) : targetingKey
  const isPerson = unit === 'person' && key !== undefined && key !== ''
  return isPerson ? (known ?? identities.unitOf({ key, session })) : key
}

/** Weights of a bandit move; who was exposed keeps the arm they met. */
async function metBefore({ db, town }: Place, live: Live, unit: string): Promise<Assigned | undefined> {
  const { rows } = await sql<Assigned>`
    select arm, p, unit, epoch from experiments.exposures
    where town = ${town} and experiment = ${live.declaration.name} and unit = ${unit}`.execute(db)
  return rows[0]
}
