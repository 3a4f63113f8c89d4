import { Compile } from 'typebox/schema'
import type { JsonObject } from '#kernel/commands'
import type { Schema } from './manifest.ts'
import { fieldsIn, sealedSchema } from './personal.ts'

/** Answers the places that are wrong; none means that the value fits. */
export type InputCheck = (value: JsonObject) => { pointer: string; detail: string }[]

/** The validator of an input or of an offer's attributes: a closed object, also in its depth. */
export function compileInput(schema: Schema | undefined): InputCheck {
  if (schema === undefined || schema.properties === undefined) {
    return (value) => Object.keys(value).map((name) => ({ pointer: pointerOf(name), detail: 'is not known here' }))
  }
  const checkPlain = checkOf(schema)
  const personal = fieldsIn(schema, [], '').map(({ path }) => path)
  if (personal.length === 0) return checkPlain
  const checkSealed = checkOf(sealedSchema(schema))
  return (value) => {
    const errors = checkSealed(value)
    return errors.length === 0 ? [] : plainly(errors, personal, checkPlain(value))
  }
}

function checkOf(schema: Schema): InputCheck {
  const validator = Compile(checkedSchema({ type: 'object', ...schema }))
  return (value) => {
    if (validator.Check(value)) return []
    const [, errors] = validator.Errors(value)
    return errors.flatMap((error) => fieldErrors(error))
  }
}

/** What is wrong, in words about what was said: a personal value that does not fit was never sealed. */
function plainly(
  errors: ReturnType<InputCheck>,
  personal: readonly (readonly string[])[],
  plain: ReturnType<InputCheck>,
): ReturnType<InputCheck> {
  const isPersonal = (pointer: string): boolean => personal.some((path) => isAt(pointer, path))
  const others = errors.filter(({ pointer }) => !isPersonal(pointer))
  const unfit = errors
    .filter(({ pointer }) => isPersonal(pointer))
    .flatMap(({ pointer }) => {
      const why = plain.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))
      return why.length > 0 ? why : [{ pointer, detail: 'is personal and was not sealed on its way in' }]
    })
  return [...others, ...unfit]
}

function isAt(pointer: string, path: readonly string[]): boolean {
  const steps = pointer.split('/').slice(1)
  return steps.length === path.length && path.every((step, index) => step === '*' || step === steps[index])
}

/** A schema as the validator wants it. */
export function checkedSchema(schema: Schema): Record<string, unknown> {
  return withoutHints(closedSchema(schema))
}

/** The JSON Schema that the API publishes: objects are closed unless they list nothing, in their depth too. */
export function closedSchema(schema: Schema): Record<string, unknown> {
  const { properties, items, personal: _personal, ...rest } = schema
  const closed: Record<string, unknown> = { ...rest }
  if (properties !== undefined) {
    closed['type'] = 'object'
    closed['additionalProperties'] = false
    closed['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, closedSchema(property)]),
    )
  }
  if (items !== undefined) closed['items'] = closedSchema(items)
  return closed
}

export type SchemaError = { keyword: string; instancePath: string; params: object; message: string }

/** Formats that say something about a value; the others (`money`, `textarea`) are hints for forms. */
const checkedFormats: readonly unknown[] = ['date', 'date-time', 'uuid']

/** The schema that is checked: a format that the validator does not know would refuse every value. */
function withoutHints(schema: Record<string, unknown>): Record<string, unknown> {
  const json = JSON.stringify(schema, (key, value: unknown) =>
    key === 'format' && typeof value === 'string' && !checkedFormats.includes(value) ? undefined : value,
  )
  return JSON.parse(json) as Record<string, unknown> // what has just been written
}

/** An error of the schema validator as the places it means. */
export function fieldErrors(error: SchemaError): { pointer: string; detail: string }[] {
  // A property that is not allowed is told once, at its own place, by the `boolean` error.
  if (error.keyword === 'additionalProperties') return []
  if (error.keyword === 'boolean') return [{ pointer: error.instancePath, detail: 'is not known here' }]
  if (error.keyword === 'required' && 'requiredProperties' in error.params) {
    const missing = error.params.requiredProperties as string[]
    return missing.map((name) => ({ pointer: error.instancePath + pointerOf(name), detail: 'is required' }))
  }
  return [{ pointer: error.instancePath, detail: error.message }]
}

/** One step of a JSON Pointer (RFC 6901). */
function pointerOf(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
