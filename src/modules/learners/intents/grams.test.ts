import assert from 'node:assert/strict'
import { test } from 'node:test'
import { featureRows, fitTextFeatures } from './features.ts'
import { gramsOf, wordsOf } from './grams.ts'

test('words are lower case, unified, and signs that people ask with stand alone', () => {
  assert.deepEqual(wordsOf("Where’s my €5 ﬁsh?! It's late…"), [
    "where's",
    'my',
    '€',
    '5',
    'fish',
    '?',
    '!',
    "it's",
    'late',
  ])
  assert.deepEqual(wordsOf('  \n '), [])
})

test('each kind of gram is what it says', () => {
  const words = ['my', 'card', 'my']
  assert.deepEqual([...gramsOf('words', words)], ['my', 'card'])
  assert.deepEqual([...gramsOf('neighbours', words)], [' my', 'my card', 'card my', 'my '])
  assert.deepEqual([...gramsOf('together', words)], ['card my'])
  assert.deepEqual(
    [...gramsOf('pieces', ['abc'])],
    [' abc ', ' a', 'ab', 'bc', 'c ', ' ab', 'abc', 'bc ', ' abc', 'abc '],
  )
  assert.deepEqual([...gramsOf('together', [])], [])
})

test('a text of any length gives a bounded number of features', () => {
  const words = wordsOf('word'.repeat(1000) + ' ' + Array.from({ length: 5000 }, (_, i) => `w${i}`).join(' '))
  assert.equal(words.length, 60)
  assert.equal(words[0]!.length, 30)
})

test('rows have length 1, their columns ascend, and unknown words leave them empty', () => {
  const features = fitTextFeatures(['where is my parcel', 'where is my money', 'cancel my order'])
  const rows = featureRows(features, ['where is my order', 'zzz', 'my'])
  for (const row of [0, 2]) {
    const from = rows.offsets[row]!
    const to = rows.offsets[row + 1]!
    const square = rows.values.subarray(from, to).reduce((sum, value) => sum + value * value, 0)
    assert.ok(Math.abs(square - 1) < 1e-12)
    for (let cell = from + 1; cell < to; cell += 1) assert.ok(rows.indices[cell]! > rows.indices[cell - 1]!)
  }
  assert.equal(rows.offsets[2], rows.offsets[1])
})

test('a rare word weighs more than one that every text holds', () => {
  const features = fitTextFeatures(['my parcel', 'my money', 'my order'], ['words'])
  const rows = featureRows(features, ['my order'])
  const [my, order] = rows.values
  // idf = ln(4 / (1 + count)) + 1, under the root; one block of length 1.
  const [common, rare] = [1, Math.log(2) + 1]
  assert.ok(Math.abs(my! - Math.sqrt(common / (common + rare))) < 1e-12)
  assert.ok(Math.abs(order! - Math.sqrt(rare / (common + rare))) < 1e-12)
})
