import { fail } from './errors.ts'
import { isValue, type Value } from './values.ts'

/**
 * A JSON Schema of the subset that manifests use, as plain data: type, properties, required, items,
 * enum, minimum, maximum, additionalProperties. Keywords that only narrow a text or a list
 * (`maxLength`, `minItems` …) and notes (`title`, `description` …) are not read here.
 */
export type Schema = object

/** A schema read once. */
export type SchemaRule =
  | { readonly kind: 'any' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly minimum: number; readonly maximum: number; readonly allowed?: readonly unknown[] }
  | { readonly kind: 'string'; readonly allowed?: readonly unknown[] }
  | { readonly kind: 'list'; readonly items: SchemaRule }
  | { readonly kind: 'map'; readonly values: SchemaRule }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, FieldRule>; readonly isClosed: boolean }

interface FieldRule {
  readonly rule: SchemaRule
  readonly isRequired: boolean
}

/** Ways of combining schemas that a shape cannot tell; refusing them beats misreading them. */
const unreadable = ['$ref', 'oneOf', 'anyOf', 'allOf', 'not', 'if', 'patternProperties', 'prefixItems', 'const']

const anything: SchemaRule = { kind: 'any' }

/**
 * Reads a schema. `type` may be left out where other keywords tell it (`properties` or `required`: an
 * object, `items`: an array, `enum`: that of its values); a schema without any keyword is any value.
 *
 * @throws {ExpressionError} bad-schema
 */
export function readSchema(schema: unknown): SchemaRule {
  const keywords = objectOf(schema, 'a schema')
  for (const keyword of unreadable) {
    if (keyword in keywords) fail('bad-schema', `a schema cannot use ${keyword} here`)
  }
  const type = keywords['type'] ?? impliedType(keywords)
  if (type === undefined) return anything
  const reader = typeof type === 'string' && Object.hasOwn(readers, type) ? readers[type] : undefined
  if (reader === undefined) return fail('bad-schema', `a schema cannot have the type ${JSON.stringify(type)} here`)
  return reader(keywords)
}

type Keywords = Readonly<Record<string, unknown>>

const readers: Readonly<Record<string, (keywords: Keywords) => SchemaRule>> = {
  boolean: () => ({ kind: 'bool' }),
  integer: (keywords) => ({
    kind: 'int',
    minimum: boundOf(keywords['minimum'], Number.MIN_SAFE_INTEGER),
    maximum: boundOf(keywords['maximum'], Number.MAX_SAFE_INTEGER),
    ...allowedOf(keywords['enum']),
  }),
  string: (keywords) => ({ kind: 'string', ...allowedOf(keywords['enum']) }),
  array: ({ items }) => ({ kind: 'list', items: items === undefined ? anything : readSchema(items) }),
  object: readObject,
}

function readObject(keywords: Keywords): SchemaRule {
  const others = keywords['additionalProperties'] ?? false
  const properties = objectOf(keywords['properties'] ?? {}, 'properties')
  const required = namesOf(keywords['required'] ?? [])
  if (others !== false && keywords['properties'] === undefined && required.size === 0) {
    return { kind: 'map', values: others === true ? anything : readSchema(others) }
  }
  return {
    kind: 'record',
    fields: fieldsOf(properties, required),
    isClosed: keywords['additionalProperties'] === false,
  }
}

/** A name that is required without a schema of its own holds any value. */
function fieldsOf(properties: Keywords, required: ReadonlySet<string>): ReadonlyMap<string, FieldRule> {
  const fields = new Map<string, FieldRule>()
  for (const name of required) fields.set(name, { rule: anything, isRequired: true })
  for (const [name, schema] of Object.entries(properties)) {
    fields.set(name, { rule: readSchema(schema), isRequired: required.has(name) })
  }
  return fields
}

function namesOf(names: unknown): ReadonlySet<string> {
  return Array.isArray(names) ? new Set(names.map(String)) : fail('bad-schema', 'required is a list of names')
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail('bad-schema', `${what} must be an object`)
  }
  return value as Readonly<Record<string, unknown>> // any object may be read by key
}

function impliedType(keywords: Readonly<Record<string, unknown>>): string | undefined {
  if ('properties' in keywords || 'required' in keywords || 'additionalProperties' in keywords) return 'object'
  if ('items' in keywords) return 'array'
  if ('minimum' in keywords || 'maximum' in keywords) return 'integer'
  const values: unknown = keywords['enum']
  if (!Array.isArray(values)) return undefined
  if (values.every((value) => typeof value === 'string')) return 'string'
  if (values.every((value) => Number.isSafeInteger(value))) return 'integer'
  return fail('bad-schema', 'an enum holds texts only or whole numbers only')
}

function boundOf(bound: unknown, otherwise: number): number {
  if (bound === undefined) return otherwise
  return Number.isSafeInteger(bound) ? Number(bound) : fail('bad-schema', 'a bound is a whole number')
}

function allowedOf(values: unknown): { readonly allowed?: readonly unknown[] } {
  if (values === undefined) return {}
  return Array.isArray(values) ? { allowed: values } : fail('bad-schema', 'an enum is a list')
}

/** Says where a value first departs from its schema; undefined when it conforms. */
export function mismatch(rule: SchemaRule, value: unknown, path: string): string | undefined {
  switch (rule.kind) {
    case 'any':
      return isValue(value) ? undefined : `${path} is not a value`
    case 'bool':
      return typeof value === 'boolean' ? undefined : `${path} is not a bool`
    case 'int':
      return mismatchOfInt(rule, value, path)
    case 'string':
      return mismatchOfString(rule, value, path)
    case 'list':
      return mismatchOfList(rule, value, path)
    case 'map':
    case 'record':
      return mismatchOfObject(rule, value, path)
  }
}

type RuleOf<K extends SchemaRule['kind']> = Extract<SchemaRule, { readonly kind: K }>

function mismatchOfString(rule: RuleOf<'string'>, value: unknown, path: string): string | undefined {
  if (typeof value !== 'string') return `${path} is not a string`
  return rule.allowed?.includes(value) === false ? `${path} is not one of the allowed texts` : undefined
}

function mismatchOfList(rule: RuleOf<'list'>, value: unknown, path: string): string | undefined {
  if (!Array.isArray(value)) return `${path} is not a list`
  return firstOf(value.entries(), ([index, item]) => mismatch(rule.items, item, `${path}[${index}]`))
}

function mismatchOfObject(rule: RuleOf<'map' | 'record'>, value: unknown, path: string): string | undefined {
  if (!isPlainMap(value)) return `${path} is not a map`
  if (rule.kind === 'record') return mismatchOfRecord(rule, value, path)
  return firstOf(Object.entries(value), ([key, item]) => mismatch(rule.values, item, `${path}.${key}`))
}

function mismatchOfInt(rule: RuleOf<'int'>, value: unknown, path: string): string | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return `${path} is not a whole number`
  if (value < rule.minimum) return `${path} is below ${rule.minimum}`
  if (value > rule.maximum) return `${path} is above ${rule.maximum}`
  return rule.allowed?.includes(value) === false ? `${path} is not one of the allowed numbers` : undefined
}

function mismatchOfRecord(
  rule: RuleOf<'record'>,
  value: Readonly<Record<string, Value>>,
  path: string,
): string | undefined {
  if (rule.isClosed) {
    const unknown = Object.keys(value).find((name) => !rule.fields.has(name))
    if (unknown !== undefined) return `${path}.${unknown} is unknown`
  }
  return firstOf(rule.fields, ([name, field]) => {
    if (Object.hasOwn(value, name)) return mismatch(field.rule, value[name], `${path}.${name}`)
    return field.isRequired ? `${path}.${name} is missing` : undefined
  })
}

function isPlainMap(value: unknown): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function firstOf<T>(items: Iterable<T>, find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
