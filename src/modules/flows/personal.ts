import { Compile } from 'typebox/schema'
import type { Json, JsonObject } from '#kernel/commands'
import { sealedPattern } from '#modules/privacy'
import type { Manifest, Schema } from './manifest.ts'
import { transitionsOfManifest } from './walk.ts'

/**
 * Personal fields: a flow sees them sealed. It may keep them and hand them on, and asks nothing of them but whether
 * they are there; so whatever it decides, it decides the same when the person has been erased.
 */

/** Where a personal field stands in an input; `*` is any item of a list. */
export type PersonalField = { readonly path: readonly string[]; readonly fits: (value: Json) => boolean }

/** A personal field with where it is written. */
export type Mention = { path: readonly string[]; schema: Schema; pointer: string }

/** The personal fields of an input's schema; what stands within one is part of it. */
export function fieldsIn(schema: Schema | undefined, path: readonly string[], pointer: string): Mention[] {
  if (schema === undefined) return []
  if (schema.personal === true) return [{ path, schema, pointer }]
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    fieldsIn(property, [...path, name], `${pointer}/properties/${name}`),
  )
  return [...members, ...fieldsIn(schema.items, [...path, '*'], `${pointer}/items`)]
}

/** Every mention of a personal field in the inputs of a manifest. */
export function mentions(manifest: Manifest): Mention[] {
  return transitionsOfManifest(manifest).flatMap(({ transition: { input }, pointer }) =>
    fieldsIn(input, [], `${pointer}/input`),
  )
}

/** The personal fields of a manifest, each once. */
export function personalFields(
  manifest: Manifest,
  checkOf: (schema: Schema) => Record<string, unknown>,
): PersonalField[] {
  const byPath = new Map(mentions(manifest).map((found) => [found.path.join('/'), found]))
  return [...byPath.values()].map(({ path, schema }) => {
    const validator = Compile(checkOf(schema))
    return { path, fits: (value) => validator.Check(value) }
  })
}

/** Types of the commands whose input has a personal field. */
export function personalTypes(manifest: Manifest): string[] {
  const taking = transitionsOfManifest(manifest).filter(
    ({ transition: { input } }) => fieldsIn(input, [], '').length > 0,
  )
  return taking.map(({ key }) => key)
}

/** The schema of an input as a flow sees it: what is personal has been sealed. */
export function sealedSchema(schema: Schema): Schema {
  if (schema.personal === true) return { type: 'string', pattern: sealedPattern }
  const { properties, items, ...rest } = schema
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, sealedSchema(one)])) }),
    ...(items === undefined ? {} : { items: sealedSchema(items) }),
  }
}

/** A personal value of an input, and how to put another in its place. */
export type PersonalValue = { readonly field: string; readonly value: Json }

/** The personal values of an input that fit their fields; the others are left for the flow to refuse. */
export function personalValues(fields: readonly PersonalField[], input: JsonObject): PersonalValue[] {
  return fields.flatMap(({ path, fits }) => valuesAt(input, path, '').filter(({ value }) => fits(value)))
}

function valuesAt(value: Json, [step, ...rest]: readonly string[], pointer: string): PersonalValue[] {
  if (step === undefined) return [{ field: pointer, value }]
  if (typeof value !== 'object' || value === null) return []
  if (step === '*') {
    return Array.isArray(value)
      ? (value as readonly Json[]).flatMap((one, index) => valuesAt(one, rest, `${pointer}/${index}`))
      : []
  }
  const object = value as JsonObject
  return Object.hasOwn(object, step) ? valuesAt(object[step]!, rest, `${pointer}/${step}`) : []
}

/** The input with other values at these places; all else stays as it is. */
export function withValues(input: JsonObject, values: ReadonlyMap<string, Json>): JsonObject {
  const turn = (value: Json, pointer: string): Json => {
    const other = values.get(pointer)
    if (other !== undefined) return other
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return (value as readonly Json[]).map((one, index) => turn(one, `${pointer}/${index}`))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, turn(one, `${pointer}/${name}`)]))
  }
  return turn(input, '') as JsonObject // an object in, an object out: its root has no place of its own
}
