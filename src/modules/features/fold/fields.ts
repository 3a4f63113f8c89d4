import type { Json, JsonObject } from '#kernel/commands'
import type { Field, From } from '../declaring.ts'

/** An event of either source, as far as features look at it. */
export type Seen = {
  readonly id: string
  readonly type: string
  readonly subject: string | null
  /** Town time, ms. */
  readonly at: number
  readonly data: JsonObject
  readonly actor?: string
  readonly user?: string | null
  readonly person?: string | null
  readonly session?: string | null
}

/** Reads a field; `item` is the element of the feature's list. */
export type Getter = (event: Seen, item: Json | undefined) => unknown

/** The getter of a field. */
export function getterOf(field: Field): Getter {
  if (!field.startsWith('data.')) {
    const name = field as 'subject' | 'actor' | 'user' | 'person' | 'session' // all fields without data
    return (event) => event[name]
  }
  const [outer = '', inner] = field.slice('data.'.length).split('[].')
  const path = (inner ?? outer).split('.')
  if (inner !== undefined) return (_, item) => valueAt(item, path)
  const [only] = path
  return path.length === 1 ? (event) => event.data[only!] : (event) => valueAt(event.data, path)
}

/** The elements of the list that fields read; one of nothing where they read none. */
export function itemsOf(fields: readonly (Field | undefined)[]): (event: Seen) => readonly (Json | undefined)[] {
  const list = fields.find((field) => field?.includes('[].') === true)
  if (list === undefined) return () => once
  const path = list.slice('data.'.length).split('[].')[0]!.split('.')
  return ({ data }) => {
    const found = valueAt(data, path)
    return Array.isArray(found) ? (found as readonly Json[]) : none // elements of JSON
  }
}

const once = [undefined]
const none: readonly Json[] = []

/** Whether an event has the values that are asked for. */
export function conditionOf({ has = [], where = {} }: From): (event: Seen) => boolean {
  if (has.length === 0 && Object.keys(where).length === 0) return () => true
  const needed = has.map(getterOf)
  const wanted = Object.entries(where).map(([field, value]) => ({ get: getterOf(field as Field), value }))
  return (event) =>
    needed.every((get) => (get(event, undefined) ?? null) !== null) &&
    wanted.every(({ get, value }) => (get(event, undefined) ?? null) === value)
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found) || !Object.hasOwn(found, step)) {
      return undefined
    }
    found = (found as JsonObject)[step]
  }
  return found
}
