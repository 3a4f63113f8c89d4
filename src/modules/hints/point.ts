import { definePoint } from '#modules/decisions'
import { createRidge, saveRidge } from '#modules/learners'
import { steps } from './similar.ts'

/** How long a thing may take to be bought and still speak for its price. */
export const soldWithinMs = 14 * 86_400_000

/** Which step around the middle of what similar things cost a seller is told. A suggestion: the seller decides. */
export const pricePoint = definePoint({
  name: 'hints.price',
  title: 'Which price a seller is told',
  context: {
    sold: { kind: 'number', min: 0, max: 1_000, scale: 20 },
    listed: { kind: 'number', min: 0, max: 1_000, scale: 20 },
    /** Width of the middle half, against its middle. */
    spread: { kind: 'number', min: 0, max: 100 },
    /** What the same seller sold of it. */
    own: { kind: 'number', min: 0, max: 1_000, scale: 5 },
  },
  options: { features: {}, ids: Object.keys(steps) },
  isCrossed: true,
  // Where much more is offered than bought, nobody is told to ask for more than others got.
  guards: [
    { name: 'glut', when: [{ of: 'context', feature: 'sold', is: '<', value: 8 }], options: ['high', 'higher'] },
  ],
  safeDefault: 'middle',
  metrics: [
    // A price against the middle: what a sale within a fortnight is worth.
    { name: 'sold', weight: 1, windowMs: soldWithinMs + 86_400_000, counts: 'first' },
    { name: 'taken', weight: 0, windowMs: 86_400_000, counts: 'first' },
  ],
  guardMetrics: [{ metric: 'taken', better: 'higher', tolerated: 0.2, least: 100, windowMs: 86_400_000 }],
  mode: 'suggest',
  baseline: { kind: 'rule', rules: [], otherwise: 'middle' },
  others: (columns) => ({
    learnt: { kind: 'linear-thompson', model: saveRidge(createRidge(columns)), scale: 0.3, draws: 200 },
  }),
})
