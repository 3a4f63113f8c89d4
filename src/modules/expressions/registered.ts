import { fail, isExpressionError } from './errors.ts'
import { mismatch, readSchema, type Schema, type SchemaRule } from './schemas.ts'
import { isValue, scopeNames, type Value } from './values.ts'

/** A pure function that a business registers for its manifests, with the shapes it takes and gives. */
export interface RegisteredFunction {
  readonly args: readonly Schema[]
  readonly result: Schema
  /** Must be pure and must not change its arguments: they are parts of the engine's view. */
  readonly fn: (...args: never[]) => unknown
}

/** Registered functions by dotted name, such as `made.price`. */
export interface RegisteredFunctions {
  readonly [name: string]: RegisteredFunction
}

interface Rules {
  readonly args: readonly SchemaRule[]
  readonly result: SchemaRule
}

const rulesOf = new WeakMap<RegisteredFunction, Rules>()

const dottedName = /^[a-z][A-Za-z0-9_]*(\.[a-z][A-Za-z0-9_]*)+$/

/** The schemas of a registered function, read once. */
export function signatureOf(registered: RegisteredFunction): Rules {
  const known = rulesOf.get(registered)
  if (known !== undefined) return known
  const rules = { args: registered.args.map(readSchema), result: readSchema(registered.result) }
  rulesOf.set(registered, rules)
  return rules
}

/** Names that the parser or the language reads as a macro or method wherever they follow a dot. */
const methods = new Set(['map', 'filter', 'exists', 'all', 'exists_one', 'existsOne', 'sortBy', 'size'])

/** Refuses a name that would hide a name of the flow language or could not be called. */
export function checkRegisteredName(name: string): void {
  if (!dottedName.test(name)) fail('unknown-function', `a registered function has a dotted name, not "${name}"`)
  const [first = '', ...others] = name.split('.')
  if (methods.has(others.at(-1) ?? ''))
    fail('unknown-function', `a registered function cannot end with .${others.at(-1)}`)
  if (first === 'lists' || scopeNames.some((taken) => taken === first)) {
    fail('unknown-function', `a registered function cannot begin with ${first}.`)
  }
}

/** Calls a registered function, its arguments and its result checked against their schemas. */
export function callRegistered(name: string, registered: RegisteredFunction, args: readonly Value[]): Value {
  const rules = signatureOf(registered)
  for (const [index, rule] of rules.args.entries()) {
    const fault = mismatch(rule, args[index], `argument ${index + 1}`)
    if (fault !== undefined) fail('bad-argument', `${name}: ${fault}`)
  }
  const result = run(name, registered, args)
  const fault = mismatch(rules.result, result, 'its result')
  if (fault !== undefined || !isValue(result)) return fail('function-failed', `${name}: ${fault ?? 'no value'}`)
  return typeof result === 'number' ? result + 0 : result
}

function run(name: string, registered: RegisteredFunction, args: readonly Value[]): unknown {
  // The arguments have just been checked against the schemas the function declares.
  const fn = registered.fn as (...args: readonly Value[]) => unknown
  try {
    return fn(...args)
  } catch (cause) {
    // Code of a business must not break the batch it runs in; what it throws becomes a refusal.
    if (isExpressionError(cause)) throw cause
    return fail('function-failed', `${name}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
