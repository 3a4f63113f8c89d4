import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examinationOf, looksOf } from './examination.ts'
import { pagesOf, trueLook } from './fixtures.ts'

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
