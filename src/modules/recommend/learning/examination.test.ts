import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examinationOf, looksOf } from './examination.ts'
import { pagesOf, trueLook } from './fixtures.ts'
import type { Page } from './pages.ts'

test('clicks on pairs that stood either way say how much more the upper one is looked at', () => {
  const steps = (above: number, below: number) => ({
    above: new Float64Array(3).fill(above),
    below: new Float64Array(3).fill(below),
  })
  const looks = looksOf(steps(200_000, 100_000))
  for (const [place, expected] of [1, 1 / 2, 1 / 4, 1 / 8].entries()) {
    assert.ok(Math.abs(looks[place]! - expected) < 0.01, `${looks[place]} is not ${expected}`)
  }
  assert.ok(looksOf(steps(100_000, 100_000)).every((look) => look > 0.97))
  // More clicks below than above do not make the lower place the better one.
  assert.ok(looksOf(steps(100_000, 200_000)).every((look) => look <= 1))
})

test('that the better thing mostly stands above is taken out by the chance that it does', () => {
  const pages = (count: number, logits: readonly number[], gains: readonly number[]): Page[] =>
    Array.from({ length: count }, () => ({
      id: '',
      shown: 2,
      features: new Float64Array(2),
      logits: Float64Array.from(logits),
      gains: Float64Array.from(gains),
    }))
  // One is clicked by eight of ten who look, the other by two, and the second place is looked at half the time. The
  // better one stands above nine times of ten.
  const better = Math.log(9)
  const { looks } = examinationOf(
    [
      ...pages(7_200, [better, 0], [1, 0]),
      ...pages(900, [better, 0], [0, 1]),
      ...pages(200, [0, better], [1, 0]),
      ...pages(400, [0, better], [0, 1]),
    ],
    2,
  )
  assert.ok(Math.abs(looks[1]! - 0.5) < 0.02, `${looks[1]} is not 0.5`)
})

test('before anything was clicked looks fall from place to place', () => {
  const { looks, evidence } = examinationOf([], 20)
  assert.equal(evidence, 0)
  assert.ok(looks.every((look, place) => look > 0 && (place === 0 || look < looks[place - 1]!)))
})

test('how far people look is found though the better things stand above', () => {
  const pages = pagesOf({ seed: 'looks', taste: 1.5, hits: 20 }, 3_000).map(({ page }) => page)
  const { looks } = examinationOf(pages, 20)
  for (const place of [1, 3, 6, 10]) {
    const [found, truth] = [looks[place]!, trueLook(place)]
    assert.ok(Math.abs(found - truth) < 0.12, `place ${place}: ${found.toFixed(3)} is not ${truth.toFixed(3)}`)
  }
  // What is clicked where, without weights, says something else.
  const clicked = (place: number): number => pages.filter(({ gains }) => gains[place]! > 0).length
  assert.ok(clicked(6) / clicked(0) < trueLook(6) - 0.12 || clicked(6) / clicked(0) > trueLook(6) + 0.12)
})
