import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPoint, type Point } from '#modules/decisions'
import { type Decide, ordered, type Waiting } from './ordering.ts'
import { orderPoint } from './point.ts'

const now = 1_700_000_000_000
const hourMs = 3_600_000

/** A policy that turns everything round: the worst that could live at the point. */
const contrary: Decide = ({ options }) => {
  const chosen = options.map(({ id }) => id).toReversed()
  return {
    id: 'd', at: now, point: 'inbox.order', mode: 'suggest', chosen, conditional: chosen.map(() => 0.5), pChosen: 0.1,
    options: [], fallback: null, reasons: [], policy: null, recorded: Promise.resolve(true),
  } // prettier-ignore
}

const thing = (id: string, hoursLeft: number | null, more: Partial<Waiting> = {}): Waiting => ({
  id,
  kind: 'ruling',
  since: now - hourMs,
  dueAt: hoursLeft === null ? null : now + hoursLeft * hourMs,
  amountMinor: 0,
  parties: [],
  ...more,
})

test('what is due within a day never stands below what is not, whatever the policy; nothing is lost', () => {
  const things = fc.array(fc.option(fc.integer({ min: -20, max: 400 })), { maxLength: 60 })
  fc.assert(
    fc.property(things, (hours) => {
      const items = hours.map((left, index) => thing(`i${index}`, left))
      const found = ordered(items, now, contrary)
      assert.deepEqual(new Set(found.map(({ item }) => item.id)), new Set(items.map(({ id }) => id)))
      assert.equal(found.length, items.length)
      const firstCalm = found.findIndex(({ item }) => item.dueAt === null || item.dueAt - now > 24 * hourMs)
      const calm = firstCalm === -1 ? [] : found.slice(firstCalm)
      assert.ok(calm.every(({ item }) => item.dueAt === null || item.dueAt - now > 24 * hourMs))
    }),
  )
})

test('twenty places are decided, what lies below is in order of its deadline; a single thing needs no decision', () => {
  const items = Array.from({ length: 30 }, (_, index) => thing(`i${index}`, 100 + index))
  const found = ordered(items, now, contrary)
  assert.deepEqual(
    found.slice(20).map(({ item }) => item.id),
    items.slice(20).map(({ id }) => id),
  )
  assert.equal(found.filter(({ place }) => place.decision !== null).length, 20)
  assert.deepEqual(ordered([items[0]!], now, contrary)[0]!.place.decision, null)
})

test('features are as the point declares them, and say what else waits between the same parties', () => {
  const seen: Parameters<Decide>[0][] = []
  const items = [
    thing('a', -5, { parties: ['x', 'y'], amountMinor: 1e15 }),
    thing('b', 3, { parties: ['y'] }),
    thing('c', 5, { parties: [] }),
  ]
  ordered(items, now, (asking) => {
    seen.push(asking)
    return contrary(asking)
  })
  const point: Point = createPoint(orderPoint.declaration, 1)
  for (const { context, options } of seen) {
    assert.equal(point.context.write(context, new Float64Array(9), 0), undefined)
    for (const { features } of options) assert.equal(point.option.write(features, new Float64Array(9), 0), undefined)
  }
  assert.deepEqual(
    seen[0]!.options.map(({ features }) => features['others']),
    [1, 1, 0],
  )
})
