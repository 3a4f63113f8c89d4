import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Declaration, defineFeatures, formOf, queryKey } from './declaring.ts'
import { shopping } from './shopping.ts'

const from = { source: 'log', types: ['a.b'], key: 'actor' } as const
const counted: Declaration = { kind: 'count', of: 'offer', title: 'Any', from }

test('a declaration that could not be folded is refused where it stands, with the reason', () => {
  const wrong: [Declaration, RegExp][] = [
    [{ ...counted, kind: 'decayed', halfLifeMs: 0 }, /halfLifeMs/],
    [{ ...counted, of: 'party' }, /purpose/],
    [{ ...counted, purpose: 'service' }, /purpose/],
    [{ ...counted, from: { ...from, types: [] } }, /types/],
    [{ ...counted, from: { ...from, key: 'session' } }, /no session/],
    [{ ...counted, from: { ...from, source: 'interactions' } }, /no actor/],
    [{ ...counted, from: { ...from, key: 'data.a[].b', weight: 'data.c[].d' } }, /two lists/],
    [
      { ...counted, of: 'party', purpose: 'service', from: { ...from, source: 'interactions', key: 'subject' } },
      /person/,
    ],
  ]
  for (const [declaration, reason] of wrong) assert.throws(() => defineFeatures('test', { wrong: declaration }), reason)
  defineFeatures('test', { once: counted })
  assert.throws(() => defineFeatures('test', { once: { ...counted, title: 'Other' } }), /twice/)
})

test('the form is of what is declared, in no particular order', () => {
  const [one, other] = [shopping.views, shopping.sales]
  assert.equal(formOf([one, other]), formOf([other, one]))
  assert.notEqual(formOf([one]), formOf([{ ...one, halfLifeMs: 1 }]))
})

test('words in another order, case or punctuation have the same key, and the key is not the words', () => {
  assert.equal(queryKey('Blue  mug!'), queryKey('MUG, blue'))
  assert.notEqual(queryKey('mug'), queryKey('mugs'))
  assert.ok(!queryKey('mug').includes('mug') && queryKey('a'.repeat(300)).length === 16)
})
