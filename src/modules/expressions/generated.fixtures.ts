import fc from 'fast-check'
import type { RecordShape, Shape } from './shapes.ts'
import type { Scope, Value } from './values.ts'

/**
 * Random scopes and expressions for properties. Names are few, so that guesses often hit; expressions
 * are mostly well typed, and a part of them is deliberately not.
 */
const fieldNames = ['a', 'b', 'c', 'toString'] as const
const topNames = ['input', 'terms', 'data', 'now'] as const

const plain: fc.Arbitrary<Shape> = fc.constantFrom<Shape>(
  { kind: 'int' },
  { kind: 'int' },
  { kind: 'bool' },
  { kind: 'string' },
)

const { shape: anyShape } = fc.letrec<{ shape: Shape; record: RecordShape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 4, arbitrary: plain },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('list' as const), of: tie('shape') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('map' as const), of: tie('shape') }) },
    { weight: 3, arbitrary: tie('record') },
  ),
  record: fc
    .dictionary(fc.constantFrom(...fieldNames), fc.tuple(tie('shape'), fc.boolean()), { maxKeys: 3 })
    .map((fields) => recordOf(Object.entries(fields))),
}))

function recordOf(fields: readonly [string, [Shape, boolean]][]): RecordShape {
  const entries = fields.map(
    ([name, [shape, isOptional]]) => [name, isOptional ? { shape, isOptional } : { shape }] as const,
  )
  return { kind: 'record', fields: Object.fromEntries(entries) }
}

/** The shape of a scope: two to four of the top names, all given. */
export const shapeArbitrary: fc.Arbitrary<RecordShape> = fc
  .dictionary(fc.constantFrom(...topNames), anyShape, { minKeys: 2, maxKeys: 4 })
  .map((fields) => recordOf(Object.entries(fields).map(([name, shape]) => [name, [shape, false]])))

/** Small numbers mostly, so that comparisons and indexes are interesting; now and then the edges. */
const someInt = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 10_000, -7) },
)
const someString = fc.constantFrom('a', 'b', '', 'aż', '🚲')

/** Random data of a shape. */
export function valueOf(shape: RecordShape): fc.Arbitrary<Scope> {
  return valueArbitrary(shape) as fc.Arbitrary<Scope> // a record's values are records
}

function valueArbitrary(shape: Shape): fc.Arbitrary<Value> {
  switch (shape.kind) {
    case 'int':
      return someInt
    case 'bool':
      return fc.boolean()
    case 'string':
      return someString
    case 'list':
      return fc.array(valueArbitrary(shape.of), { maxLength: 3 })
    case 'map':
      return fc.dictionary(fc.constantFrom(...fieldNames), valueArbitrary(shape.of), {
        maxKeys: 3,
        noNullPrototype: true,
      })
    case 'record': {
      const fields = Object.entries(shape.fields)
      const model = Object.fromEntries(fields.map(([name, field]) => [name, valueArbitrary(field.shape)]))
      const requiredKeys = fields.filter(([, field]) => field.isOptional !== true).map(([name]) => name)
      return fc.record(model, { requiredKeys, noNullPrototype: true })
    }
    default:
      return fc.constant(0)
  }
}

/** How deep an expression still may grow, and the paths it may read with their shapes. */
interface Growth {
  readonly depth: number
  /** Whether functions that CEL does not have may be called. */
  readonly hasFunctions: boolean
  readonly paths: readonly Path[]
}

interface Path {
  readonly text: string
  readonly shape: Shape
}

/** A random expression over a scope's shape; without functions of our own it is one of CEL's too. */
export function expressionOver(scope: RecordShape, { hasFunctions }: { hasFunctions: boolean }): fc.Arbitrary<string> {
  const paths = Object.entries(scope.fields).flatMap(([name, { shape }]) => pathsOf({ text: name, shape }, 3))
  return kinds.chain((kind) => expression(kind, { depth: 3, hasFunctions, paths }))
}

function pathsOf(path: Path, depth: number): readonly Path[] {
  if (depth === 0 || path.shape.kind !== 'record') return [path]
  const fields = Object.entries(path.shape.fields)
  return [path, ...fields.flatMap(([name, { shape }]) => pathsOf({ text: `${path.text}.${name}`, shape }, depth - 1))]
}

type Kind = 'int' | 'bool' | 'string' | 'list'

/**
 * An expression that should give a kind; one in twenty gives another, one in forty reads something unknown.
 * Parts are generated only when chosen: the whole tree of possibilities would have thousands of branches.
 */
function expression(kind: Kind, growth: Growth): fc.Arbitrary<string> {
  if (growth.depth === 0) return leaf(kind, growth)
  return fc.integer({ min: 0, max: 40 }).chain((roll) => {
    if (roll < 12) return leaf(kind, growth)
    if (roll < 14) return kinds.chain((wrong) => leaf(wrong, growth))
    if (roll < 15) return stray
    return compound(kind, { ...growth, depth: growth.depth - 1 })
  })
}

const kinds = fc.constantFrom<Kind>('int', 'bool', 'string', 'list')

const stray = fc.constantFrom(
  'input.zzz',
  'terms.a',
  'data.b',
  'now',
  'terms',
  'input.toString',
  'terms["a"]',
  'data[0]',
)

function leaf(kind: Kind, growth: Growth): fc.Arbitrary<string> {
  const paths = growth.paths.filter(({ shape }) => shape.kind === kind).map(({ text }) => guarded(text, kind))
  if (paths.length === 0) return literals[kind]
  return fc.oneof({ weight: 1, arbitrary: literals[kind] }, { weight: 3, arbitrary: fc.constantFrom(...paths) })
}

function compound(kind: Kind, growth: Growth): fc.Arbitrary<string> {
  const writers = growth.hasFunctions ? [...compounds[kind], ...calls[kind]] : compounds[kind]
  return fc.constantFrom(...writers).chain((write) => write(growth))
}

const zeros: Readonly<Record<Kind, string>> = { int: '0', bool: 'false', string: '""', list: '[]' }

/** Half of the reads are guarded by `has`, field by field, where a field is read at all. */
function guarded(path: string, kind: Kind): string {
  const steps = path.split('.')
  if (steps.length < 2 || path.length % 2 === 0) return path
  const guards = steps.slice(1).map((_, index) => `has(${steps.slice(0, index + 2).join('.')})`)
  return `(${guards.join(' && ')} ? ${path} : ${zeros[kind]})`
}

const literals: Readonly<Record<Kind, fc.Arbitrary<string>>> = {
  int: someInt.map(String),
  bool: fc.constantFrom('true', 'false'),
  string: someString.map((text) => JSON.stringify(text)),
  list: fc.constantFrom('[]', '[1, 2]', '[0, 3, 1]', '[2]'),
}

type Writer = (growth: Growth) => fc.Arbitrary<string>

/** Parts of given kinds, written together. */
function of(parts: readonly (Kind | fc.Arbitrary<string>)[], write: (...texts: string[]) => string): Writer {
  return (growth) => {
    const texts = parts.map((part) => (typeof part === 'string' ? expression(part, growth) : part))
    return fc.tuple(...texts).map((written) => write(...written))
  }
}

/** Two expressions of one kind, compared. */
const comparison: Writer = (growth) =>
  fc
    .tuple(kinds, fc.constantFrom('==', '!=', '<', '<=', '>', '>='))
    .chain(([kind, sign]) => of([kind, kind], (left, right) => `(${left} ${sign} ${right})`)(growth))

function choice(kind: Kind): Writer {
  return of(['bool', kind, kind], (test, one, other) => `(${test} ? ${one} : ${other})`)
}

/** A macro over a list; its variable is an int in most lists, and is read as one. */
function macro(name: string, kind: Kind): Writer {
  return (growth) => {
    const variable: Path = { text: 'x', shape: { kind: 'int' } }
    const inside = { ...growth, depth: Math.max(growth.depth - 1, 0), paths: [...growth.paths, variable] }
    const parts = fc.tuple(expression('list', growth), expression(kind, inside))
    return parts.map(([list, body]) => `${list}.${name}(x, ${body})`)
  }
}

/** Asks for a field; now and then for one of a path that has none. */
const asking: Writer = (growth) => {
  const fields = growth.paths.filter(({ text }) => text.includes('.')).map(({ text }) => `has(${text})`)
  return fc.constantFrom('has(input.a)', ...fields, ...fields)
}

const sign = fc.constantFrom('+', '-', '*', '/', '%')

const compounds: Readonly<Record<Kind, readonly Writer[]>> = {
  int: [
    of(['int', sign, 'int'], (left, operator, right) => `(${left} ${operator} ${right})`),
    of(['int', sign, 'int'], (left, operator, right) => `(${left} ${operator} ${right})`),
    of(['int'], (whole) => `-(${whole})`),
    of(['list'], (list) => `size(${list})`),
    of(['string'], (text) => `${text}.size()`),
    of(['list', 'int'], (list, index) => `${list}[${index}]`),
    choice('int'),
  ],
  bool: [
    comparison,
    of(['bool', fc.constantFrom('&&', '||'), 'bool'], (left, operator, right) => `(${left} ${operator} ${right})`),
    of(['bool'], (truth) => `!(${truth})`),
    of(['int', 'list'], (item, list) => `(${item} in ${list})`),
    macro('exists', 'bool'),
    macro('all', 'bool'),
    choice('bool'),
    asking,
  ],
  string: [
    of(['string', 'string'], (left, right) => `(${left} + ${right})`),
    of(['int'], (whole) => `string(${whole})`),
    of(['bool'], (truth) => `string(${truth})`),
    choice('string'),
  ],
  list: [
    of(['int', 'int'], (one, other) => `[${one}, ${other}]`),
    of(['list', 'list'], (left, right) => `(${left} + ${right})`),
    macro('map', 'int'),
    macro('filter', 'bool'),
    choice('list'),
    of(['list', 'bool', 'int'], (list, test, body) => `${list}.map(x, ${test}, ${body})`),
    of(['string', 'int'], (key, value) => `{${key}: ${value}}.map(k, size(k))`),
  ],
}

/** Calls of the functions that CEL does not have. */
const calls: Readonly<Record<Kind, readonly Writer[]>> = {
  int: [
    of([fc.constantFrom('bps', 'ceilDiv', 'min', 'max'), 'int', 'int'], (name, a, b) => `${name}(${a}, ${b})`),
    of(['int', 'int', 'int'], (a, b, c) => `mulDiv(${a}, ${b}, ${c})`),
    of([fc.constantFrom('sum', 'min', 'max'), 'list'], (name, list) => `${name}(${list})`),
    of(['list', 'int'], (list, item) => `indexOf(${list}, ${item})`),
    of([fc.constantFrom('minutes', 'days'), 'int'], (name, whole) => `${name}(${whole})`),
    of(['string'], (text) => `duration(${text})`),
    of(['int', 'int'], (one, other) => `{"a": ${one}, "b": ${other}}["a"]`),
    of(['int'], (only) => `{"a": ${only}}.a`),
  ],
  bool: [of(['string', 'int'], (key, value) => `("a" in {${key}: ${value}})`)],
  string: [of(['string', 'int'], (prefix, end) => `cellRange(${prefix}, 0, ${end})[0]`)],
  list: [of(['int'], (length) => `lists.range(${length})`), macro('sortBy', 'int'), macro('sortBy', 'string')],
}
