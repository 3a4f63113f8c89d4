import { createHash } from 'node:crypto'
import type { JsonObject } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import { compileManifest, type Flow, type Manifest, personalTypes, tryManifest } from '#modules/flows'

/** One published version of a line of business. */
export type Publication = { business: string; version: number; manifest: Manifest }
/** Rates that override a manifest's from an instant on (town time, ms). */
export type Tariff = { business: string; effectiveAt: number; rates: JsonObject }
/** What of a line of business changes by commands. */
export type CatalogueChange =
  | ({ kind: 'publication' } & Publication)
  | { kind: 'switch'; business: string; isOn: boolean }
  | ({ kind: 'tariff' } & Tariff)

/** All lines of business of a town with their compiled manifests: read by every decision, so kept in memory. */
export type Catalogue = {
  /** Reads what was published, switched and set since the last time. */
  refresh: () => Promise<void>
  /** Engine: takes over what a batch has just committed. */
  apply: (change: CatalogueChange) => void
  /** The version that new orders take. */
  newest: (business: string) => Flow | undefined
  version: (business: string, version: number) => Flow | undefined
  isOn: (business: string) => boolean
  /** True when a command of this type takes personal values, in some version. */
  isPersonal: (business: string, type: string) => boolean
  /** Rates in force at an instant; the same object as long as nothing changes. */
  rates: (business: string, now: number) => JsonObject
  /** Tariffs of a business in order of their effect, those to come included. */
  tariffs: (business: string) => readonly Tariff[]
  businesses: () => readonly { business: string; version: number; isOn: boolean; manifest: Manifest }[]
  /** Compiles as this town does. @throws {Problem} manifest-invalid */
  compile: Compile
  /** Compiles and plays at random: what a new version must bear. @throws {Problem} manifest-invalid */
  tryOut: Compile
  /** Names of the facts of parties that any manifest reads. */
  facts: () => ReadonlySet<string>
}

export type Compile = (manifest: Manifest) => Flow

type Entry = {
  versions: Map<number, Publication>
  flows: Map<number, Flow>
  newest: number
  isOn: boolean
  personal: Set<string>
  tariffs: Tariff[]
  /** Any change of the entry forgets it. */
  current: { from: number; until: number; rates: JsonObject } | undefined
}

export type CatalogueOptions = {
  db: Executor
  town: { id: number; timeZone: string; currency: string }
  /** How a manifest becomes a flow; registered functions are its business. */
  compile?: (manifest: Manifest, options: { timeZone: string; currency: string }) => Flow
}

/** A catalogue that is empty until `refresh`. Manifests are compiled when first asked for. */
export function createCatalogue({ db, town, compile = compileManifest }: CatalogueOptions): Catalogue {
  const entries = new Map<string, Entry>()
  const facts = new Set<string>()
  const compileHere: Compile = (manifest) => compile(manifest, { timeZone: town.timeZone, currency: town.currency })
  const haveSettingsChanged = watchSettings(town)

  function flowOf(business: string, version: number): Flow | undefined {
    if (haveSettingsChanged()) for (const { flows } of entries.values()) flows.clear()
    const entry = entries.get(business)
    const known = entry?.flows.get(version)
    if (known !== undefined) return known
    const publication = entry?.versions.get(version)
    if (publication === undefined) return undefined
    const flow = compileHere(publication.manifest)
    entry!.flows.set(version, flow)
    for (const fact of flow.facts) facts.add(fact)
    return flow
  }

  function apply(change: CatalogueChange): void {
    applyTo(entries, change)
    if (change.kind === 'publication') flowOf(change.business, change.version)
  }

  let reading: Promise<void> = Promise.resolve()

  /** One after the other, so that an older read never overwrites a newer one. */
  function refresh(): Promise<void> {
    reading = reading.then(read, read)
    return reading
  }

  async function read(): Promise<void> {
    const known = [...entries].flatMap(([business, { versions }]) =>
      [...versions.keys()].map((version) => `${business}/${version}`),
    )
    for (const publication of await loadPublications(db, town.id, known)) apply({ kind: 'publication', ...publication })
    for (const change of await loadSwitches(db, town.id)) apply(change)
    for (const change of await loadTariffs(db, town.id)) apply(change)
  }

  return {
    refresh,
    apply,
    newest: (business) => flowOf(business, entries.get(business)?.newest ?? 0),
    version: flowOf,
    isOn: (business) => entries.get(business)?.isOn ?? false,
    isPersonal: (business, type) => entries.get(business)?.personal.has(type) ?? false,
    rates: (business, now) => ratesOf(entries.get(business), now),
    tariffs: (business) => entries.get(business)?.tariffs ?? [],
    businesses: () =>
      [...entries].filter(([, { newest }]) => newest > 0).map(([business, entry]) => shown(business, entry)),
    compile: compileHere,
    tryOut: (manifest) => tryManifest(manifest, { timeZone: town.timeZone, currency: town.currency }),
    facts: () => facts,
  }
}

/**
 * True once after the zone or the currency of a town has changed. Days and amounts are those of the town, so every
 * manifest is then compiled anew.
 */
function watchSettings(town: CatalogueOptions['town']): () => boolean {
  let { timeZone, currency } = town
  return () => {
    if (town.timeZone === timeZone && town.currency === currency) return false
    ;({ timeZone, currency } = town)
    return true
  }
}

function shown(business: string, { newest, isOn, versions }: Entry): ReturnType<Catalogue['businesses']>[number] {
  return { business, version: newest, isOn, manifest: versions.get(newest)!.manifest }
}

function applyTo(entries: Map<string, Entry>, change: CatalogueChange): void {
  const entry: Entry = entries.get(change.business) ?? {
    versions: new Map(), flows: new Map(), newest: 0, isOn: true, personal: new Set(), tariffs: [], current: undefined,
  } // prettier-ignore
  entries.set(change.business, entry)
  entry.current = undefined
  if (change.kind === 'switch') entry.isOn = change.isOn
  else if (change.kind === 'tariff') {
    const others = entry.tariffs.filter(({ effectiveAt }) => effectiveAt !== change.effectiveAt)
    entry.tariffs = [...others, change].sort((one, other) => one.effectiveAt - other.effectiveAt)
  } else {
    entry.versions.set(change.version, change)
    entry.newest = Math.max(entry.newest, change.version)
    for (const type of personalTypes(change.manifest)) entry.personal.add(type)
  }
}

/** The rates in force, kept until the next tariff takes effect or something changes. */
function ratesOf(entry: Entry | undefined, now: number): JsonObject {
  if (entry === undefined) return {}
  const { current } = entry
  if (current !== undefined && current.from <= now && now < current.until) return current.rates
  entry.current = ratesFrom(entry, now)
  return entry.current.rates
}

/** Defaults of the newest manifest under all tariffs that have come into force, the latest on top. */
function ratesFrom({ tariffs, versions, newest }: Entry, now: number): NonNullable<Entry['current']> {
  const inForce = tariffs.filter(({ effectiveAt }) => effectiveAt <= now)
  const next = tariffs.find(({ effectiveAt }) => effectiveAt > now)
  const defaults = versions.get(newest)?.manifest.rates ?? {}
  return {
    from: inForce.at(-1)?.effectiveAt ?? Number.NEGATIVE_INFINITY,
    until: next?.effectiveAt ?? Number.POSITIVE_INFINITY,
    rates: Object.assign({}, defaults, ...inForce.map(({ rates }) => rates)) as JsonObject,
  }
}

async function loadPublications(db: Executor, town: number, known: readonly string[]): Promise<Publication[]> {
  const { rows } = await sql<Publication>`
    select business, version, manifest from orders.businesses
    where town = ${town} and business || '/' || version <> all (${known}::text[]) order by business, version`.execute(
    db,
  )
  return rows
}

async function loadSwitches(db: Executor, town: number): Promise<(CatalogueChange & { kind: 'switch' })[]> {
  const { rows } = await sql<{ business: string; isOn: boolean }>`
    select business, is_on from orders.switches where town = ${town}`.execute(db)
  return rows.map((row) => ({ kind: 'switch', ...row }))
}

async function loadTariffs(db: Executor, town: number): Promise<(CatalogueChange & { kind: 'tariff' })[]> {
  const { rows } = await sql<Tariff>`
    select business, effective_at, rates from orders.tariffs where town = ${town} order by effective_at`.execute(db)
  return rows.map((row) => ({ kind: 'tariff', ...row }))
}

/** Fingerprint of a manifest's text. */
export function manifestHash(manifest: Manifest): Buffer {
  return createHash('sha256').update(JSON.stringify(manifest)).digest()
}
