import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { invalidInput } from './http-problems.ts'
import { type FieldError, Problem } from './problem.ts'

/**
 * Validation at the edge: TypeBox's compiled checks (as fast as Ajv on our bodies, and no second library), and what a
 * schema does not say about every value: it can be stored in PostgreSQL, is not nested too deep, and its integers are
 * exact.
 */

/** Deeper bodies are refused: no schema of ours needs more, and recursive code must not be driven into its limits. */
const depthMax = 32

/** The first place of a value that cannot be taken in as it is; null when all is well. */
export function unstorable(value: unknown, depth = 0): FieldError | null {
  switch (typeof value) {
    case 'string':
      return unstorableText(value)
    case 'number':
      return Number.isInteger(value) && !Number.isSafeInteger(value)
        ? { pointer: '', detail: 'must be within ±9007199254740991' }
        : null
    case 'object':
      return value === null ? null : unstorableMember(value, depth + 1)
    default:
      return null
  }
}

function unstorableMember(value: object, depth: number): FieldError | null {
  if (depth > depthMax) return { pointer: '', detail: `must not be nested deeper than ${depthMax}` }
  for (const key of Object.keys(value)) {
    const error = unstorableText(key) ?? unstorable((value as Record<string, unknown>)[key], depth)
    if (error !== null) return { pointer: `/${escapeToken(key)}${error.pointer}`, detail: error.detail }
  }
  return null
}

/** PostgreSQL's text holds neither NUL nor half a surrogate pair. */
function unstorableText(text: string): FieldError | null {
  if (text.includes('\0')) return { pointer: '', detail: 'must not contain a NUL character' }
  return text.isWellFormed() ? null : { pointer: '', detail: 'must be well-formed Unicode' }
}

/** RFC 6901 §3. */
function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

const wheres: Readonly<Record<string, string>> = {
  body: 'The body is not valid.',
  querystring: 'The query is not valid.',
  params: 'The path is not valid.',
  headers: 'The headers are not valid.',
}

/** Fastify's validator compiler. Outside the body everything arrives as text: defaults and conversions come first. */
export const compileValidator: FastifySchemaCompiler<unknown> = ({ schema, httpPart }) => {
  const validator = Compile(schema as TSchema) // all our schemas are TypeBox's, which are JSON Schema
  const isBody = httpPart === 'body'
  const where = wheres[httpPart ?? ''] ?? ''
  return (data: unknown) => {
    const value = isBody ? data : validator.Convert(validator.Default({ ...(data as object) }))
    if (!validator.Check(value)) return { error: problemWith(where, errorsOf(validator, value)) }
    const error = isBody ? null : unstorable(value)
    return error === null ? { value } : { error: problemWith(where, [error]) }
  }
}

function problemWith(detail: string, errors: readonly FieldError[]): Problem {
  return new Problem(invalidInput, { detail, errors })
}

/** What is wrong, one entry a place; TypeBox stops at eight. */
export function errorsOf(validator: Validator, value: unknown): FieldError[] {
  const found = new Map<string, FieldError>()
  for (const error of validator.Errors(value)) {
    for (const entry of entriesOf(error)) {
      const known = found.get(entry.pointer)
      if (known === undefined) found.set(entry.pointer, entry)
      else if (known.detail !== entry.detail) known.detail += `, or ${entry.detail}`
    }
  }
  return [...found.values()]
}

function entriesOf({ keyword, instancePath, params, message }: TLocalizedValidationError): FieldError[] {
  switch (keyword) {
    case 'required':
      return params.requiredProperties.map((name) => ({
        pointer: `${instancePath}/${escapeToken(name)}`,
        detail: 'is required',
      }))
    case 'boolean':
      return [{ pointer: instancePath, detail: 'is not known here' }]
    case 'additionalProperties':
      return [] // each unknown member is also reported at its own place, as `boolean`
    case 'anyOf':
      return [] // its alternatives are reported at the same place
    case 'const':
      return [{ pointer: instancePath, detail: `must be ${JSON.stringify(params.allowedValue)}` }]
    case 'enum':
      return [{ pointer: instancePath, detail: `must be one of ${params.allowedValues.join(', ')}` }]
    default:
      return [{ pointer: instancePath, detail: message }]
  }
}
