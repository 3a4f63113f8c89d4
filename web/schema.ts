import type { Text } from './format.ts'
import type { FieldError } from './problem.ts'

/** The subset of JSON Schema in which manifests describe inputs, offers and options. */
export type Schema = {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean'
  readonly title?: Text
  readonly description?: Text
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly (string | number)[]
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minItems?: number
  readonly maxItems?: number
  readonly format?: string
}

/** What was filled in, by name. A field that is empty has no entry. */
export type Values = Readonly<Record<string, unknown>>

/** The controls that a form knows. */
export type Control =
  | 'choice'
  | 'tick'
  | 'number'
  | 'money'
  | 'share'
  | 'day'
  | 'instant'
  | 'date'
  | 'date-time'
  | 'long-text'
  | 'text'
  | 'code'
  | 'picture'
  | 'offer'
  | 'quantities'
  | 'list'
  | 'group'

/** Texts that may be longer than this get a field of several lines. */
const longText = 300
/** Days since 1970 reach this in 1997: a whole number called "day" that may not is a day of the month or a count. */
const daysSince1970 = 10_000

/** Which control a property asks for. */
export function controlOf(name: string, schema: Schema): Control {
  if (schema.enum !== undefined) return 'choice'
  switch (schema.type) {
    case 'boolean':
      return 'tick'
    case 'integer':
      return numberControl(name, schema)
    case 'array':
      return schema.items?.type === 'integer' && /^(qtys|quantities)$/.test(name) ? 'quantities' : 'list'
    case 'object':
      return 'group'
    default:
      return schema.properties === undefined ? textControl(schema) : 'group'
  }
}

/** Dates in manifests are whole numbers: days since 1970 (`format: date`), or milliseconds (`format: date-time`). */
function numberControl(name: string, { format, maximum }: Schema): Control {
  if (format === 'money' || name.endsWith('Minor')) return 'money'
  if (format === 'date') return 'day'
  if (format === 'date-time') return 'instant'
  if (name.endsWith('Bps')) return 'share'
  return /^day$|Day$/.test(name) && (maximum ?? daysSince1970) >= daysSince1970 ? 'day' : 'number'
}

const byFormat: Readonly<Record<string, Control>> = {
  date: 'date',
  'date-time': 'date-time',
  picture: 'picture',
  offer: 'offer',
  textarea: 'long-text',
}

function textControl({ format = '', minLength = 0, maxLength = 0 }: Schema): Control {
  const known = byFormat[format]
  if (known !== undefined) return known
  if (maxLength >= longText) return 'long-text'
  return minLength === 6 && maxLength === 6 ? 'code' : 'text'
}

/** What a form begins with: defaults, and the first of few choices when one must be made. */
export function initialValues(schema: Schema, given: Values = {}): Values {
  const required = new Set(schema.required)
  const entries = Object.entries(schema.properties ?? {}).flatMap(([name, property]): [string, unknown][] => {
    const value = given[name] ?? property.default ?? firstChoice(property, required.has(name))
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(entries)
}

/** With more choices than this none is the natural one. */
const fewChoices = 3

function firstChoice({ enum: choices }: Schema, isRequired: boolean): unknown {
  return isRequired && choices !== undefined && choices.length <= fewChoices ? choices[0] : undefined
}

/** Names of required fields that have no value. */
export function missingIn(schema: Schema, values: Values): string[] {
  return (schema.required ?? []).filter((name) => values[name] === undefined || values[name] === '')
}

/** What the server says of a field: its errors that point to it or into it. */
export function errorAt(errors: readonly FieldError[], name: string): string | undefined {
  return errors.find(({ pointer }) => pointer.split('/').includes(name))?.detail
}

/** A value as the text of its field. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** True when there is nothing to fill in. */
export function isEmptySchema(schema: Schema): boolean {
  return Object.keys(schema.properties ?? {}).length === 0
}
