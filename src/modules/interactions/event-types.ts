import { machineNow } from '#kernel/clock'
import { type Database, type Executor, sql } from '#kernel/db'
import { Problem } from '#kernel/problem'
import type { Validator } from 'typebox/compile'
import { type EventType, builtinTypes } from './builtin-types.ts'
import { compileEvent, personalFields, undescribed } from './event-schema.ts'
import { eventTypeInvalid } from './problems.ts'

/** A version of a type, ready to check events. */
export type KnownType = EventType & {
  validator: Validator
  /** Names of the fields under the person's key. */
  personal: readonly string[]
}

/** All types of a town, as this process knows them. */
export type EventTypes = {
  /** Waits for a read when the last one is older than a second. */
  settle: () => Promise<void>
  /** The version asked for, or the newest. */
  find: (type: string, version: number | undefined) => KnownType | undefined
  list: () => readonly EventType[]
  /** What this process itself published is known at once. */
  forget: () => void
}

/** Another process may have published; its events follow within this time. */
const staleMs = 1_000

/** The types of a town: those of the source and those that were published. */
export function createEventTypes(db: Executor, town: number): EventTypes {
  let known = arranged(builtinTypes, new Map())
  let readAt = 0
  let reading: Promise<void> | undefined

  async function read(): Promise<void> {
    const rows = await publishedTypes(db, town)
    known = arranged([...builtinTypes, ...rows], known)
    readAt = machineNow()
  }

  return {
    settle: () => {
      if (machineNow() - readAt < staleMs) return Promise.resolve()
      reading ??= read().finally(() => {
        reading = undefined
      })
      return reading
    },
    find: (type, version) => {
      const versions = known.get(type)
      return version === undefined ? versions?.at(-1) : versions?.find((one) => one.version === version)
    },
    list: () => [...known.values()].flat(),
    forget: () => {
      readAt = 0
    },
  }
}

/** Types by name with their versions ascending. Compiled checks are taken over: versions never change. */
function arranged(
  types: readonly EventType[],
  before: ReadonlyMap<string, readonly KnownType[]>,
): Map<string, KnownType[]> {
  const byName = new Map<string, KnownType[]>()
  for (const type of types.toSorted((one, other) => one.version - other.version)) {
    const compiled = before.get(type.type)?.find(({ version }) => version === type.version)
    const known = compiled ?? { ...type, validator: compileEvent(type.schema), personal: personalFields(type.schema) }
    byName.set(type.type, [...(byName.get(type.type) ?? []), known])
  }
  return byName
}

async function publishedTypes(db: Executor, town: number): Promise<EventType[]> {
  const { rows } = await sql<EventType>`
    select type, version, purpose, title, schema from interactions.event_types where town = ${town}`.execute(db)
  return rows
}

/** A type as the operator writes it; its version is the next. */
export type NewEventType = Omit<EventType, 'version'>

/**
 * Publishes a version of a type. The same request again, and a type that says what its newest version says already,
 * answer the version that is there.
 *
 * @param by id of the request, and who made it
 * @throws {Problem} event-type-invalid
 */
export async function publishEventType(
  { db, town }: { db: Database; town: number },
  given: NewEventType,
  by: { id: string; party: string },
): Promise<EventType> {
  const missing = undescribed(given.schema)
  if (missing.length > 0) {
    const detail = `is required but not described: ${missing.join(', ')}`
    throw new Problem(eventTypeInvalid, { errors: [{ pointer: '/schema/required', detail }] })
  }
  const newest = await newestVersion(db, town, given.type)
  if (newest !== undefined && isSame(newest, given)) return newest
  const builtin = builtinTypes.filter(({ type }) => type === given.type).length
  const { rows } = await sql<{ version: number }>`
    insert into interactions.event_types as t
      (town, version, id, published_by, published_at, type, purpose, title, schema)
    select ${town}::integer, ${builtin}::integer + 1 + count(*), ${by.id}::uuid, ${by.party}::uuid,
      ${new Date(machineNow())}::timestamptz, ${given.type}::text, ${given.purpose}::text, ${given.title}::text,
      ${JSON.stringify(given.schema)}::json
    from interactions.event_types where town = ${town}::integer and type = ${given.type}::text
    on conflict on constraint event_types_request_once do update set id = t.id
    returning version`.execute(db)
  return { ...given, version: rows[0]!.version }
}

async function newestVersion(db: Executor, town: number, type: string): Promise<EventType | undefined> {
  const published = (await publishedTypes(db, town)).filter((one) => one.type === type)
  const versions = [...builtinTypes.filter((one) => one.type === type), ...published]
  return versions.toSorted((one, other) => one.version - other.version).at(-1)
}

function isSame(newest: NewEventType, given: NewEventType): boolean {
  const textOf = ({ purpose, title, schema }: NewEventType): string => JSON.stringify([purpose, title, sorted(schema)])
  return textOf(newest) === textOf(given)
}

/** The same value with the members of its objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]))
}
