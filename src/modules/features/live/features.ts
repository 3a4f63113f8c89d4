/**
 * The features of a town in this process: folded from the log and the stream as they grow, read without asking anybody,
 * kept on disk for the next start.
 *
 *   const features = featuresOf(context)
 *   const reading = await features.read({ people: [buyer] })
 *   const visits = reading.take('visits', shopping.visits, buyer)
 *   decider.decide(point, { context: { visits }, options, ...reading.noted() })
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#kernel/log'
import type { Context } from '#kernel/module'
import { repeat } from '#kernel/repeat'
import { type Following, subscribeInteractions } from '#modules/interactions'
import { declaredFeatures, type Feature, formOf, sources } from '../declaring.ts'
import type { Folding } from '../fold/fold.ts'
import { layoutOf } from '../fold/layout.ts'
import { beginFolds, renewBase } from './bases.ts'
import { followLog } from './following.ts'
import { countForgotten, listForgotten } from './forgotten.ts'
import { createGate, type Gate } from './gate.ts'
import { createPeople, type People, withoutPeople } from './people.ts'
import { createReading, type Position, positionOf, type ReadFrom, type Reading } from './reading.ts'
import { createPast, digestsOf, type Folds, newFolds, type Past } from './replay.ts'
import { loadSnapshot, newestPosition, saveSnapshot } from './snapshots.ts'
import { compared, folderOf, type Verified } from './verifying.ts'

/** What features need of their town. */
export type FeaturesContext = Pick<Context, 'db' | 'town' | 'clock' | 'vault' | 'feed'> & {
  config: Pick<Context['config'], 'dataDir'>
}

export type Features = {
  /** Features as they are now; `people` are those of whom something personal may be read, if they agree to it. */
  read: (options?: { at?: number; people?: readonly string[] }) => Promise<Reading>
  /** As `read`, without waiting and without what needs somebody's consent or pseudonym. */
  readNow: (at?: number) => Reading
  /** Features as they were at positions that decisions recorded. */
  past: () => Past
  /** Everything held of a party, or of another thing, for whoever answers for it. */
  everythingOf: (party: string | null) => Promise<ReadFrom>
  features: readonly Feature[]
  people: People
  figures: () => FeatureFigures
  /** Folds everything stored anew and compares it, byte by byte, with what lives. */
  verify: () => Promise<Verified>
  /** Keeps the state behind which the stream may be forgotten. @param now town time, ms */
  renewBase: (now: number) => Promise<number>
  start: () => void
  /** Resolves once everything stored at the start is folded. */
  begun: Promise<void>
  stop: () => Promise<void>
}

export type FeatureFigures = {
  position: Position
  rows: number
  /** From receipt to the fold, of the newest interaction, ms. */
  lagMs: number
  isReady: boolean
}

const opened = new WeakMap<object, Map<number, Features>>()

/** The one state of a town's features in this process. */
export function featuresOf(context: FeaturesContext): Features {
  const here = opened.get(context.db) ?? new Map<number, Features>()
  opened.set(context.db, here)
  const found = here.get(context.town.id) ?? createFeatures(context)
  here.set(context.town.id, found)
  return found
}

/** A changed state is written to disk at most so often. */
const saveEveryMs = 5 * 60_000
/** How often it is looked whether the begin has been reached. */
const lookMs = 10
/** A begin that failed is tried again after this time. */
const retryMs = 1_000
/** How soon an erasure in another process is felt. */
const forgetEveryMs = 500

type Settings = { features?: readonly Feature[]; rowsMax?: Folding['rowsMax'] }

/** As `featuresOf`, of features of one's own. */
export function createFeatures(context: FeaturesContext, settings: Settings = {}): Features {
  const { db, clock, vault, config } = context
  const town = context.town.id
  const people = createPeople({ db, town, vault })
  const state = createState(settings)
  const place = { db, town, folder: folderOf(config.dataDir, town), form: state.form }
  const life = createLife(context, place, state)
  const readFrom = (at: number, allowed: ReadFrom['allowed']): ReadFrom => ({
    folds: state.folds, layout: state.folding.layout, at, allowed,
  }) // prettier-ignore
  return {
    ...life,
    features: state.folding.features,
    people,
    read: async ({ at, people: parties = [] } = {}) => {
      const allowed = await people.allowed(parties)
      return createReading(readFrom(at ?? clock.now(), allowed))
    },
    readNow: (at) => createReading(readFrom(at ?? clock.now(), withoutPeople)),
    past: () => createPast(place, state.folding, () => beginFolds(place, state.folding)),
    everythingOf: async (party) =>
      readFrom(clock.now(), party === null ? (_, key) => key : await people.everything(party)),
    figures: () => ({
      position: positionOf(state.folds),
      rows: state.folds.log.size + state.folds.interactions.size,
      lagMs: state.lagMs,
      isReady: state.isReady,
    }),
    verify: () => verify(place, state),
    renewBase: (now) => renewBase(place, state.folding, now),
  }
}

/** Beginning, following, ending. */
function createLife(context: FeaturesContext, place: Place, state: State): Pick<Features, 'start' | 'begun' | 'stop'> {
  const { db, town } = place
  const stopping = new AbortController()
  const { signal } = stopping
  const begun = Promise.withResolvers<void>()
  let working: { stop: () => Promise<unknown> }[] = []
  let starting: Promise<void> | undefined

  async function begin(): Promise<void> {
    await restore(place, state)
    const newest = await newestPosition(db, town)
    working = [
      followLog({ db, town, feed: context.feed }, state.folds.log, state.gate),
      followStream(context, state),
      repeat(forgetEveryMs, 'erasures could not be read', () => forgetNew(place, state)),
      repeat(saveEveryMs, 'the snapshot of features could not be written', () => save(place, state)),
    ]
    while (isBehind(positionOf(state.folds), newest) && !signal.aborted) await sleep(lookMs)
    state.isReady = true
    begun.resolve()
  }

  async function start(): Promise<void> {
    while (!signal.aborted) {
      try {
        return await begin()
      } catch (error) {
        log.error({ err: error }, 'features could not begin and will try again; they are read as nothing meanwhile')
        await sleep(retryMs, undefined, { signal }).catch(() => undefined) // stopped
      }
    }
  }

  return {
    start: () => void (starting ??= start()),
    begun: begun.promise,
    stop: async () => {
      stopping.abort()
      await starting
      await Promise.all(working.map((one) => one.stop()))
      if (state.isReady) await save(place, state)
      begun.resolve()
    },
  }
}

const nowhere: Position = { log: -1, interactions: -1 }

type State = {
  form: string
  folding: Folding
  folds: Folds
  gate: Gate
  isReady: boolean
  lagMs: number
  saved: Position
}

function createState({ features = declaredFeatures(), rowsMax }: Settings): State {
  const folding: Folding = {
    features, layout: layoutOf(features), forgotten: new Set(), ...(rowsMax && { rowsMax }),
  } // prettier-ignore
  return {
    form: formOf(features), folding, folds: newFolds(folding), gate: createGate(), isReady: false, lagMs: 0,
    saved: nowhere,
  } // prettier-ignore
}

type Place = { db: FeaturesContext['db']; town: number; folder: string; form: string }

/** Begins with what is on disk, or with the base, or with nothing. */
async function restore(place: Place, state: State): Promise<void> {
  const { db, town } = place
  for (const party of await listForgotten(db, town)) state.folding.forgotten.add(party)
  const loaded = newFolds(state.folding)
  if (await loadSnapshot(place, loaded)) {
    state.folds = loaded
    state.saved = positionOf(loaded)
    // Who was erased after it was written is in it still.
    for (const party of state.folding.forgotten) forgetIn(state, party)
  } else state.folds = await beginFolds(place, state.folding)
}

function followStream({ db, town, clock }: FeaturesContext, state: State): Following {
  const fold = state.folds.interactions
  return subscribeInteractions({ db, town: town.id, name: 'features', after: fold.pos }, async (events, upTo) => {
    await state.gate.passed()
    fold.apply(events, upTo)
    const last = events.at(-1)
    if (last !== undefined) state.lagMs = Math.max(0, clock.now() - last.receivedAt)
  })
}

function isBehind(one: Position, other: Position): boolean {
  return one.log < other.log || one.interactions < other.interactions
}

async function forgetNew(place: Place, state: State): Promise<void> {
  const { db, town } = place
  const { forgotten } = state.folding
  if ((await countForgotten(db, town)) <= forgotten.size) return
  const all = await listForgotten(db, town)
  await state.gate.passed()
  for (const party of all) if (!forgotten.has(party)) forgetIn(state, party)
  // On disk they are forgotten as well, not minutes later.
  state.saved = nowhere
  await save(place, state)
}

function forgetIn({ folds }: State, party: string): void {
  for (const one of sources) folds[one].forget(party)
}

async function save({ folder, form }: Place, state: State): Promise<void> {
  await state.gate.during(async () => {
    const position = positionOf(state.folds)
    if (!isBehind(state.saved, position)) return
    await saveSnapshot(folder, form, state.folds)
    state.saved = position
  })
}

async function verify(place: Place, { folding, folds, gate }: State): Promise<Verified> {
  const found = await gate.during(async () => ({
    position: positionOf(folds),
    digests: digestsOf(folds),
    forgotten: new Set(folding.forgotten),
  }))
  return compared(place, { ...folding, forgotten: found.forgotten }, found)
}
