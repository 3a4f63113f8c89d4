import { strict as assert } from 'node:assert'
import { test, type TestContext } from 'node:test'
import { sql } from '#kernel/db'
import { namedId, newId } from '#kernel/ids'
import { createRidge, learnReward, type Random, saveRidge, seededRandom } from '#modules/learners'
import { getPoint, getPolicy } from './books/declaring.ts'
import { pagesOf } from './books/reading.ts'
import { choose } from './core/choosing.ts'
import { createPoint } from './core/point.ts'
import type { PolicySpec } from './core/policy.ts'
import { checkout, setStage, softmaxSpec, type Stage, town } from './fixtures.ts'
import { isReproduced } from './learning/replay.ts'

const point = createPoint(checkout(), 1)

/** A model that has seen a little: enough to prefer, too little to be sure. */
function taught() {
  const ridge = createRidge(point.columns.length)
  const random = seededRandom('taught')
  for (let i = 0; i < 30; i++)
    learnReward(
      ridge,
      point.columns.map(() => random.uniform()),
      random.uniform(),
    )
  return saveRidge(ridge)
}

const specs: Readonly<Record<string, PolicySpec>> = {
  softmax: softmaxSpec,
  epsilon: { kind: 'linear', weights: { '@hold*amount': 1, '@pass': 1 }, epsilon: 0.3 },
  thompson: {
    kind: 'beta-thompson', prior: { a: 1, b: 1 }, exploration: 0.05,
    arms: { pass: { a: 9, b: 3 }, ask: { a: 6, b: 4 }, hold: { a: 2, b: 2 } },
  },
  linear: { kind: 'linear-thompson', model: taught(), scale: 0.5, draws: 40 },
  ucb: { kind: 'lin-ucb', model: taught(), alpha: 1, epsilon: 0.2 },
} // prettier-ignore

const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))
const contextOf = (random: Random) => ({
  amount: random.integer(5000),
  channel: random.uniform() < 0.5 ? 'web' : 'kiosk',
  isNew: random.uniform() < 0.3,
})

async function decideMany(stage: Stage, count: number, name: string): Promise<void> {
  const random = seededRandom(name)
  for (let i = 0; i < count; i++) {
    const id = namedId(`${name}/${i}`)
    stage.decider.decide('checkout.fraud', { id, context: contextOf(random), options })
    if (i % 2000 === 1999) await stage.decider.recorder.idle()
  }
  await stage.decider.recorder.idle()
}

async function recordsOf({ db, vault }: Stage) {
  const found = []
  for await (const page of pagesOf({ db, town, vault }, {})) found.push(...page)
  return found
}

/** Deciles of recorded probability, over every option of every decision. */
function deciles() {
  return Array.from({ length: 10 }, () => ({ chosen: 0, expected: 0, variance: 0 }))
}

async function proveLog(t: TestContext, name: string, spec: PolicySpec): Promise<void> {
  const stage = await setStage(t)
  await stage.open(checkout(), spec)
  const count = 4_200
  await decideMany(stage, count, name)
  const rows = await recordsOf(stage)
  assert.equal(rows.length, count)
  const known = await getPoint(stage.db, town, 'checkout.fraud')
  const policy = await getPolicy(stage.db, town, { point: known, name: 'first' })
  const found = deciles()
  for (const { seen, options: judged, ...row } of rows) {
    assert.ok(row.pChosen > 0 && row.pChosen <= 1, 'pChosen is never 0 or missing')
    assert.equal(row.policyHash, policy.hash)
    assert.ok(isReproduced(known, policy, { ...row, ...seen!, override: null, value: 0 }), `${name} ${row.id}`)
    for (const { id, p } of judged) {
      const decile = found[Math.min(9, Math.floor(p * 10))]!
      decile.expected += p
      decile.variance += p * (1 - p)
      decile.chosen += id === row.chosen[0] ? 1 : 0
    }
  }
  // Half a choice for the step from one count to the next. Of ten intervals of 99 % one may be missed by chance, and
  // none by four deviations.
  const outside = (deviations: number) =>
    found.filter((one) => Math.abs(one.chosen - one.expected) > deviations * Math.sqrt(one.variance) + 0.5)
  assert.ok(outside(2.576).length <= 1, `${name}: ${JSON.stringify(outside(2.576))}`)
  assert.deepEqual(outside(4), [])
}

for (const [name, spec] of Object.entries(specs)) {
  test(`${name}: 4,200 records decide again the same, and choose as often as they say`, async (t) => {
    await proveLog(t, name, spec)
  })
}

test('a slate has the probability of its places, holds nothing twice, and decides again the same', () => {
  const ranking = createPoint(
    checkout({ options: { features: { price: { kind: 'number' } } }, safeDefault: null, isCrossed: false }), 1,
  ) // prettier-ignore
  const items = Array.from({ length: 40 }, (_, i) => ({ id: `o${i}`, features: { price: (i * 37) % 11 } }))
  const weigh = (p: number, scores: Float64Array) => scores.map((one) => Math.exp(one - p))
  const policy = {
    name: 'test', version: 1, hash: '', spec: softmaxSpec,
    weigh: ({ rows }: { rows: { count: number; width: number; values: Float64Array } }) => {
      const scores = Float64Array.from({ length: rows.count }, (_, i) => -rows.values[i * rows.width + 1]! / 3)
      const weights = weigh(0, scores)
      const total = weights.reduce((sum, one) => sum + one, 0)
      return { scores, probabilities: weights.map((one) => one / total) }
    },
  } // prettier-ignore
  const context = { amount: 1, channel: 'web', isNew: false }
  for (let seed = 0; seed < 200; seed++) {
    const slate = choose(ranking, policy, { context, options: items, length: 12, seed: `s${seed}` })
    assert.equal(new Set(slate.chosen).size, 12)
    // Luce's formula from the scores, place by place.
    const left = new Map(items.map(({ id, features: { price } }) => [id, Math.exp(-price / 3)]))
    for (const [place, id] of slate.chosen.entries()) {
      const total = [...left.values()].reduce((sum, one) => sum + one, 0)
      assert.ok(Math.abs(slate.conditional[place]! - left.get(id)! / total) < 1e-12)
      left.delete(id)
    }
    assert.ok(Math.abs(slate.pChosen - slate.conditional.reduce((a, b) => a * b, 1)) < 1e-18)
    assert.deepEqual(choose(ranking, policy, { context, options: items, length: 12, seed: `s${seed}` }), slate)
  }
})

test('however sharp the scores are, no option becomes impossible and no slate has probability 0', async (t) => {
  const stage = await setStage(t)
  const ranking = checkout({
    options: { features: { price: { kind: 'number' } } }, safeDefault: null, isCrossed: false,
  }) // prettier-ignore
  await stage.open(ranking, { kind: 'linear', weights: { price: 1 }, temperature: 1e-6 })
  const context = { amount: 1, channel: 'web', isNew: false }
  const items = Array.from({ length: 2000 }, (_, i) => ({ id: `o${i}`, features: { price: i } }))
  const decided = stage.decider.decide('checkout.fraud', { context, options: items, length: 20 })
  assert.equal(decided.fallback, null)
  assert.ok(decided.pChosen > 0)
  assert.ok(decided.options.every(({ p }) => p > 0))
  assert.equal(await decided.recorded, true)
})

test('a record of a slate keeps what was shown and the hash of the rest, within its bytes', async (t) => {
  const stage = await setStage(t)
  const features = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, { kind: 'number' as const }]))
  const ranking = checkout({ options: { features }, safeDefault: null, isCrossed: false })
  await stage.open(ranking, { kind: 'linear', weights: { f0: 1 }, temperature: 1 })
  const items = Array.from({ length: 500 }, () => ({
    id: newId(), features: Object.fromEntries(Object.keys(features).map((name) => [name, Math.random()])),
  })) // prettier-ignore
  const context = { amount: 1, channel: 'web', isNew: false }
  const asking = { context, options: items, length: 20, subject: newId(), featurePos: 17 }
  assert.equal(await stage.decider.decide('checkout.fraud', asking).recorded, true)
  const small = { context, options: items.slice(0, 2), length: 2, subject: newId() }
  assert.equal(await stage.decider.decide('checkout.fraud', small).recorded, true)
  const { rows } = await sql<{ bytes: number; shown: number; candidates: string; isKept: boolean; featurePos: number }>`
    select octet_length(row_to_json(r)::text) as bytes, json_array_length(options) as shown, candidates, feature_pos,
      inputs is not null as is_kept
    from decisions.records r order by feature_pos`.execute(stage.db)
  for (const { bytes } of rows) assert.ok(bytes <= 4096, `${bytes} bytes as JSON, names of columns included`)
  const [slate] = rows
  assert.deepEqual([slate?.shown, slate?.isKept, slate?.featurePos], [20, false, 17])
})
