/**
 * What Lighthouse gives for speed at its settings of a phone (slow 4G, a processor four times slower, both simulated):
 * home, an offer and an order; the median of five, with the largest contentful paint and the blocking time.
 *
 *   node bench/lighthouse.bench.ts
 */
import { openLighthouse } from '../e2e/web/lighthouse.ts'
import { report } from './machine.ts'

const rounds = 5

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[values.length >> 1]!

await using stage = await openLighthouse()
for (const page of ['home', 'offer', 'order'] as const) {
  const scores: number[] = []
  const paints: number[] = []
  const blocked: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const { categories, audits } = await stage.measure(page, ['performance'])
    scores.push(Math.round((categories['performance']?.score ?? 0) * 100))
    paints.push(audits['largest-contentful-paint']?.numericValue ?? Number.NaN)
    blocked.push(audits['total-blocking-time']?.numericValue ?? Number.NaN)
  }
  report({
    bench: `lighthouse-${page}`,
    performance: median(scores),
    least: Math.min(...scores),
    largestPaintMs: Math.round(median(paints)),
    blockedMs: Math.round(median(blocked)),
    rounds,
  })
}
