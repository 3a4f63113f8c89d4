/** Reads the log and the stream of interactions for the events that metrics count, exactly once. */
import type { Tx } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import type { ProjectionOf } from '#kernel/module'
import { type Interaction, readInteractions } from '#modules/interactions'
import { blockOf } from '../core/assignment.ts'
import type { Live, Metric, Source } from '../core/experiment.ts'
import { lockExperiments, type Observation, storeObservations } from './counting.ts'
import { unitsOf } from './identity.ts'
import type { Registry } from './registry.ts'

type Place = { town: number; registry: Registry }

/** A metric that counts events of a source. */
type Wanted = { live: Live; metric: Metric; part: 0 | 1; source: Source }

/** Positions of the stream read at once. */
const pageSize = 5_000
/** Squares of larger values would not be exact any more. */
export const valueMax = 1e12

/** Counts events of the log. */
export function observationsProjection(place: Place): ProjectionOf {
  return {
    name: 'experiments.observations',
    isNeeded: async (tx) => {
      await place.registry.refresh(tx)
      return wantedOf(place, 'log').length > 0
    },
    apply: async (tx, events) => {
      await place.registry.refresh(tx)
      await observe(tx, place, { wanted: wantedOf(place, 'log'), events })
    },
  }
}

/** Counts interactions, page by page. */
export function observationsOfInteractions(place: Place) {
  return async (tx: Tx, { after, upTo }: { after: number; upTo: number }): Promise<void> => {
    await place.registry.refresh(tx)
    const wanted = wantedOf(place, 'interactions')
    if (wanted.length === 0) return
    for (let from = after; from < upTo;) {
      const events = await readInteractions(tx, place.town, { after: from, limit: pageSize, upTo })
      await observe(tx, place, { wanted, events })
      from = events.length < pageSize ? upTo : events.at(-1)!.pos
    }
  }
}

/** Metrics of experiments that have begun; of drafts only those that want to know the time before. */
function wantedOf({ registry }: Place, source: Source['source']): Wanted[] {
  return registry.all().flatMap((live) =>
    live.declaration.metrics.flatMap((metric) => {
      if (live.state === 'draft' && metric.covariateMs === undefined) return []
      const parts = [
        { part: 0 as const, source: metric.from },
        { part: 1 as const, source: metric.per },
      ]
      return parts.flatMap(({ part, source: from }) =>
        from?.source === source ? [{ live, metric, part, source: from }] : [],
      )
    }),
  )
}

type Event = StoredEvent | Interaction

async function observe(
  tx: Tx,
  { town }: Place,
  { wanted, events }: { wanted: readonly Wanted[]; events: readonly Event[] },
): Promise<void> {
  const types = new Set(events.map(({ type }) => type))
  const due = wanted.filter(({ source }) => types.has(source.type))
  if (due.length === 0) return
  const names = due.map(({ live }) => live.declaration.name)
  await lockExperiments(tx, town, names)
  for (const one of due) {
    const observations = events.flatMap((event) => observationOf(one, event))
    const { declaration } = one.live
    const named = declaration.unit === 'person' ? await linked(tx, town, observations) : observations
    await storeObservations(tx, { town, declaration }, { metric: one.metric, part: one.part, observations: named })
  }
}

/** People are counted as the unit they were first met as. */
async function linked(tx: Tx, town: number, observations: readonly Observation[]): Promise<Observation[]> {
  const aliases = observations.map(({ unit }) => unit)
  const units = await unitsOf(tx, town, aliases)
  return observations.map((one) => ({ ...one, unit: units.get(one.unit) ?? one.unit }))
}

function observationOf({ live, source }: Wanted, event: Event): Observation[] {
  if (event.type !== source.type) return []
  const unit = unitOf(live, source, event)
  const value = source.value === undefined ? 1 : event.data[source.value]
  if (unit === undefined || typeof value !== 'number' || Math.abs(value) > valueMax) return []
  return [{ unit, event: event.id, n: 'n' in event ? event.n : 0, at: event.at, value }]
}

/** Texts longer than this are no names of units. */
const unitMax = 200

function unitOf(live: Live, { unit: field }: Source, event: Event): string | undefined {
  if (live.declaration.unit === 'block') {
    if (event.at < live.startedAt) return undefined
    const { unit, isWashout } = blockOf(live, event.at)
    return isWashout ? undefined : unit
  }
  const found = field.startsWith('data.') ? event.data[field.slice('data.'.length)] : fieldOf(event, field)
  const isUnit = typeof found === 'string' && found !== '' && found.length <= unitMax
  return isUnit ? found : undefined
}

function fieldOf(event: Event, field: string): string | null | undefined {
  if (field === 'subject') return event.subject
  if ('session' in event) return field === 'session' ? event.session : undefined
  if (field === 'user') return event.user ?? event.actor
  return field === 'actor' ? event.actor : undefined
}
