import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { businessFunctions } from './cases.fixtures.ts'
import { check, type CheckOptions } from './check.ts'
import { type ExpressionErrorCode, isExpressionError } from './errors.ts'
import { type RecordShape, type Shape, shapeOf, shapeOfValue } from './shapes.ts'

/** The scope of a booking: an input with optional parts, a map of prices, lists, an unknown. */
const scope = shapeOf({
  required: ['input', 'rates', 'terms', 'now', 'lines', 'party', 'offer'],
  properties: {
    now: { type: 'integer' },
    terms: { required: ['total'], properties: { total: { type: 'integer' } } },
    input: {
      required: ['qty', 'name', 'isGift'],
      properties: {
        qty: { type: 'integer', minimum: 1, maximum: 1000 },
        name: { type: 'string' },
        isGift: { type: 'boolean' },
        note: { type: 'string' },
        tip: { type: 'integer' },
        address: { required: ['street'], properties: { street: { type: 'string' }, floor: { type: 'integer' } } },
      },
    },
    rates: {
      required: ['feeBps', 'prices', 'labels'],
      properties: {
        feeBps: { type: 'integer' },
        prices: { type: 'object', additionalProperties: { type: 'integer' } },
        labels: { required: ['a'], properties: { a: { type: 'string' }, b: { type: 'integer' } } },
      },
    },
    lines: {
      items: {
        required: ['qty', 'id'],
        properties: { qty: { type: 'integer' }, id: { type: 'string' }, tags: { items: { type: 'string' } } },
      },
    },
    party: { required: ['buyer'], properties: { buyer: { required: ['score'] } } },
    offer: {
      required: ['id', 'extra'],
      properties: { id: { type: 'string' }, size: { enum: ['s', 'm'] }, level: { enum: [1, 2] } },
    },
  },
}) as RecordShape // the schema is an object with properties

const options: CheckOptions = { timeZone: 'Europe/Warsaw', functions: businessFunctions }

/** Accepted expressions, with the shape of their result in short. */
const accepted: readonly [text: string, shape: string][] = [
  ['input.qty * 2', 'int'],
  ['has(input.note) && size(input.note) > 3', 'bool'],
  ['has(input.tip) ? input.tip : 0', 'int'],
  ['!has(input.tip) ? 0 : input.tip', 'int'],
  ['!has(input.tip) || input.tip > 0', 'bool'],
  ['!(has(input.tip) && input.isGift) || input.tip > 0', 'bool'],
  ['!(!has(input.tip) || input.isGift) && input.tip > 0', 'bool'],
  ['has(input.tip) && has(input.note) && input.tip > 0 && input.note == "x"', 'bool'],
  ['has(input.address) && has(input.address.floor) ? input.address.floor : 0', 'int'],
  ['has(input.tip) ? input["tip"] : 0', 'int'],
  ['has(rates.prices.small) ? rates.prices.small : 0', 'int'],
  ['rates.prices["small"] + rates.prices[input.name]', 'int'],
  ['lines.filter(l, has(l.tags) && size(l.tags) > 0).map(l, l.qty)', 'list int'],
  ['lines.map(l, has(l.tags), l.tags)', 'list list string'],
  ['sum(lines.map(l, l.qty))', 'int'],
  ['lines[0].id', 'string'],
  ['lines.sortBy(l, -l.qty)[0].qty', 'int'],
  ['rates.prices.all(k, rates.prices[k] > 0)', 'bool'],
  ['offer.id in ["a", "b"]', 'bool'],
  ['"a" in rates.prices', 'bool'],
  ['[] + [1]', 'list int'],
  ['{"a": 1}.a', 'int'],
  ['{input.name: 1}', 'map int'],
  ['{"a": 1, "b": true}.b', 'bool'],
  ['input.isGift ? {"a": 1} : {"a": 2}', 'record'],
  ['party.buyer.score + 1', 'int'],
  ['party.buyer.score + party.buyer.score', 'any'],
  ['offer.extra.anything.at[0].all', 'any'],
  ['[offer.extra, 1]', 'list any'],
  ['min([1, 2]) + max(1, 2) + size("a") + size(rates)', 'int'],
  ['cellRange(offer.id, 0, input.qty)', 'list string'],
  ['dayStart(dayOf(now)) + days(1) + duration("PT1H") + minutes(now)', 'int'],
  ['string(1) + string(true) + string("a")', 'string'],
  ['made.price(input.qty, "small")', 'int'],
  ['made.parts(lines[0])', 'list int'],
  ['indexOf(["a"], offer.id) + ceilDiv(1, 2) + mulDiv(1, 2, 3) + bps(1, 2)', 'int'],
  ['lists.range(3).exists(i, i == input.qty)', 'bool'],
  ['has(offer.size) && offer.size == "s"', 'bool'],
  ['has(offer.level) && offer.level == 1', 'bool'],
  ['[1].map(now, now + 1)', 'list int'],
]

/** Refused expressions: the code, and the word at which the problem stands. */
const refused: readonly [text: string, code: ExpressionErrorCode, at: string, options?: CheckOptions][] = [
  ['input.qty +', 'syntax', ''],
  ['prise + 1', 'unknown-name', 'prise'],
  ['input.quantity', 'unknown-field', 'quantity'],
  ['has(input.quantity)', 'unknown-field', 'has'],
  ['input["quantity"]', 'unknown-field', '['],
  ['input.note', 'unguarded-field', 'note'],
  ['has(input.tip) && input.note == ""', 'unguarded-field', 'note'],
  ['has(input.tip) || input.tip > 0', 'unguarded-field', 'tip > 0'],
  ['has(input.tip) ? 0 : input.tip', 'unguarded-field', 'tip$'],
  ['!has(input.tip) && input.tip > 0', 'unguarded-field', 'tip > 0'],
  ['(has(input.tip) || input.isGift) && input.tip > 0', 'unguarded-field', 'tip > 0'],
  ['(has(input.tip) && input.isGift) || input.tip > 0', 'unguarded-field', 'tip > 0'],
  ['(input.isGift ? {"a": 1} : {"a": 1, "b": 2}).b', 'unguarded-field', 'b'],
  ['(input.isGift ? {"a": 1, "b": 2} : {"a": 1}).b', 'unguarded-field', 'b'],
  ['input.tip > 0 && has(input.tip)', 'unguarded-field', 'tip > 0'],
  ['has(input.address.floor)', 'unguarded-field', 'address'],
  ['has(input.address) ? input.address.floor : 0', 'unguarded-field', 'floor'],
  ['rates.prices.small', 'unguarded-field', 'small'],
  ['lines.filter(l, has(l.tags)).map(l, l.tags)', 'unguarded-field', 'tags)'],
  ['lines.exists(l, has(l.tags) && lines.exists(l, "a" in l.tags))', 'unguarded-field', 'tags))'],
  ['input.qty + input.name', 'wrong-type', '+'],
  ['true + true', 'wrong-type', '+'],
  ['party.buyer.score + true', 'wrong-type', '+'],
  ['input.name * 2', 'wrong-type', 'name'],
  ['-input.name', 'wrong-type', 'name'],
  ['!input.qty', 'wrong-type', 'qty'],
  ['input.qty && true', 'wrong-type', 'qty'],
  ['true || input.name', 'wrong-type', 'name'],
  ['input.qty ? 1 : 2', 'wrong-type', 'qty'],
  ['input.isGift ? 1 : "a"', 'unlike-types', 'input'],
  ['input.qty == input.name', 'unlike-types', '=='],
  ['[1] == ["a"]', 'unlike-types', '=='],
  ['rates == lines', 'unlike-types', '=='],
  ['input.qty < input.name', 'unlike-types', '<'],
  ['lines < lines', 'wrong-type', '<'],
  ['"a" in [1]', 'unlike-types', 'in'],
  ['1 in rates.prices', 'unlike-types', 'in'],
  ['1 in 1', 'wrong-type', 'in'],
  ['[1, "a"]', 'unlike-types', '['],
  ['{1: 2}', 'wrong-type', '1'],
  ['{input.name: 1, offer.id: true}', 'unlike-types', '{'],
  ['input.qty.x', 'wrong-type', 'x'],
  ['has(lines.x)', 'wrong-type', 'has'],
  ['lines["a"]', 'wrong-type', '"a"'],
  ['rates.prices[1]', 'wrong-type', '1'],
  ['rates.labels[input.name]', 'wrong-type', '['],
  ['input.qty[0]', 'wrong-type', '['],
  ['sum(["a"])', 'wrong-type', '['],
  ['size(1)', 'wrong-type', '1'],
  ['string([1])', 'wrong-type', '['],
  ['min(1)', 'wrong-type', '1'],
  ['min(1, "a")', 'wrong-type', '"a"'],
  ['min()', 'argument-count', 'min'],
  ['bps(1)', 'argument-count', 'bps'],
  ['size(1, 2)', 'argument-count', 'size'],
  ['indexOf(1, 2)', 'wrong-type', '1'],
  ['indexOf(["a"], 2)', 'unlike-types', '2'],
  ['cellRange(1, 0, 1)', 'wrong-type', '1'],
  ['sqrt(4)', 'unknown-function', 'sqrt'],
  ['tier(1)', 'not-available', 'tier'],
  ['1.5', 'unsupported', '1.5'],
  ['made.price(input.qty, 3)', 'wrong-type', '3'],
  ['made.parts({"id": 1})', 'wrong-type', '{'],
  ['made.price(1)', 'argument-count', 'price'],
  ['input.qty.map(x, x)', 'wrong-type', 'map'],
  ['lines.filter(l, l.qty)', 'wrong-type', 'qty'],
  ['lines.map(l, l.qty, l.id)', 'wrong-type', 'qty'],
  ['lines.sortBy(l, l)', 'wrong-type', 'l)'],
  ['lines.map(l, l.price)', 'unknown-field', 'price'],
  ['[1].map(x, x) + [x]', 'unknown-name', 'x]'],
  ['input.qty', 'wrong-result', 'qty', { expect: 'bool' }],
  ['[1]', 'wrong-result', '[', { expect: { kind: 'list', of: { kind: 'string' } } }],
  ['input', 'wrong-result', 'input', { expect: { kind: 'record', fields: { tip: { shape: { kind: 'int' } } } } }],
  ['dayOf(now)', 'bad-time-zone', '', {}],
]

function summary(shape: Shape): string {
  return shape.kind === 'list' || shape.kind === 'map' ? `${shape.kind} ${summary(shape.of)}` : shape.kind
}

describe('check', () => {
  test('accepts sound expressions and tells the shape of their result', () => {
    for (const [text, shape] of accepted) {
      const checked = check(text, scope, options)
      assert.deepEqual(checked.problems, [], text)
      assert.equal(summary(checked.shape), shape, text)
    }
  })

  test('refuses each kind of mistake once, at its place', () => {
    for (const [text, code, word, own] of refused) {
      const { problems } = check(text, scope, own === undefined ? options : own)
      assert.deepEqual(
        problems.map((problem) => problem.code),
        [code],
        `${text}: ${JSON.stringify(problems)}`,
      )
      const at = problems[0]?.at ?? 0
      const rest = text.slice(at)
      assert.ok(word.endsWith('$') ? rest === word.slice(0, -1) : rest.startsWith(word), `${text} at ${at}: ${rest}`)
    }
  })

  test('reports several problems of one expression together', () => {
    const { problems } = check('input.price + prise > input.note', scope, options)
    assert.deepEqual(
      problems.map(({ code, at }) => [code, at]),
      [
        ['unknown-field', 6],
        ['unknown-name', 14],
        ['unguarded-field', 28],
      ],
    )
  })

  test('an expected result may be a kind, a shape, or anything', () => {
    for (const expect of ['int', 'any', { kind: 'int' }, { kind: 'any' }] as const) {
      assert.deepEqual(check('input.qty', scope, { expect }).problems, [])
    }
  })
})

describe('shapeOf', () => {
  test('reads a required name without a schema as any value, an enum by its values', () => {
    assert.deepEqual(shapeOf({ required: ['a'], properties: { b: { enum: ['x'] }, c: { enum: [1] } } }), {
      kind: 'record',
      fields: {
        a: { shape: { kind: 'any' } },
        b: { shape: { kind: 'string' }, isOptional: true },
        c: { shape: { kind: 'int' }, isOptional: true },
      },
    })
  })

  test('refuses what a shape cannot tell instead of misreading it', () => {
    const bad = [
      { type: 'number' },
      { type: ['integer', 'null'] },
      { oneOf: [] },
      { $ref: '#/a' },
      { enum: [1, 'a'] },
      { type: 'object', required: 'a' },
      { type: 'integer', minimum: 0.5 },
      { type: 'toString' },
      { properties: [] },
    ]
    for (const schema of bad) {
      assert.throws(
        () => shapeOf(schema),
        (thrown) => isExpressionError(thrown) && thrown.code === 'bad-schema',
        JSON.stringify(schema),
      )
    }
  })

  test('the shape of a value at hand knows its keys', () => {
    assert.deepEqual(shapeOfValue({ a: 1, b: [true], c: [1, 'x'] }), {
      kind: 'record',
      fields: {
        a: { shape: { kind: 'int' } },
        b: { shape: { kind: 'list', of: { kind: 'bool' } } },
        c: { shape: { kind: 'list', of: { kind: 'any' } } },
      },
    })
  })
})
