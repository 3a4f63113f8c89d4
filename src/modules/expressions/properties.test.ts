import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { celEnv, type CelInput, isCelError, isCelList, isCelMap, parse, plan } from '@bufbuild/cel'
import fc from 'fast-check'
import { check } from './check.ts'
import { compile } from './compile.ts'
import { type ExpressionErrorCode, isExpressionError } from './errors.ts'
import { expressionOver, shapeArbitrary, valueOf } from './generated.fixtures.ts'
import { parseExpression } from './parse.ts'
import { nameOf, type Shape } from './shapes.ts'
import { handle, type Handlers, type Node } from './tree.ts'
import type { Scope, Value } from './values.ts'

/** A value, or the code of the error. */
type Outcome = { readonly value: Value } | { readonly code: ExpressionErrorCode }

function outcomeOf(run: () => Value): Outcome {
  try {
    return { value: run() }
  } catch (thrown) {
    if (isExpressionError(thrown)) return { code: thrown.code }
    throw thrown
  }
}

/** A random shape, an expression over it, and data of it. */
function trial(options: { hasFunctions: boolean }): fc.Arbitrary<[text: string, scope: Scope]> {
  return shapeArbitrary.chain((shape) => fc.tuple(expressionOver(shape, options), valueOf(shape)))
}

describe('equivalence with the CEL library', () => {
  const env = celEnv()

  /** What the library's own interpreter makes of a text; undefined for an error of any kind. */
  function library(text: string, scope: Scope): unknown {
    const bindings = Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, toCel(value)]))
    const result = plan(env, parse(text).expr)(bindings)
    return isCelError(result) ? undefined : fromCel(result)
  }

  /** Ours fails where CEL goes on: beyond 2^53, and where CEL calls unlike kinds merely unequal. */
  const stated: readonly ExpressionErrorCode[] = ['overflow', 'unlike-types', 'too-long']

  test('a value of ours is the library’s value; an error of ours is one of the library’s, absorption aside', () => {
    const seen = { refused: 0, value: 0, stated: 0, error: 0 }
    fc.assert(
      fc.property(trial({ hasFunctions: false }), ([text, scope]) => {
        const compiled = outcomeOfCompile(text, scope)
        if (compiled === undefined) {
          seen.refused += 1
          return
        }
        const ours = outcomeOf(() => compiled.evaluate(scope))
        if ('value' in ours) {
          seen.value += 1
          assert.deepEqual(library(text, scope), ours.value, `${text} on ${JSON.stringify(scope)}`)
        } else if (stated.includes(ours.code)) {
          seen.stated += 1
        } else {
          seen.error += 1
          assert.equal(library(strictText(text), scope), undefined, `${text} on ${JSON.stringify(scope)}: ${ours.code}`)
        }
      }),
      { numRuns: 6_000 },
    )
    assert.ok(seen.value > 2_000 && seen.error > 300 && seen.refused < 2_000, JSON.stringify(seen))
  })

  function outcomeOfCompile(text: string, scope: Scope) {
    try {
      return compile(text, { names: Object.keys(scope) })
    } catch (thrown) {
      // Refusals that the library only meets when it evaluates, or never: limits and unknown names.
      if (isExpressionError(thrown) && ['too-large', 'unknown-name'].includes(thrown.code)) return undefined
      throw thrown
    }
  }
})

/** Ints are bigints in the library, maps are Maps; CEL leaves the order of their keys open, ours is ascending. */
function toCel(value: unknown): CelInput {
  if (typeof value === 'number') return BigInt(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(toCel)
  const entries = Object.entries(value ?? {}).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return new Map(entries.map(([key, part]) => [key, toCel(part)]))
}

function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (isCelList(value)) return [...value].map(fromCel)
  if (isCelMap(value))
    return Object.fromEntries([...value].map(([key, part]) => [typeof key === 'string' ? key : '', fromCel(part)]))
  return value
}

/**
 * The same expression with &&, ||, exists and all written so that CEL cannot absorb an error: as choices
 * that evaluate from left to right, and as filters that visit every element.
 */
function strictText(text: string): string {
  return handle(
    strict,
    parseExpression(text, () => false),
    undefined,
  )
}

function printed(node: Node): string {
  return handle(strict, node, undefined)
}

const strict: Handlers<undefined, string> = {
  literal: ({ value }) => JSON.stringify(value),
  name: ({ name }) => name,
  field: ({ of, field }) => `${printed(of)}.${field}`,
  // The library answers false for a field of something that is no map; the CEL specification calls it an error.
  has: ({ of, field }) => `(type(${printed(of)}) == map ? has(${printed(of)}.${field}) : 1 / 0 == 0)`,
  // The library takes a bool as the index of a list, false for 0; the CEL specification has ints alone.
  index: ({ of, index }) =>
    `${printed(of)}[type(${printed(of)}) == list && type(${printed(index)}) == bool ? 1 / 0 : ${printed(index)}]`,
  unary: ({ operator, of }) => `${operator}(${printed(of)})`,
  binary: ({ operator, left, right }) => `(${printed(left)} ${operator} ${printed(right)})`,
  logic: ({ operator, left, right }) => {
    const second = `(${printed(right)} ? true : false)`
    return operator === '&&' ? `(${printed(left)} ? ${second} : false)` : `(${printed(left)} ? true : ${second})`
  },
  choice: ({ test, whenTrue, whenFalse }) => `(${printed(test)} ? ${printed(whenTrue)} : ${printed(whenFalse)})`,
  list: ({ items }) => `[${items.map(printed).join(', ')}]`,
  map: ({ entries }) => `{${entries.map(({ key, value }) => `${printed(key)}: ${printed(value)}`).join(', ')}}`,
  call: ({ name, args }) => `${name}(${args.map(printed).join(', ')})`,
  macro: ({ macro, over, variable, test, body }) => {
    if (macro === 'exists') return `(${printed(over)}.filter(${variable}, ${printed(body)}).size() > 0)`
    if (macro === 'all') return `(${printed(over)}.filter(${variable}, !(${printed(body)})).size() == 0)`
    const parts = [variable, ...(test === undefined ? [] : [printed(test)]), printed(body)]
    return `${printed(over)}.${macro}(${parts.join(', ')})`
  },
}

describe('the evaluator', () => {
  test('throws nothing but expression errors, whatever plain data the scope holds', () => {
    fc.assert(
      fc.property(
        trial({ hasFunctions: true }),
        fc.array(hostile, { minLength: 4, maxLength: 4 }),
        ([text], values) => {
          const scope = { input: values[0], terms: values[1], data: values[2], now: values[3] }
          const compiled = outcomeOfCompile(text)
          if (compiled !== undefined) outcomeOf(() => compiled.evaluate(scope))
        },
      ),
      { numRuns: 4_000 },
    )
  })

  test('refuses any text that is not an expression with an expression error', () => {
    const text = fc.string({ unit: fc.constantFrom(...noise), maxLength: 40 })
    fc.assert(
      fc.property(text, (written) => {
        outcomeOfCompile(written)
      }),
      { numRuns: 4_000 },
    )
  })

  function outcomeOfCompile(text: string) {
    try {
      return compile(text, { timeZone: 'Europe/Warsaw' })
    } catch (thrown) {
      if (isExpressionError(thrown)) return undefined
      throw thrown
    }
  }
})

const noise = [
  'a',
  'b',
  '.',
  '1',
  '"',
  "'",
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '?',
  ':',
  ',',
  '+',
  '-',
  '*',
  '/',
  '!',
  '&&',
  '||',
  '==',
  '<',
  ' ',
  '\\',
  '\n',
  '🚲',
]

/** JSON and worse: fractions, nulls, nested containers, keys of the prototype. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.object({
    key: fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
    maxDepth: 3,
    withBigInt: true,
    withDate: true,
  }),
  fc.array(fc.oneof(fc.integer(), fc.double(), fc.constant(null), fc.constant(undefined)), { maxLength: 4 }),
)

describe('soundness', () => {
  const impossible: readonly ExpressionErrorCode[] = ['missing-name', 'missing-field', 'wrong-type', 'unlike-types']

  test('an accepted expression never fails for a missing field or a wrong kind on data of its shape', () => {
    let checked = 0
    let passed = 0
    fc.assert(
      fc.property(
        shapeArbitrary.chain((shape) =>
          fc.tuple(
            fc.constant(shape),
            expressionOver(shape, { hasFunctions: true }),
            fc.array(valueOf(shape), { minLength: 3, maxLength: 3 }),
          ),
        ),
        ([shape, text, values]) => {
          checked += 1
          const result = check(text, shape)
          if (result.problems.length > 0) return
          passed += 1
          const compiled = compile(text, { names: Object.keys(shape.fields) })
          for (const value of values) {
            try {
              assert.ok(
                fits(compiled.evaluate(value), result.shape),
                `${text} gave something else than ${nameOf(result.shape)}`,
              )
            } catch (thrown) {
              if (!isExpressionError(thrown)) throw thrown
              assert.ok(!impossible.includes(thrown.code), `${text} on ${JSON.stringify(value)}: ${thrown.text}`)
            }
          }
        },
      ),
      { numRuns: 6_000 },
    )
    assert.ok(passed > checked / 5, `only ${passed} of ${checked} expressions passed the checker`)
  })
})

function fits(value: unknown, shape: Shape): boolean {
  switch (shape.kind) {
    case 'any':
      return true
    case 'never':
      return false
    case 'int':
      return Number.isSafeInteger(value)
    case 'bool':
      return typeof value === 'boolean'
    case 'string':
      return typeof value === 'string'
    case 'list':
      return Array.isArray(value) && value.every((item) => fits(item, shape.of))
    default:
      return (
        typeof value === 'object' && value !== null && !Array.isArray(value) && fitsMap(Object.entries(value), shape)
      )
  }
}

function fitsMap(entries: readonly [string, unknown][], shape: Extract<Shape, { kind: 'map' | 'record' }>): boolean {
  if (shape.kind === 'map') return entries.every(([, value]) => fits(value, shape.of))
  const required = Object.entries(shape.fields).filter(([, field]) => field.isOptional !== true)
  return (
    required.every(([name]) => entries.some(([key]) => key === name)) &&
    entries.every(([key, value]) => fits(value, shape.fields[key]?.shape ?? { kind: 'never' }))
  )
}
