import { type Feature, fromsOf, type Source } from '../declaring.ts'
import { decayedTo } from '../fold/decay.ts'
import type { Fold } from '../fold/fold.ts'
import type { Layout } from '../fold/layout.ts'

/** How far each source is folded. Two numbers: the sources are folded apart. */
export type Position = { log: number; interactions: number }

/** Under which key a feature of somebody is read; undefined where it may not be. */
export type Allowed = (feature: Feature, key: string) => string | undefined

/** What is read of a state, at a time. */
export type ReadFrom = {
  folds: Readonly<Record<Source, Fold>>
  layout: Layout
  /** Town time, ms. */
  at: number
  allowed: Allowed
}

/** What decisions record of the features they looked at; spread it into what is asked of `decide`. */
export type Noted = { featurePos: number | null; streamPos: number | null; sources: Readonly<Record<string, string>> }

/** Id of what it is about; of an affinity with what it is to. */
export type Key = string | readonly [id: string, other: string]

/**
 * Features as they are now. Read all that a decision needs without waiting in between: what is read after something new
 * was folded is of another position, and then `noted` says none.
 */
export type Reading = {
  readonly position: Position
  /** Of what nobody knows anything: 0, the prior of a ratio, the most of a recency. */
  number: (feature: Feature, key: Key) => number
  /** As `number`, and notes under a name of the point which event made it so. */
  take: (as: string, feature: Feature, key: Key) => number
  /** The event that changed it last. */
  source: (feature: Feature, key: Key) => string | null
  /** The largest shares of an affinity. */
  top: (feature: Feature, key: string, most?: number) => { other: string; share: number }[]
  noted: () => Noted
}

/** A number with the event that made it so. */
type Found = { value: number; event: string | null; time: number }

export function createReading(from: ReadFrom): Reading {
  const { folds } = from
  const position = positionOf(folds)
  const sources: Record<string, string> = {}
  let isMixed = false
  const find = (feature: Feature, key: Key): Found => {
    isMixed ||= folds.log.pos !== position.log || folds.interactions.pos !== position.interactions
    const [id, other] = typeof key === 'string' ? [key] : key
    return foundOf(from, feature, { key: from.allowed(feature, id), other })
  }
  return {
    position,
    number: (feature, key) => find(feature, key).value,
    source: (feature, key) => find(feature, key).event,
    take: (as, feature, key) => {
      const { value, event } = find(feature, key)
      if (event !== null) sources[as] = event
      return value
    },
    top: (feature, key, most = 10) => {
      const known = from.allowed(feature, key)
      return known === undefined ? [] : topOf(from, feature, known).slice(0, most)
    },
    noted: () => ({
      featurePos: isMixed ? null : position.log,
      streamPos: isMixed ? null : position.interactions,
      sources,
    }),
  }
}

/** Where folds stand. */
export function positionOf(folds: ReadFrom['folds']): Position {
  return { log: folds.log.pos, interactions: folds.interactions.pos }
}

const nothing: Found = { value: 0, event: null, time: 0 }
const dayMs = 86_400_000

type Wanted = { key: string | undefined; other?: string | undefined }

function foundOf(from: ReadFrom, feature: Feature, { key, other }: Wanted): Found {
  if (feature.kind === 'affinity') {
    if (other === undefined) throw new Error(`${feature.name} is an affinity: to what?`)
    return shareOf(from, feature, { key, other })
  }
  const [first = nothing, second = nothing] = partsOf(from, feature, key)
  return feature.kind === 'ratio'
    ? ratioOf(feature, [first, second], from.at)
    : { ...first, value: numberOf(feature, first, from.at) }
}

function numberOf(feature: Exclude<Feature, Affinity | RatioFeature>, found: Found, at: number): number {
  switch (feature.kind) {
    case 'count':
      return found.value
    case 'decayed':
      return decayedTo(found, at, feature.halfLifeMs)
    case 'rate':
      // Something regular of r a day has a decayed sum of r × half-life ÷ ln 2.
      return (decayedTo(found, at, feature.halfLifeMs) * Math.LN2 * dayMs) / feature.halfLifeMs
    case 'recency':
      return found.event === null ? feature.mostMs : Math.min(feature.mostMs, Math.max(0, at - found.time))
  }
}

type RatioFeature = Extract<Feature, { kind: 'ratio' }>

/** The event is that of the part that changed last. */
function ratioOf({ prior, halfLifeMs }: RatioFeature, [hits, tries]: readonly [Found, Found], at: number): Found {
  const value = (decayedTo(hits, at, halfLifeMs) + prior.hits) / (decayedTo(tries, at, halfLifeMs) + prior.tries)
  return { ...(tries.time > hits.time ? tries : hits), value }
}

/** The cells of a feature. */
function partsOf({ folds, layout }: ReadFrom, feature: Feature, key: string | undefined): Found[] {
  if (key === undefined) return []
  return layout.parts.get(feature.name)!.map(({ source, of, index }) => {
    const table = folds[source].tables.get(of)!
    const slot = table.find(key)
    if (slot === -1) return nothing
    return { value: table.value(slot, index), time: table.time(slot, index), event: table.event(slot, index) }
  })
}

type Affinity = Extract<Feature, { kind: 'affinity' }>
type Weight = { other: string; weight: number; event: string }

/** Weights of an affinity with the names that it is about: offers by their category or seller, where it says so. */
function weightsOf({ folds, layout, at }: ReadFrom, feature: Affinity, key: string): Weight[] {
  const { source, of, index } = layout.parts.get(feature.name)![0]!
  const table = folds[source].tables.get(of)!
  const slot = table.find(key)
  const weights = slot === -1 ? [] : (table.shares(slot, index)?.weightsAt(at, feature.halfLifeMs) ?? [])
  const { to } = feature
  if (to === 'offer' || to === 'word') return weights
  return weights.flatMap(({ other, ...rest }) => {
    const name = folds.log.offers.find(other)?.[to]
    return name === undefined || name === null ? [] : [{ ...rest, other: name }]
  })
}

function shareOf(from: ReadFrom, feature: Affinity, { key, other }: Wanted): Found {
  if (key === undefined) return nothing
  const weights = weightsOf(from, feature, key)
  const all = weights.reduce((sum, { weight }) => sum + weight, feature.prior)
  const own = weights.filter((one) => one.other === other)
  const newest = own.at(-1)
  if (newest === undefined) return nothing
  return { value: own.reduce((sum, { weight }) => sum + weight, 0) / all, event: newest.event, time: 0 }
}

function topOf(from: ReadFrom, feature: Feature, key: string): { other: string; share: number }[] {
  if (feature.kind !== 'affinity') throw new Error(`${feature.name} is no affinity`)
  const weights = weightsOf(from, feature, key)
  const all = weights.reduce((sum, { weight }) => sum + weight, feature.prior)
  const sums = new Map<string, number>()
  for (const { other, weight } of weights) sums.set(other, (sums.get(other) ?? 0) + weight)
  const shares = [...sums].map(([other, weight]) => ({ other, share: weight / all }))
  return shares.toSorted((one, next) => next.share - one.share || (one.other < next.other ? -1 : 1))
}

/** A feature of something as it is shown. */
export type Described = {
  feature: string
  title: string
  kind: string
  sources: Source[]
  value: number | null
  eventId: string | null
  shares: { other: string; share: number }[]
}

/** All that is known of something, as the operator and the person see it. */
export function describe(from: ReadFrom, features: readonly Feature[], key: string): Described[] {
  return features.map((feature) => {
    const { name, title, kind } = feature
    const known = from.allowed(feature, key)
    const about = { feature: name, title, kind, sources: [...new Set(fromsOf(feature).map(({ source }) => source))] }
    if (feature.kind !== 'affinity') {
      const { value, event } = foundOf(from, feature, { key: known })
      return { ...about, value, eventId: event, shares: [] }
    }
    const weights = known === undefined ? [] : weightsOf(from, feature, known)
    const shares = known === undefined ? [] : topOf(from, feature, known)
    return { ...about, value: null, eventId: weights.at(-1)?.event ?? null, shares }
  })
}
