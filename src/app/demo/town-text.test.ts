import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { pictureFolder, pictureName, readDemoTown, toneOf } from './content.ts'
import { TownTextError, readQuarter, readResidents } from './town-text.ts'

const quarter = `Old Town
Lanes.

= Brenner Pottery | anton | clay | 🏺 | 4.90
Anton throws
stoneware.
- Plate, 26 cm | ceramics | 🍽️ | 32.00 | 40
  Flat rim,
  raw edge.
  * glaze: slate, sand = 34.00
- Jug | ceramics | 🏺 | 9.05 | 0
  One.
= Bakery | bakery | butter | 🍞 | 0.00 | owner Ann Lee
Bread.
`

test('a quarter is read with its stalls, wares and variants', () => {
  const [pottery, bakery] = readQuarter(quarter, 'old.txt')
  assert.equal(pottery?.about, 'Anton throws stoneware.')
  assert.deepEqual([pottery?.owner, bakery?.owner, pottery?.quarter], [null, 'Ann Lee', 'Old Town'])
  const [plate, jug] = pottery?.offers ?? []
  assert.equal(plate?.text, 'Flat rim, raw edge.')
  assert.deepEqual(plate?.option, {
    name: 'glaze',
    values: [
      { value: 'slate', priceMinor: 3200 },
      { value: 'sand', priceMinor: 3400 },
    ],
  })
  assert.deepEqual([jug?.priceMinor, jug?.stock, jug?.option], [905, 0, null])
})

test('a mistake is told with its file and line', () => {
  for (const [from, to, where] of [
    ['9.05', '9.5', 'old.txt:11'],
    ['| 40', '| many', 'old.txt:7'],
    ['| 4.90', '', 'old.txt:4'],
    ['* glaze: ', '* glaze ', 'old.txt:10'],
  ] as const) {
    const broken = quarter.replace(from, to)
    assert.throws(
      () => readQuarter(broken, 'old.txt'),
      (error) => error instanceof TownTextError && error.message.startsWith(where),
    )
  }
  assert.throws(() => readResidents('People\nsomebody', 'p.txt'), TownTextError)
})

test('the demo town has at least 60 stalls, 500 offers, 40 buyers and 5 couriers', () => {
  const { stalls, residents } = readDemoTown()
  const count = (role: string): number => residents.filter((resident) => resident.role === role).length
  assert.ok(stalls.length >= 60)
  assert.ok(stalls.flatMap(({ offers }) => offers).length >= 500)
  assert.ok(count('buyer') >= 40)
  assert.ok(count('courier') >= 5)
  assert.deepEqual([count('arbiter'), count('operator')], [1, 1])
})

test('everything has words and a picture, and nothing is said twice', () => {
  const { stalls, residents } = readDemoTown()
  const wares = stalls.flatMap(({ tone, offers }) => offers.map((offer) => ({ tone, ...offer })))
  const texts = [...stalls, ...residents].map(({ about }) => about).concat(wares.map(({ text }) => text))
  assert.ok(texts.every((text) => text.length >= 10))
  assert.equal(new Set(texts).size, texts.length)
  const pictures = [...stalls, ...wares].map(({ tone, art }) => pictureName(tone, art))
  pictures.push(...residents.map(({ slug, art }) => pictureName(toneOf(slug), art)))
  assert.deepEqual(
    pictures.filter((name) => !existsSync(path.join(pictureFolder, name))),
    [],
  )
})
