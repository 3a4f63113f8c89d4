import { type DefinedPoint, definePoint } from '#modules/decisions'
import { matrixOf, saveForest, trainForest } from '#modules/learners'

const dayMs = 86_400_000
/** Confirmation and disputes end within it: ten days and fourteen. */
const windowMs = 30 * dayMs

/** The order that the decision was about has entered a state. */
const entered = (business: string, state: string, weight: number) =>
  ({
    name: state,
    weight,
    windowMs,
    counts: 'first',
    from: { source: 'log', type: `${business}.${state}`, match: [{ event: 'subject', decision: 'reference' }] },
  }) as const

const above = (feature: string, value: number) => ({ of: 'context', feature, is: '>=', value }) as const
const below = (feature: string, value: number) => ({ of: 'context', feature, is: '<', value }) as const

/** Trees that know nothing yet; `learn` grows them from the log. */
function knowsNothing(columns: number) {
  const features = matrixOf([new Float64Array(columns), new Float64Array(columns)])
  const options = { objective: 'squared', rounds: 1, maxLeaves: 2, minRows: 1 } as const
  return saveForest(trainForest({ features, labels: new Float64Array(2) }, options).forest)
}

/**
 * Whether an order is held for a look at checkout. The baseline is a rule that anybody can read; `learnt` is trained on
 * what became of orders. Either only ever asks for a person.
 *
 * @param outcomes what entering a state says of having let the order pass, or of having held it
 */
export function holdPoint({
  business,
  outcomes,
}: {
  business: string
  outcomes: Readonly<Record<string, number>>
}): DefinedPoint {
  return definePoint({
    name: `${business}.hold`,
    title: 'Whether somebody looks at an order before it goes on',
    context: {
      amountMinor: { kind: 'number', min: 0, max: 1e12, scale: 10_000 },
      mostOfOne: { kind: 'number', min: 0, max: 1e6, scale: 10 },
      isPickup: { kind: 'flag' },
      daysHere: { kind: 'number', min: 0, max: 1e5, scale: 30 },
      ordersHour: { kind: 'number', min: 0, max: 50, scale: 5 },
      ordersWell: { kind: 'number', min: 0, max: 50, scale: 5 },
      ordersBadly: { kind: 'number', min: 0, max: 50, scale: 2 },
    },
    options: { features: {}, ids: ['pass', 'hold'] },
    isCrossed: true,
    guards: [{ name: 'small', when: [below('amountMinor', 10_000)], options: ['hold'] }],
    budgets: [{ option: 'hold', shareBps: 300, perMs: dayMs, free: 5 }],
    safeDefault: 'pass',
    metrics: Object.entries(outcomes).map(([state, weight]) => entered(business, state, weight)),
    guardMetrics: [{ metric: 'value', better: 'higher', tolerated: 0.2, least: 200, windowMs }],
    reverse: { business, commands: { pass: { type: 'release', input: {} } } },
    question: {
      of: `${business}/watch`,
      context: {
        amountMinor: 'amountMinor',
        mostOfOne: 'mostOfOne',
        isPickup: 'isPickup',
        daysHere: 'daysHere',
        ordersHour: 'ordersHour',
        ordersWell: 'ordersWell',
        ordersBadly: 'ordersBadly',
      },
      answers: { pass: { isHeld: false }, hold: { isHeld: true } },
    },
    baseline: {
      kind: 'rule',
      rules: [
        { when: [above('amountMinor', 50_000), below('daysHere', 7), below('ordersWell', 1)], choose: 'hold' },
        { when: [above('ordersHour', 6), below('ordersWell', 3)], choose: 'hold' },
        { when: [above('ordersBadly', 3)], choose: 'hold' },
      ],
      otherwise: 'pass',
    },
    // What a look costs is known; what happens without one is learnt: nobody is held to find out what holding is worth.
    others: (columns) => ({
      learnt: { kind: 'trees', model: knowsNothing(columns), known: { hold: 0.6 }, epsilon: 0.002 },
    }),
  })
}
