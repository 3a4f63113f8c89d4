import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { editDistance, termsNear } from './spelling.ts'
import { Vocabulary, termsWithPrefix } from './vocabulary.ts'

/** The definition, word for word: recursion over the four edits. */
function slowDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  let best = Math.min(
    slowDistance(a.slice(1), b) + 1,
    slowDistance(a, b.slice(1)) + 1,
    slowDistance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
  )
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) {
    best = Math.min(best, slowDistance(a.slice(2), b.slice(2)) + 1)
  }
  return best
}

function vocabularyOf(words: Iterable<string>): Vocabulary {
  const vocabulary = new Vocabulary()
  for (const word of words) vocabulary.numberOf(word)
  return vocabulary
}

const short = fc.stringMatching(/^[abc]{0,6}$/)

test('edit distances have their textbook values', () => {
  assert.equal(editDistance('kitten', 'sitting'), 3)
  assert.equal(editDistance('laptpo', 'laptop'), 1)
  assert.equal(editDistance('ca', 'abc'), 3) // optimal string alignment; unrestricted Damerau gives 2
  assert.equal(editDistance('', 'abc'), 3)
})

test('the edit distance equals its definition', () => {
  fc.assert(fc.property(short, short, (a, b) => assert.equal(editDistance(a, b), slowDistance(a, b))))
})

test('the walk through the vocabulary finds exactly the terms that brute force finds', () => {
  const words = fc.uniqueArray(fc.stringMatching(/^[abcd]{1,9}$/), { maxLength: 120 })
  fc.assert(
    fc.property(
      words,
      words,
      fc.tuple(fc.stringMatching(/^[abcd]{1,9}$/), fc.integer({ min: 1, max: 3 })),
      (early, late, [word, bound]) => {
        const vocabulary = vocabularyOf(early)
        vocabulary.sorted()
        for (const term of late) vocabulary.numberOf(term)
        const found = new Map(
          termsNear(vocabulary, word, bound).map((near) => [vocabulary.term(near.number), near.distance]),
        )
        for (const term of new Set([...early, ...late])) {
          const distance = editDistance(word, term)
          assert.equal(found.get(term), distance <= bound ? distance : undefined, term)
        }
      },
    ),
  )
})

test('the walk is exact over a vocabulary large enough to be sorted', () => {
  const words = Array.from({ length: 3000 }, (_, i) => (i * 2654435761).toString(4).slice(-8))
  const vocabulary = vocabularyOf(words)
  assert.ok(vocabulary.sorted().numbers.length > 0)
  for (const word of ['01230123', '33333333', '012', words[77]!]) {
    const found = termsNear(vocabulary, word, 2).map((near) => vocabulary.term(near.number))
    const expected = [...new Set(words)].filter((term) => editDistance(word, term) <= 2)
    assert.deepEqual(found.sort(), expected.sort())
  }
})

test('a prefix finds all terms that begin with it, old and new', () => {
  fc.assert(
    fc.property(
      fc.array(short, { maxLength: 400 }),
      fc.array(short),
      fc.stringMatching(/^[abc]{0,3}$/),
      (early, late, prefix) => {
        const vocabulary = vocabularyOf(early)
        vocabulary.sorted()
        for (const term of late) vocabulary.numberOf(term)
        const found = termsWithPrefix(vocabulary, prefix).map((number) => vocabulary.term(number))
        const expected = [...new Set([...early, ...late])].filter((term) => term.startsWith(prefix))
        assert.deepEqual(found.sort(), expected.sort())
      },
    ),
  )
})

test('a distance out of range is refused', () => {
  assert.throws(() => termsNear(vocabularyOf(['a']), 'a', 4), /edit distance must lie in \[1, 3\]/)
})
