import { definePoint } from '#modules/decisions'
import { createRidge, saveRidge } from '#modules/learners'

/** What waits for somebody. */
export const waitingKinds = ['ruling', 'held', 'stuck', 'case'] as const

/** Where a thing has no deadline, it counts as one that has this long, hours. */
export const farHours = 720

/**
 * In which order an inbox shows what waits. What is due within a day always stands before what is not: each of the two
 * is ordered by a decision of its own.
 */
export const orderPoint = definePoint({
  name: 'inbox.order',
  title: 'In which order the inbox shows what waits',
  context: {
    waiting: { kind: 'number', min: 0, max: 10_000, scale: 20 },
    isUrgent: { kind: 'flag' },
  },
  options: {
    features: {
      amountMinor: { kind: 'number', min: 0, max: 1e12, scale: 10_000 },
      hoursLeft: { kind: 'number', min: 0, max: farHours, scale: 24 },
      hoursOld: { kind: 'number', min: 0, max: 10_000, scale: 24 },
      /** Other things that wait between the same parties. */
      others: { kind: 'number', min: 0, max: 1_000, scale: 3 },
      kind: { kind: 'category', values: waitingKinds },
    },
  },
  safeDefault: null,
  metrics: [{ name: 'inTime', weight: 1, windowMs: 30 * 86_400_000, counts: 'every' }],
  guardMetrics: [{ metric: 'inTime', better: 'higher', tolerated: 0.1, least: 100, windowMs: 30 * 86_400_000 }],
  mode: 'suggest',
  budgetMs: 100,
  baseline: { kind: 'linear', weights: { hoursLeft: -1 }, epsilon: 0 },
  others: (columns) => ({
    learnt: { kind: 'linear-thompson', model: saveRidge(createRidge(columns)), scale: 0.2, draws: 100 },
  }),
})
