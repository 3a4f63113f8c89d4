import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { businessFunctions, type Case, cases, marketScope } from './cases.fixtures.ts'
import { compile, references } from './compile.ts'
import { type ExpressionError, type ExpressionErrorCode, isExpressionError } from './errors.ts'
import type { ExpressionOptions } from './building.ts'
import type { Value } from './values.ts'
import { functionNames } from './functions.ts'

const options: ExpressionOptions = { timeZone: 'Europe/Warsaw', functions: businessFunctions }

function caught(run: () => unknown): ExpressionError {
  try {
    run()
  } catch (thrown) {
    if (isExpressionError(thrown)) return thrown
    throw thrown
  }
  return assert.fail('nothing was thrown')
}

function isFailure(expected: Case[1]): expected is { readonly fails: ExpressionErrorCode } {
  return typeof expected === 'object' && 'fails' in expected
}

function holds([text, expected, scope = marketScope]: Case): void {
  if (isFailure(expected)) {
    const error = caught(() => compile(text, options).evaluate(scope))
    assert.equal(error.code, expected.fails, `${text}: ${error.text}`)
    assert.ok(error.text.length > 0)
  } else {
    assert.deepEqual(compile(text, options).evaluate(scope), expected, text)
  }
}

describe('the table of expressions', () => {
  for (const [theme, table] of Object.entries(cases)) {
    test(`${theme} give the stated value or fail with the stated code (${table.length} cases)`, () => {
      for (const entry of table) holds(entry)
    })
  }

  test('covers every function and every error the evaluator knows', () => {
    const all = Object.values(cases).flat()
    for (const name of functionNames)
      assert.ok(
        all.some(([text]) => text.includes(`${name}(`)),
        name,
      )
    const codes = new Set(all.map(([, expected]) => (isFailure(expected) ? expected.fails : undefined)))
    for (const [code, place] of Object.entries(provenBy)) {
      assert.equal(codes.has(code as ExpressionErrorCode), place === 'table', code) // keys of a record of codes
    }
  })
})

/** Where each error is provoked: in the table, or by a test of its own. */
const provenBy: Readonly<Record<ExpressionErrorCode, 'table' | 'compile' | 'check'>> = {
  syntax: 'table',
  unsupported: 'table',
  'not-available': 'table',
  'unknown-name': 'table',
  'unknown-function': 'table',
  'argument-count': 'table',
  'too-large': 'table',
  'bad-schema': 'check',
  'bad-time-zone': 'compile',
  'missing-name': 'table',
  'missing-field': 'table',
  'missing-key': 'table',
  'wrong-type': 'table',
  'unlike-types': 'table',
  'bad-value': 'table',
  overflow: 'table',
  'division-by-zero': 'table',
  'out-of-range': 'table',
  'bad-argument': 'table',
  'too-long': 'table',
  'function-failed': 'table',
  'unknown-field': 'check',
  'unguarded-field': 'check',
  'wrong-result': 'check',
}

describe('compile', () => {
  test('an unknown name is refused with its place in the text and the names that are known', () => {
    const error = caught(() => compile('terms.total + prise', { names: ['terms'] }))
    assert.deepEqual(error, {
      error: 'expression',
      code: 'unknown-name',
      text: 'prise is not known here; known are terms',
      at: 14,
    })
  })

  test('a name the caller does not allow here is unknown even when the language has it', () => {
    assert.equal(caught(() => compile('input.qty', { names: ['terms'] })).code, 'unknown-name')
  })

  test('dayOf without a time zone is refused when compiled, not when the order is placed', () => {
    assert.equal(caught(() => compile('dayOf(now)')).code, 'bad-time-zone')
    assert.equal(caught(() => compile('dayOf(now)', { timeZone: 'Mars/Olympus' })).code, 'bad-time-zone')
  })

  test('a registered function cannot hide a name of the flow language', () => {
    const fn = { args: [], result: {}, fn: () => 1 }
    for (const name of ['terms.price', 'lists.first', 'price', 'made.size']) {
      assert.equal(caught(() => compile(`${name}()`, { functions: { [name]: fn } })).code, 'unknown-function', name)
    }
  })

  test('errors carry no stack trace and survive JSON', () => {
    const error = caught(() => compile('1 / 0').evaluate({}))
    assert.ok(!(error instanceof Error))
    assert.deepEqual(JSON.parse(JSON.stringify(error)), {
      error: 'expression',
      code: 'division-by-zero',
      text: 'division by zero',
    })
  })

  test('an evaluation that used up its elements leaves the next one its full allowance', () => {
    const greedy = compile('lists.range(1000).map(x, lists.range(1000))')
    const modest = compile('lists.range(200).map(x, lists.range(200).size()).size()')
    assert.equal(caught(() => greedy.evaluate({})).code, 'too-long')
    assert.equal(modest.evaluate({}), 200)
  })

  test('data nested without end is refused, not followed until the stack overflows', () => {
    const nested = (depth: number) => {
      let value: Value = []
      for (let level = 0; level < depth; level += 1) value = [value]
      return { data: value, item: value }
    }
    assert.equal(compile('data == item').evaluate(nested(31)), true)
    assert.equal(caught(() => compile('data == item').evaluate(nested(50_000))).code, 'too-long')
  })

  test('zero never comes out negative', () => {
    for (const text of [
      '0 * -1',
      '-1 / 2',
      '-4 % 2',
      '-(1 - 1)',
      'mulDiv(-1, 1, 3)',
      'ceilDiv(-1, 2)',
      'minutes(-1)',
    ]) {
      assert.ok(Object.is(compile(text).evaluate({}), 0), text)
    }
  })
})

describe('references', () => {
  const table: readonly [string, readonly string[]][] = [
    [
      'party.rider.score >= rates.waiveScore ? 0 : terms.total',
      ['party.rider.score', 'rates.waiveScore', 'terms.total'],
    ],
    ['input.qty + input.qty', ['input.qty']],
    ['has(input.note) && size(input.note) > 0', ['input.note']],
    ['terms["total"] + terms[input.name]', ['terms.total', 'terms.*', 'input.name']],
    ['lines[0].offer.priceMinor', ['lines.*.offer.priceMinor']],
    ['lines[data.index].qty', ['lines.*.qty', 'data.index']],
    ['lines.map(l, l.offer.priceMinor * l.qty)', ['lines', 'lines.*.offer.priceMinor', 'lines.*.qty']],
    ['lines.filter(l, l.qty > 1).map(l, l.offer.id)', ['lines', 'lines.*.qty', 'lines.*.offer.id']],
    ['lines.sortBy(l, l.qty)[0].offer', ['lines', 'lines.*.qty']],
    ['[1].map(terms, terms)', []],
    ['[terms.a].map(x, x.b)', ['terms.a']],
    ['{"a": data.b}.a', ['data.b']],
    ['made.price(input.qty, "small")', ['input.qty']],
    ['now', ['now']],
  ]
  test('are the longest dotted paths, with * for an element or a computed key', () => {
    for (const [text, expected] of table) {
      const found = references(compile(text, options)).map((path) => path.join('.'))
      assert.deepEqual(found, expected, text)
    }
  })

  test('names and calls are listed once each', () => {
    const { names, calls } = compile('min(terms.a, terms.b) + min(now, 1) + made.half(2)', options)
    assert.deepEqual(names, ['terms', 'now'])
    assert.deepEqual(calls, ['min', 'made.half'])
  })
})
