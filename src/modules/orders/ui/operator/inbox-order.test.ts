import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Waiting, inboxOrder } from './inbox-order.ts'

const order = (id: string, placedAt: string, stuck: string | null): Waiting =>
  ({ is: 'order', id, order: { id, placedAt, stuck } }) as Waiting // the members that the order looks at
const found = (id: string, dueAt: string): Waiting => ({ is: 'case', id, found: { id, dueAt } }) as Waiting // likewise

test('what is stuck comes first, then cases by when they are due, then disputes, the newest first', () => {
  const rows = [
    order('old', '2026-11-01T00:00:00Z', null),
    found('later', '2026-11-24T00:00:00Z'),
    order('new', '2026-11-20T00:00:00Z', null),
    found('soon', '2026-11-21T00:00:00Z'),
    order('stuck', '2026-10-01T00:00:00Z', 'sold-out'),
  ]
  assert.deepEqual(
    inboxOrder(rows).map(({ id }) => id),
    ['stuck', 'soon', 'later', 'new', 'old'],
  )
})
