import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { seededRandom } from '../base/random.ts'
import { type SearchIndex, createSearchIndex, loadSearchIndex } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'lakeside-search-'))
after(() => rmSync(folder, { recursive: true }))

function someIndex(): SearchIndex {
  const random = seededRandom(21)
  const index = createSearchIndex({
    scoring: { fields: { title: { weight: 1, lengthNorm: 0.7 } } },
    facets: ['brand'],
    numbers: ['price'],
    synonyms: [['耳机', 'headphone']],
  })
  for (let i = 0; i < 700; i += 1) {
    const title = Array.from({ length: 1 + random.integer(8) }, () => `w${random.integer(40)}`).join(' ')
    const id = `é${random.integer(500)}`
    index.put({
      id,
      texts: { title: i % 9 === 0 ? `${title} 蓝牙耳机` : title },
      facets: { brand: [`Ü${random.integer(4)}`] },
      numbers: { price: i },
    })
    if (i % 50 === 0) index.search({ text: 'w1' })
    if (i % 13 === 0) index.remove(`é${random.integer(500)}`)
  }
  return index
}

const questions = ['w1 w2', 'w3 headphones', '耳机', 'w39', 'w1w'].flatMap((text) => [
  { text, facets: ['brand'], total: true },
  { text, ranges: { price: { from: 100, to: 500 } }, prefix: true },
])

test('a saved index comes back with the same hits, scores, facets and corrections, and lives on', async () => {
  const index = someIndex()
  const path = join(folder, 'whole')
  await index.save(path)
  const loaded = loadSearchIndex(path)
  for (const question of questions) assert.deepEqual(loaded.search(question), index.search(question))
  for (const changed of [index, loaded]) {
    changed.put({ id: 'new', texts: { title: 'w1 w1' } })
    changed.remove('é7')
    changed.compact()
  }
  for (const question of questions) assert.deepEqual(loaded.search(question), index.search(question))
})

test('a snapshot holds the index at the time of the call, whatever changes while it is written', async () => {
  const index = someIndex()
  const expected = questions.map((question) => index.search(question))
  const path = join(folder, 'moving')
  const saving = index.save(path)
  for (let i = 0; i < 300; i += 1) index.remove(`é${i}`)
  index.put({ id: 'new', texts: { title: 'w1' } })
  index.compact()
  await saving
  const loaded = loadSearchIndex(path)
  assert.deepEqual(
    questions.map((question) => loaded.search(question)),
    expected,
  )
})

test('a file cut short is refused wherever it is cut, with the place', async () => {
  const path = join(folder, 'cut')
  await someIndex().save(path)
  const whole = readFileSync(path)
  for (const bytes of [0, 5, 19, 20, 100, Math.floor(whole.length / 2), whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, bytes))
    assert.throws(() => loadSearchIndex(path), new RegExp(`cut short: .* the file ends at byte ${bytes}$`))
  }
  writeFileSync(path, Buffer.concat([whole, Buffer.of(0)]))
  assert.throws(() => loadSearchIndex(path), /1 bytes too many/)
})

test('a changed byte is found, with the section it lies in', async () => {
  const path = join(folder, 'changed')
  await someIndex().save(path)
  const whole = readFileSync(path)
  const headerBytes = whole.readUInt32LE(12)
  for (const at of [0, 8, 30, 20 + headerBytes + 3, whole.length - 2]) {
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 1
    writeFileSync(path, bytes)
    assert.throws(
      () => loadSearchIndex(path),
      /no search snapshot|version|header's checksum|checksum of section \S+ \(bytes/,
    )
  }
})

test('a file of another version or another kind is refused, with both versions', async () => {
  const path = join(folder, 'other')
  await someIndex().save(path)
  const bytes = readFileSync(path)
  bytes.writeUInt32LE(2, 8)
  writeFileSync(path, bytes)
  assert.throws(() => loadSearchIndex(path), /version 1 expected, found version 2/)
  writeFileSync(path, 'something else altogether')
  assert.throws(() => loadSearchIndex(path), /is no search snapshot/)
  assert.equal(crc32('123456789'), 0xcbf43926)
})
