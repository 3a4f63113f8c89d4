import { Compile } from 'typebox/schema'
import type { JsonObject } from '#kernel/commands'
import type { Schema } from './manifest.ts'

/** Answers the places that are wrong; none means that the value fits. */
export type InputCheck = (value: JsonObject) => { pointer: string; detail: string }[]

/** The validator of an input or of an offer's attributes: a closed object, also in its depth. */
export function compileInput(schema: Schema | undefined): InputCheck {
  if (schema === undefined || schema.properties === undefined) {
    return (value) => Object.keys(value).map((name) => ({ pointer: pointerOf(name), detail: 'is not known here' }))
  }
  const validator = Compile(closedSchema({ type: 'object', ...schema }))
  return (value) => {
    if (validator.Check(value)) return []
    const [, errors] = validator.Errors(value)
    return errors.flatMap((error) => fieldErrors(error))
  }
}

/** The JSON Schema that the API publishes and the validator checks: objects are closed unless they list nothing. */
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
  // Formats are hints for forms (`money`, `textarea`); those that say something about a value stay with the validator.
  if (!['date', 'date-time', 'uuid'].includes(String(closed['format']))) delete closed['format']
  return closed
}

export type SchemaError = { keyword: string; instancePath: string; params: object; message: string }

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
