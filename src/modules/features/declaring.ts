/**
 * Features as modules declare them: plain data, so that what is folded can be hashed, shown and folded again.
 *
 *   export const shopping = defineFeatures('shopping', {
 *     views: { kind: 'rate', of: 'offer', title: 'Views a day', halfLifeMs: weekMs,
 *       from: { source: 'interactions', types: ['view'], key: 'subject' } },
 *   })
 */
import { createHash } from 'node:crypto'
import type { Purpose } from '#modules/interactions'

/** What a feature is about. A query is named by its key (`queryKey`), a session as clients name it. */
export const kinds = ['party', 'offer', 'query', 'session'] as const
export type Kind = (typeof kinds)[number]

export const sources = ['log', 'interactions'] as const
export type Source = (typeof sources)[number]

/**
 * Where something stands in an event: `subject`, `actor`, `user`, `person`, `session`, or a path into its data:
 * `data.place`, `data.lines[].offerId`. All lists of one feature are the same list, read element by element.
 */
export type Field = 'subject' | 'actor' | 'user' | 'person' | 'session' | `data.${string}`

/** Which events, whose they are, and how much each weighs. Each feature reads one source, in its order. */
export type From = {
  source: Source
  /** `all`: whatever has the fields. */
  types: readonly string[] | 'all'
  /** Id that the feature is kept under. */
  key: Field
  /** A number; 1 unless given. Events in which it is none are passed over. */
  weight?: Field
  /** Fields that must be there. */
  has?: readonly Field[]
  /** Fields that must have these values; null also stands for what is absent. */
  where?: Readonly<Partial<Record<Field, string | number | boolean | null>>>
}

type About = {
  of: Kind
  title: string
  /** Of features of a party: what it must agree to before anybody reads them; `service` needs no consent. */
  purpose?: Purpose
}

/** All there were, weighted. */
export type Count = About & { kind: 'count'; from: From }
/** As a count, but what happened a half-life ago counts half. */
export type Decayed = About & { kind: 'decayed'; from: From; halfLifeMs: number }
/** A decayed count as a number a day. */
export type Rate = About & { kind: 'rate'; from: From; halfLifeMs: number }
/** Ms since the newest; `mostMs` where it is longer ago, or never was. */
export type Recency = About & { kind: 'recency'; from: From; mostMs: number }
/** Decayed hits among decayed tries, with a prior: (hits + prior.hits) ÷ (tries + prior.tries). */
export type Ratio = About & {
  kind: 'ratio'
  hits: From
  tries: From
  halfLifeMs: number
  prior: { hits: number; tries: number }
}
/**
 * Shares of what somebody turned to, decayed: weight ÷ (all weights + `prior`). `to` says what `other` means: the id of
 * an offer counted as itself, by its category or by its seller, or any word.
 */
export type Affinity = About & {
  kind: 'affinity'
  from: From
  to: 'offer' | 'category' | 'seller' | 'word'
  /** The offer's id, or the word. No ids of parties: those are forgotten by key alone. */
  other: Field
  halfLifeMs: number
  prior: number
}

export type Declaration = Count | Decayed | Rate | Recency | Ratio | Affinity

/** A declared feature under its full name, `SET.NAME`. */
export type Feature<D extends Declaration = Declaration> = D & { readonly name: string }

const declared = new Map<string, Feature>()

/** Declares features of a module; what it answers is read by. @throws {Error} for nonsense, and for a name taken */
export function defineFeatures<const D extends Readonly<Record<string, Declaration>>>(
  set: string,
  declarations: D,
): { readonly [K in keyof D]: Feature<D[K]> } {
  const features = Object.entries<Declaration>(declarations).map(([name, declaration]) => {
    const feature = { ...declaration, name: `${set}.${name}` }
    const wrong = nonsenseOf(feature)
    if (wrong !== undefined) throw new Error(`feature ${feature.name}: ${wrong}`)
    const before = declared.get(feature.name)
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(feature))
      throw new Error(`feature ${feature.name} is declared twice`)
    declared.set(feature.name, feature)
    return [name, feature] as const
  })
  return Object.fromEntries(features) as unknown as { readonly [K in keyof D]: Feature<D[K]> } // name by name
}

/** Everything that loaded modules have declared, by name. */
export function declaredFeatures(): Feature[] {
  return [...declared.values()].toSorted(byName)
}

function byName(one: Feature, other: Feature): number {
  return one.name < other.name ? -1 : 1
}

/** The events that a feature is folded from. */
export function fromsOf(feature: Declaration): From[] {
  return feature.kind === 'ratio' ? [feature.hits, feature.tries] : [feature.from]
}

function nonsenseOf(feature: Feature): string | undefined {
  const { of, purpose } = feature
  if ('halfLifeMs' in feature && !(feature.halfLifeMs > 0)) return 'halfLifeMs must be above 0'
  if ((of === 'party') !== (purpose !== undefined)) return 'a purpose is for features of a party, and needed there'
  const other = 'other' in feature ? feature.other : undefined
  for (const from of fromsOf(feature)) {
    const wrong = fromFault(from, other)
    if (wrong !== undefined) return wrong
    const isPerson = of !== 'party' || from.source === 'log' || from.key === 'person'
    if (!isPerson) return 'in the stream a party is the person of an event'
  }
  return undefined
}

/** Fields that only the other source has. */
const strange: Readonly<Record<Source, readonly string[]>> = {
  log: ['person', 'session'], interactions: ['actor', 'user'],
} // prettier-ignore

function fromFault(
  { source, types, key, weight, has = [], where = {} }: From,
  other: Field | undefined,
): string | undefined {
  if (types.length === 0) return 'needs types of events'
  const used = [key, weight, other].filter((field) => field !== undefined)
  const lists = new Set(used.filter((field) => field.includes('[].')).map((field) => field.split('[].')[0]))
  if (lists.size > 1) return 'reads two lists at once'
  const absent = [...used, ...has, ...Object.keys(where)].find((field) => strange[source].includes(field))
  return absent === undefined ? undefined : `events of the ${source} have no ${absent}`
}

/** The form of what is folded, as a number that a change of the fold itself raises. */
const foldVersion = 1

/** SHA-256 of declarations, in hex: a state of another form is of no use. */
export function formOf(features: readonly Feature[]): string {
  return createHash('sha256')
    .update(JSON.stringify([foldVersion, features.toSorted(byName).map((one) => sorted(one))]))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]))
}

/** What a query is kept under: its words in their plain form, hashed, so that no text is held in memory or on disk. */
export function queryKey(words: string): string {
  const plain = words
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return createHash('sha256').update(plain.toSorted().join(' ')).digest('base64url').slice(0, 16)
}
