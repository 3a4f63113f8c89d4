import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { loadIntents, recogniseIntent, saveIntents, trainIntents } from './intents.ts'
import type { IntentExample } from './machines.ts'
import { trainIntentsInWorker } from './training.ts'

const phrases: Readonly<Record<string, { subjects: string[]; asks: string[] }>> = {
  'where is my order': {
    subjects: ['parcel', 'order', 'delivery', 'package'],
    asks: ['where is my', 'when will I get my', 'has anyone seen the', 'track my', 'still waiting for the'],
  },
  'give money back': {
    subjects: ['money', 'payment', 'refund', 'deposit'],
    asks: ['I want back my', 'when do you return the', 'please repay my', 'not happy, I claim my', 'reimburse my'],
  },
  'change the address': {
    subjects: ['address', 'street', 'house number', 'door code'],
    asks: ['I typed a wrong', 'please correct my', 'can I still edit the', 'I moved, here is a new', 'update my'],
  },
  'sell a thing': {
    subjects: ['bicycle', 'sofa', 'jacket', 'guitar'],
    asks: ['how do I sell my', 'put up for sale a', 'what may I ask for a', 'list my old', 'find a buyer for a'],
  },
}

function corpus(): IntentExample[] {
  const random = seededRandom('intents')
  const all = Object.entries(phrases).flatMap(([intent, { subjects, asks }]) =>
    asks.flatMap((ask) => subjects.map((subject) => ({ text: `${ask} ${subject}?`, intent }))),
  )
  return random.shuffle(all)
}

const examples = corpus()
const [training, fresh] = [examples.slice(0, 60), examples.slice(60)]
const model = trainIntents(training, { folds: 4 })

test('it recognises fresh texts, misspelt ones too', () => {
  const right = fresh.filter(({ text, intent }) => recogniseIntent(model, text).candidates[0]?.intent === intent)
  assert.ok(right.length >= fresh.length - 1, `${right.length} of ${fresh.length}`)
  assert.equal(recogniseIntent(model, 'wehre is my parcl').candidates[0]!.intent, 'where is my order')
  assert.ok(model.validation.accuracy > 0.9)
})

test('candidates are the three most probable, in order, and the intent is the first or none', () => {
  for (const { text } of fresh) {
    const { intent, candidates } = recogniseIntent(model, text)
    assert.equal(candidates.length, 3)
    const probabilities = candidates.map(({ probability }) => probability)
    assert.deepEqual(
      probabilities,
      probabilities.toSorted((a, b) => b - a),
    )
    assert.ok(probabilities.every((probability) => probability >= 0 && probability <= 1))
    assert.equal(intent, probabilities[0]! >= model.threshold ? candidates[0]!.intent : null)
  }
})

test('it says that it does not know a text without one known part, and an unclear one', () => {
  for (const text of ['', '…', '你好', 'xqz']) assert.equal(recogniseIntent(model, text).intent, null)
  assert.deepEqual(recogniseIntent(model, '你好').candidates, [])
  assert.equal(recogniseIntent({ ...model, threshold: 0.999999 }, 'my').intent, null)
})

test('a higher wanted accuracy never answers more', () => {
  const noisy = training.map((example, row) => (row % 6 === 0 ? { ...example, intent: 'sell a thing' } : example))
  const thresholds = [0.5, 0.9, 1].map((wantedAccuracy) => {
    const trained = trainIntents(noisy, { folds: 4, wantedAccuracy })
    assert.ok(trained.validation.answeredAccuracy >= wantedAccuracy)
    return trained.threshold
  })
  assert.deepEqual(
    thresholds,
    thresholds.toSorted((a, b) => a - b),
  )
  assert.ok(thresholds[0]! < thresholds[2]!)
})

test('a saved model answers the same', () => {
  const copy = loadIntents(JSON.stringify(saveIntents(model)))
  for (const { text } of examples) assert.deepEqual(recogniseIntent(copy, text), recogniseIntent(model, text))
  const { classes, ...rest } = saveIntents(model).body
  assert.ok(classes)
  assert.throws(() => loadIntents({ ...saveIntents(model), body: rest }), /intents: the checksum does not fit/)
})

test('training in a thread gives the same model, with progress', async () => {
  const heard: number[] = []
  const trained = await trainIntentsInWorker(
    { examples: training, options: { folds: 4 } },
    { onProgress: ({ trained: done, of }) => heard.push(done / of) },
  )
  assert.deepEqual(trained, model)
  assert.deepEqual(heard, [0.2, 0.4, 0.6, 0.8, 1])
})

test('bad input is refused with what and where', () => {
  assert.throws(() => trainIntents([]), /intent examples must not be empty/)
  assert.throws(() => trainIntents([{ text: 'a', intent: 'x' }]), /two intents or more, got 1/)
  const lonely = [...training, { text: 'hello there', intent: 'greeting' }]
  assert.throws(() => trainIntents(lonely), /intent greeting has one example/)
  assert.throws(() => trainIntents(training, { folds: 1 }), /intent folds/)
  assert.throws(() => trainIntents(training, { costs: [] }), /intent costs/)
  const wordless = ['x', 'x', 'y', 'y'].map((intent) => ({ text: '…', intent }))
  assert.throws(() => trainIntents(wordless), /texts hold no word/)
})
