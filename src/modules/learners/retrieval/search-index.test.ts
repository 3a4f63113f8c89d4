import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { type SearchDocument, createSearchIndex } from './index.ts'
import { assertAgrees, newIndex, scoring, someDocument, someRequest } from './search.fixture.ts'

test('a document scores as worked out by hand', () => {
  const index = createSearchIndex({
    scoring: { fields: { title: { weight: 2, lengthNorm: 0.5 } }, saturation: 1, coverage: 0 },
  })
  index.put({ id: 'a', texts: { title: 'red bicycle' } })
  index.put({ id: 'b', texts: { title: 'blue bicycle pump blue' } })
  // Average length 3; "red" is in 1 of 2. idf = ln(1 + 1.5 / 1.5) = ln 2; count = 2 · 1 / (.5 + .5 · 2 / 3) = 2.4.
  assert.ok(Math.abs(index.search({ text: 'red' }).hits[0]!.score - (Math.log(2) * 2.4) / 3.4) < 1e-12)
})

test('whatever is put in, replaced and removed, hits and scores are those of BM25F over the live documents', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed)
      const index = newIndex()
      const documents = new Map<string, SearchDocument>()
      for (let step = 0; step < 120; step += 1) {
        const burst = random.integer(8) === 0 ? 40 : 1
        for (let i = 0; i < burst; i += 1) {
          const document = someDocument(random, `d${random.integer(300)}`)
          documents.delete(document.id)
          documents.set(document.id, document)
          index.put(document)
        }
        const victim = `d${random.integer(300)}`
        assert.equal(index.remove(victim), documents.delete(victim))
        if (random.integer(5) === 0) index.maintain(random.integer(2) === 0 ? 0 : 1)
        if (random.integer(10) === 0) index.compact()
        if (random.integer(3) === 0 && documents.size > 0) assertAgrees(index, documents, someRequest(random))
      }
      assert.equal(index.size, documents.size)
    }),
    { numRuns: 40 },
  )
})

test('pruning misses nothing among thousands of documents', () => {
  const random = seededRandom(11)
  const index = newIndex()
  const documents = new Map<string, SearchDocument>()
  for (let i = 0; i < 4000; i += 1) {
    const document = someDocument(random, `d${i}`)
    documents.set(document.id, document)
    index.put(document)
  }
  for (let i = 0; i < 12; i += 1) assertAgrees(index, documents, someRequest(random))
})

test('an index that grew and shrank gives the same bits as one built from what is left', () => {
  const random = seededRandom(12)
  const grown = newIndex()
  const documents = new Map<string, SearchDocument>()
  for (let i = 0; i < 900; i += 1) {
    const document = someDocument(random, `d${random.integer(400)}`)
    documents.delete(document.id)
    documents.set(document.id, document)
    grown.put(document)
    if (i % 7 === 0) grown.search({ text: 'w1' })
    if (i % 11 === 0 && documents.delete(`d${i}`)) grown.remove(`d${i}`)
  }
  const fresh = newIndex()
  for (const document of documents.values()) fresh.put(document)
  for (let i = 0; i < 60; i += 1) {
    const request = { ...someRequest(random), facets: ['brand'], total: true, prefix: i % 2 === 0 }
    assert.deepEqual(grown.search(request), fresh.search(request))
  }
})

test('rescoring gives what an index made with the new weights gives', () => {
  const random = seededRandom(14)
  const other = { ...scoring, fields: { title: { weight: 1, lengthNorm: 1 }, body: { weight: 5, lengthNorm: 0.1 } } }
  const rescored = newIndex()
  const fresh = createSearchIndex({ scoring: other, facets: ['brand'], numbers: ['price'] })
  for (let i = 0; i < 500; i += 1) {
    const document = someDocument(random, `d${i}`)
    rescored.put(document)
    fresh.put(document)
  }
  rescored.rescore(other)
  for (let i = 0; i < 30; i += 1) {
    const request = someRequest(random)
    assert.deepEqual(rescored.search(request), fresh.search(request))
  }
  assert.throws(() => rescored.rescore({ ...other, fields: { title: other.fields.title } }), /fields of the index are/)
})
