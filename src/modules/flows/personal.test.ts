import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Json, JsonObject } from '#kernel/commands'
import { Problem } from '#kernel/problem'
import { tools } from './fixtures/tools.ts'
import { compileInput } from './input.ts'
import type { Manifest, Schema, Transition } from './manifest.ts'
import { personalTypes, personalValues, withValues } from './personal.ts'
import { compileManifest, tryManifest } from './publication.ts'

const options = { timeZone: 'Europe/Berlin', currency: 'EUR' }
const address: Schema = { type: 'string', minLength: 5, maxLength: 60, personal: true }
const guests: Schema = {
  type: 'array',
  maxItems: 9,
  items: { required: ['age'], properties: { age: { type: 'integer' }, name: { type: 'string', personal: true } } },
}
const input: Schema = { required: ['address'], properties: { address, note: { type: 'string' }, guests } }

/** The tool library, where a transition of those who have a tool out says where they live. */
function library(tell: Partial<Transition>, more: Partial<Manifest> = {}): Manifest {
  const { states } = tools.flow
  const out = { ...states['out'], on: { ...states['out']!.on, tell: { by: ['member'], input, ...tell } } }
  return { ...tools, ...more, flow: { ...tools.flow, states: { ...states, out } } }
}

function wrongs(manifest: Manifest): string[] {
  try {
    compileManifest(manifest, options)
    return []
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown
    return thrown.details.errors!.map(({ pointer, detail }) => `${pointer} ${detail}`)
  }
}

test('a flow may keep personal values and hand them on', () => {
  const flow = tryManifest(
    library({
      do: [
        {
          set: { address: 'has(input.address) ? input.address : ""', guests: 'has(input.guests) ? input.guests : []' },
        },
        {
          card: {
            kind: 'where',
            data: '{"to": data.address, "who": has(input.guests) ? input.guests.map(g, has(g.name) ? g.name : "") : []}',
          },
        },
      ],
    }),
    options,
  )
  assert.deepEqual(
    flow.personal.map(({ path }) => path.join('/')),
    ['address', 'guests/*/name'],
  )
})

const bad: readonly (readonly [name: string, tell: Partial<Transition>])[] = [
  ['compares one in a guard', { guard: 'input.address == "x"' }],
  ['measures one in a requirement', { require: [{ that: 'size(input.address) > 9', else: 'too-short' }] }],
  ['reads what it froze', { do: [{ freeze: { a: 'input.address' } }, { set: { b: 'size(terms.a)' } }] }],
  ['makes a longer one of it', { do: [{ set: { address: 'input.address + "!"' } }] }],
  ['assigns a role by one', { do: [{ assign: { owner: 'input.address' } }] }],
  ['calls whom it names', { do: [{ call: { to: 'input.address', op: 'ring' } }] }],
  ['branches on what it kept', { do: [{ set: { a: 'input.address', b: 'data.a == "x" ? 1 : 2' } }] }],
  ['looks for a name', { require: [{ that: '!input.guests.exists(g, g.name == "Eve")', else: 'not-eve' }] }],
]
for (const [name, tell] of bad) {
  test(`publication refuses a flow that ${name}`, () => {
    assert.match(wrongs(library(tell)).join('\n'), /personal/)
  })
}

test('publication refuses a flow that reads through other data what was personal', () => {
  const chain = { set: { a: 'input.address', b: 'has(data.a) ? data.a : ""', c: 'has(data.b) ? data.b : ""' } }
  assert.deepEqual(wrongs(library({ do: [chain] })), [])
  const found = wrongs(library({ do: [chain], require: [{ that: '!has(data.c) || data.c != "x"', else: 'no' }] }))
  assert.match(found.join('\n'), /require\/0\/that looks at data\.c, which is personal/)
})

test('what is personal stands in inputs, field by field, and means the same everywhere', () => {
  assert.match(wrongs({ ...tools, offer: { ...tools.offer, properties: { owner: address } } }).join('\n'), /\/offer/)
  assert.match(wrongs(library({ input: { personal: true } })).join('\n'), /as a whole/)
  const other = { by: ['owner'], input: { properties: { address: { ...address, maxLength: 9 } } } }
  assert.match(wrongs(library({}, { on: { other } })).join('\n'), /another schema/)
  const open = { by: ['owner'], input: { properties: { address: { type: 'string' as const } } } }
  assert.match(wrongs(library({}, { on: { open } })).join('\n'), /is not personal in \/on\/open/)
  assert.deepEqual([personalTypes(tools), personalTypes(library({}))], [[], ['tell']])
})

test('a flow takes a personal value only when it has been sealed, and else says what is wrong with it', () => {
  const check = compileInput(input)
  const seal = `sealed:1:00000000-0000-7000-8000-000000000000:x:${'A'.repeat(900)}`
  assert.deepEqual(check({ address: seal }), [])
  assert.deepEqual(check({ address: seal, guests: [{ age: 1, name: seal }] }), [])
  assert.match(check({ address: '1 Lakeside Walk' })[0]!.detail, /was not sealed/)
  assert.match(check({ address: 'x' })[0]!.detail, /must not have fewer than 5/)
  assert.deepEqual(check({}), [{ pointer: '/address', detail: 'is required' }])
  const [wrong] = check({ address: seal, guests: [{ age: 1, name: 7 }] })
  assert.equal(wrong?.pointer, '/guests/0/name')
  assert.deepEqual(check({ address: seal, other: 1 }), [{ pointer: '/other', detail: 'is not known here' }])
})

test('of any input the personal values are found and replaced, and nothing else changes', () => {
  const { personal } = compileManifest(library({}), options)
  const anything = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)
  const people = fc.array(fc.record({ name: fc.oneof(fc.string(), anything), age: fc.nat() }, { requiredKeys: [] }))
  const said = fc.record(
    { address: fc.oneof(fc.string({ minLength: 5, maxLength: 60 }), anything), guests: fc.oneof(people, anything) },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(said, (record) => {
      const value = JSON.parse(JSON.stringify(record)) as JsonObject
      const found = personalValues(personal, value)
      const marked = withValues(value, new Map(found.map(({ field }) => [field, `@${field}`])))
      for (const { field, value: one } of found) assert.deepEqual(at(value, field), one)
      for (const { field } of found) assert.equal(at(marked, field), `@${field}`)
      const back = withValues(marked, new Map(found.map(({ field, value: one }) => [field, one])))
      assert.deepEqual(back, value)
    }),
    { numRuns: 3_000 },
  )
})

function at(value: Json, pointer: string): Json | undefined {
  const steps = pointer.split('/').slice(1)
  return steps.reduce<Json | undefined>((place, step) => (place as JsonObject | undefined)?.[step], value)
}
