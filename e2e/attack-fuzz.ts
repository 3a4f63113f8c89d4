import fc from 'fast-check'
import type { Route, Said, Schema } from './attack-routes.ts'

/** Wrong values for every place that a route's own description names. */

/** A place in a call that may be attacked. */
type Place = { in: 'path' | 'query' | 'body' | 'header'; steps: readonly (string | number)[]; schema: Schema }

/** Schemas within schemas are followed so far. */
const depthMax = 6

/** Every place of a route. */
export function placesOf({ parameters, body }: Route): Place[] {
  const outside = parameters.flatMap(({ in: where, name, schema }): Place[] => [{ in: where, steps: [name], schema }])
  return [...outside, ...(body === undefined ? [] : within(body, []))]
}

function within(schema: Schema, steps: readonly (string | number)[]): Place[] {
  if (steps.length > depthMax) return []
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => within(one, [...steps, name]))
  const items = schema.items === undefined ? [] : within(schema.items, [...steps, 0])
  const others = (schema.anyOf ?? []).flatMap((one) => within(one, steps))
  return [{ in: 'body', steps, schema }, ...members, ...items, ...others]
}

const long = 'x'.repeat(5_000)
const deep = JSON.parse(`${'['.repeat(60)}1${']'.repeat(60)}`) as unknown
const texts = [
  '', ' ', 'a', long, '\0', 'a\0b', '\ud800', 'x\udc00', '\u202e\u0000', '\u{10ffff}', '🧺'.repeat(300),
  '</script><script>alert(1)</script>', '=HYPERLINK("http://x")', `'; drop table orders.orders; --`, '%', '%00',
  '../../../etc/passwd', '{{7*7}}', '__proto__', 'constructor', 'toString', 'null', 'true', '1e400', '-1', 'NaN',
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '018f0000-0000-7000-8000-000000000000', '9999-12-31T23:59:59.999Z', '0000-01-01T00:00:00Z',
  '2026-02-31T25:61:61Z', '+275760-09-13T00:00:00Z', 'e30', 'eyJpZCI6MX0', '[]', '1.99999', '99999999999999.99999',
  `sealed:1:00000000-0000-7000-8000-000000000000:x:${'A'.repeat(60)}`,
] // prettier-ignore
const others: readonly unknown[] = [
  null, true, false, 0, -0, 1, -1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER, 1e308, [], {}, [[]], [null], { a: 1 }, { constructor: { prototype: 1 } }, deep,
  Array.from({ length: 3_000 }, () => 1),
] // prettier-ignore
/** Sent as they are: half of an attack on an address is in its encoding. */
const rawTexts = [
  'raw:%',
  'raw:%zz',
  'raw:%ED%A0%80',
  'raw:%00',
  'raw:%2e%2e%2f',
  'raw:%F0%9F',
  'raw:a&a=b',
  'raw:[]=1',
  'raw:+',
]

/** Values at and around the bounds that a schema names. */
function around({ minimum, maximum, minLength, maxLength, maxItems, enum: allowed }: Schema): unknown[] {
  return [
    ...[minimum, maximum].flatMap((bound) => (bound === undefined ? [] : [bound - 1, bound, bound + 1])),
    ...[minLength, maxLength].flatMap((bound) =>
      bound === undefined || bound > 20_000
        ? []
        : [bound - 1, bound, bound + 1].map((length) => 'y'.repeat(Math.max(0, length))),
    ),
    ...(maxItems === undefined ? [] : [Array.from({ length: maxItems + 1 }, () => 'z')]),
    ...(allowed ?? []),
  ]
}

/** A call with one place changed. */
export type Fuzzed = { said: Said; what: string }

/** Calls that are wrong in one place, drawn by fast-check. */
export function fuzzed(route: Route, base: Said): fc.Arbitrary<Fuzzed> | undefined {
  const places = placesOf(route)
  if (places.length === 0) return undefined
  return fc
    .constantFrom(...places)
    .chain((place) =>
      valueFor(place).map((value) => ({ said: changedAt(base, place, value), what: wordsOf(place, value) })),
    )
}

function valueFor({ in: where, schema }: Place): fc.Arbitrary<unknown> {
  const bounds = around(schema)
  const known = bounds.length === 0 ? [] : [fc.constantFrom(...bounds)]
  if (where === 'body') {
    return fc.oneof(
      ...known,
      fc.constantFrom(...texts),
      fc.constantFrom(...others),
      fc.string({ unit: 'binary' }),
      fc.jsonValue(),
    )
  }
  // No client can put these into a header; Node refuses to.
  if (where === 'header')
    return fc.constantFrom('', 'x', long, '00000000-0000-0000-0000-000000000000', 'ü', '../..', '%00')
  return fc.oneof(
    ...known.map((one) => one.map(String)),
    fc.constantFrom(...texts, ...rawTexts).map(encodable),
    fc.string(),
  )
}

/** Half a pair cannot be encoded; it is sent as the bytes that would mean it. */
function encodable(text: string): string {
  return text.isWellFormed() ? text : 'raw:%ED%A0%80'
}

function changedAt(base: Said, { in: where, steps }: Place, value: unknown): Said {
  const [first = ''] = steps
  if (where === 'path') return { ...base, params: { ...base.params, [first]: String(value) } }
  if (where === 'query') return { ...base, query: { ...base.query, [first]: String(value) } }
  if (where === 'header') return { ...base, headers: { ...base.headers, [first]: String(value) } }
  return { ...base, body: replaced(base.body, steps, value) }
}

function replaced(body: unknown, [step, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value
  if (typeof step === 'number') {
    const list: readonly unknown[] = Array.isArray(body) ? body : []
    return [replaced(list[0], rest, value), ...list.slice(1)]
  }
  const object = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}
  return { ...object, [step]: replaced((object as Record<string, unknown>)[step], rest, value) }
}

function wordsOf({ in: where, steps }: Place, value: unknown): string {
  return `${where} ${steps.join('/')} = ${JSON.stringify(value).slice(0, 80)}`
}

/** Bodies that are wrong as a whole, sent as they are. */
export const wholeBodies: readonly (readonly [what: string, payload: string, type?: string])[] = [
  ['nothing', ''], ['null', 'null'], ['a list', '[]'], ['a text', '"x"'], ['a number', '1'], ['cut short', '{"a":'],
  ['a prototype', '{"__proto__":{"admin":true}}'], ['a constructor', '{"constructor":{"prototype":{"admin":true}}}'],
  ['very deep', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`], ['deep lists', '['.repeat(50_000)],
  ['more than a megabyte', `{"a":"${'x'.repeat(1_100_000)}"}`],
  ['huge numbers', '{"a":1e999,"b":-1e999,"c":9007199254740993}'],
  ['another type', '<a/>', 'application/xml'], ['a form', 'a=1', 'application/x-www-form-urlencoded'],
  ['no type', '{}', 'x'],
  ['lone surrogates', '{"a":"\\ud800","\\udc00":1}'], ['NUL', '{"a":"\\u0000"}'], ['the same twice', '{"a":1,"a":2}'],
  ['bytes', '\u0001\u0002\u00ff'],
] // prettier-ignore
