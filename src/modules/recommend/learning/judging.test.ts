import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examinationOf } from './examination.ts'
import { columns, pagesOf, type SearchersTown, trueLook } from './fixtures.ts'
import { judge, type Target } from './judging.ts'
import { attentionOf, standingsOf } from './slates.ts'

const places = 20
const byAppeal: Target = ({ features, logits }) =>
  logits.map((_, option) => 20 * features[option * columns.length + columns.indexOf('appeal')]!)

/** What a policy's pages are truly worth a page. */
function truth(town: SearchersTown, count: number, target: Target): number {
  const looks = Float64Array.from({ length: places }, (_, place) => trueLook(place))
  const all = pagesOf(town, count).map(({ page, worths }) => {
    const logits = target(page)
    const attention = attentionOf(standingsOf(logits, page.shown, { seed: page.id }), logits.length, looks)
    return attention.reduce((sum, chance, option) => sum + chance * worths[option]!, 0)
  })
  return all.reduce((sum, one) => sum + one, 0) / count
}

function judged(town: SearchersTown, count: number, target: Target) {
  const pages = pagesOf(town, count).map(({ page }) => page)
  return judge(pages, target, examinationOf(pages, places))
}

test('the policy that made the pages gains nothing over itself, to the last bit', () => {
  const { gain } = judged({ seed: 'same', taste: 1, hits: 12 }, 200, ({ logits }) => logits)
  assert.deepEqual([gain.value, gain.low, gain.high], [0, 0, 0])
})

test('what another order would have earned lies within its interval, four times of five and more', () => {
  let within = 0
  for (const seed of ['a', 'b', 'c', 'd', 'e']) {
    const town = { seed, taste: 1, hits: 20 }
    const { value, low, high, gain } = judged(town, 1_000, byAppeal)
    const [own, logged] = [truth(town, 1_000, byAppeal), truth(town, 1_000, ({ logits }) => logits)]
    assert.ok(value > 0 && own > logged)
    if (low <= own && own <= high && gain.low <= own - logged && own - logged <= gain.high) within += 1
  }
  assert.ok(within >= 4, `${within} of 5`)
})

test('where behaviour says nothing, no order is surely better', () => {
  for (const seed of ['a', 'b', 'c']) {
    const { gain } = judged({ seed, taste: 0, hits: 20 }, 600, byAppeal)
    assert.ok(gain.low <= 0 && gain.high >= 0, `${gain.low} to ${gain.high}`)
  }
})

test('an order of things that were hardly ever looked at is told as a guess', () => {
  const turned: Target = ({ logits }) => logits.map((one) => -10 * one)
  const { unseen } = judged({ seed: 'far', taste: 1, hits: 60 }, 60, turned)
  const { unseen: own } = judged({ seed: 'far', taste: 1, hits: 60 }, 60, ({ logits }) => logits)
  assert.ok(unseen > 0.5 && own < 0.05, `${unseen} and ${own}`)
})

test('nothing counts more than twenty times, however unlikely it was', () => {
  const turned: Target = ({ logits }) => logits.map((one) => -one)
  const { largestWeight } = judged({ seed: 'odds', taste: 1, hits: 22 }, 200, turned)
  assert.equal(largestWeight, 20)
})
