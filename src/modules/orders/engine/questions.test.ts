import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Actor, Json } from '#kernel/commands'
import { sql } from '#kernel/db'
import type { FactLoader } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { testDatabase } from '#kernel/testing'
import { newId } from '#kernel/ids'
import { compileManifest, type Manifest } from '#modules/flows'
import { accepted, buying, command, setStage, slugs, type Stage, stall } from './fixtures.ts'
import { publishBuiltins } from '../catalogue/publish.ts'
import type { Answerer } from './questions.ts'

const priceMinor = 1_000

/** A stall that asks for a score before it sells; without `safe` it cannot do without. */
function asking(safe: Json | undefined, more: Partial<Question> = {}): Manifest {
  const { place } = stall.flow.states['new']!.on!
  const answer = { type: 'object', required: ['score'], properties: { score: { type: 'integer' } } } as const
  return {
    ...stall,
    business: 'asker',
    questions: { trust: { kind: 'lookup', answer, ...(safe === undefined ? {} : { safe }), ...more } },
    flow: {
      ...stall.flow,
      states: {
        ...stall.flow.states,
        new: {
          on: {
            place: {
              ...(place as object),
              by: ['buyer'],
              asks: ['trust'],
              require: [{ that: 'answers.trust.score >= 5', else: 'not-trusted' }],
            },
          },
        },
      },
    },
  }
}

type Question = NonNullable<Manifest['questions']>[string]

type Options = { safe?: Json; more?: Partial<Question>; answerer?: Answerer; isKilled?: boolean }

async function setAsking(
  t: TestContext,
  { safe, more, answerer, isKilled = false }: Options,
): Promise<Stage & { buyer: Actor; offerId: string }> {
  const answerers = answerer === undefined ? {} : { 'asker/trust': answerer }
  const facts = { orders: async () => new Map<string, number>(), known: isKnown }
  const stage = await setStage(t, await testDatabase(t), { answerers, facts, isKilled: () => isKilled })
  await publishBuiltins(stage.db, 1, [asking(safe, more)])
  await stage.engine.catalogue.refresh()
  const [buyer, seller] = (await stage.people(2, 50_000)) as [Actor, Actor]
  const input = {
    business: 'asker',
    title: 'Bread',
    category: 'bread',
    currency: 'EUR',
    priceMinor,
    attributes: {},
    stock: 9,
  }
  const put = command(seller, 'offers.put', { input })
  accepted(await stage.engine.submit([put]))
  return { ...stage, buyer, offerId: put.id }
}

/** A fact that everybody has. */
const isKnown: FactLoader = async (_executor, _town, parties) => new Map(parties.map((id) => [id, 7]))

function placing({ buyer, offerId }: { buyer: Actor; offerId: string }): ReturnType<typeof command> {
  return { ...buying(buyer, offerId, { priceMinor }), business: 'asker' }
}

test('what a question found out decides, is kept in the log, and is not asked again for a retry', async (t) => {
  let asked = 0
  const stage = await setAsking(t, { answerer: async () => ({ score: (asked += 1) > 1 ? 0 : 7 }) })
  const first = placing(stage)
  const verdicts = await stage.engine.submit([first])
  assert.deepEqual(slugs(verdicts), ['accepted'])
  assert.deepEqual(await stage.engine.submit([first]), verdicts)
  assert.equal(asked, 1)
  assert.deepEqual(slugs(await stage.engine.submit([placing(stage)])), ['not-trusted'])
  const { rows } = await sql<{
    answers: Json
  }>`select data -> 'answers' as answers from kernel.events where id = ${first.id}`.execute(stage.db)
  assert.deepEqual(rows[0]!.answers, { trust: { score: 7 } })
})

test('an answer that a client sends counts for nothing', async (t) => {
  const stage = await setAsking(t, { answerer: async () => ({ score: 1 }) })
  const answers = { trust: { score: 9 } }
  assert.deepEqual(slugs(await stage.engine.submit([{ ...placing(stage), answers }])), ['not-trusted'])
  // Where nothing is asked, nothing is kept either.
  const [seller] = (await stage.people(1, 0)) as [Actor]
  const offerId = await stage.offer(seller, { priceMinor, stock: 1 })
  const unasked = buying(stage.buyer, offerId, { priceMinor })
  accepted(await stage.engine.submit([{ ...unasked, answers }]))
  const { rows } = await sql<{
    kept: Json
  }>`select data -> 'answers' as kept from kernel.events where id = ${unasked.id}`.execute(stage.db)
  assert.equal(rows[0]!.kept, null)
})

test('a failure, a wrong answer, a switched-off point and a missing answerer give the safe answer', async (t) => {
  const cases: Options[] = [
    { answerer: () => Promise.reject(new Error('away')) },
    { answerer: async () => ({ score: 'high' }) },
    { answerer: async () => ({ score: 0 }), isKilled: true },
    {},
  ]
  for (const one of cases) {
    const stage = await setAsking(t, { ...one, safe: { score: 6 } })
    assert.deepEqual(slugs(await stage.engine.submit([placing(stage)])), ['accepted'])
  }
})

test('without a safe answer the command waits outside, and nothing of it is stored', async (t) => {
  const stage = await setAsking(t, { answerer: () => Promise.reject(new Error('away')) })
  const one = placing(stage)
  await assert.rejects(
    stage.engine.submit([one]),
    (error) => error instanceof Problem && error.kind.slug === 'unanswered',
  )
  const { rows } = await sql`select 1 from kernel.events where id = ${one.id}`.execute(stage.db)
  assert.equal(rows.length, 0)
})

test('a question is told what its manifest says, of the books as they stand; below its `when` it is not asked', async (t) => {
  const told: Json[] = []
  const stage = await setAsking(t, {
    safe: { score: 6 },
    more: {
      when: 'offer.priceMinor * lines[0].qty >= 2000',
      given: { amount: 'sum(lines.map(l, l.offer.priceMinor * l.qty))', known: 'party.buyer.known' },
    },
    answerer: async ({ given }) => {
      told.push(given)
      return { score: 9 }
    },
  })
  const { buyer, offerId } = stage
  const one = { ...buying(buyer, offerId, { priceMinor }), business: 'asker' }
  const two = { ...buying(buyer, offerId, { priceMinor, qty: 2 }), business: 'asker' }
  const three = { ...two, id: newId(), lines: [{ offerId: newId(), qty: 2 }] }
  const verdicts = await stage.engine.submit([one, two, three])
  assert.deepEqual(slugs(verdicts), ['accepted', 'accepted', 'offer-not-found'])
  assert.deepEqual(told, [{ amount: 2000, known: 7 }])
  assert.equal(stage.engine.catalogue.newest('asker')!.facts.includes('known'), false, 'no batch loads it')
})

test('a question that is not always asked says what stands instead', () => {
  assert.throws(
    () => compileManifest(asking(undefined, { when: 'lines[0].qty > 1' }), { timeZone: 'UTC', currency: 'EUR' }),
    (error) => error instanceof Problem && JSON.stringify(error.details).includes('/questions/trust/when'),
  )
})
