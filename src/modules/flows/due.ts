import type { Command } from '#kernel/commands'
import { createDraft } from './draft.ts'
import type { Flow } from './flow.ts'
import type { Order, View } from './view.ts'

/**
 * The deadlines of the state an order is in: when each falls due and what it is called, soonest first.
 *
 * @param enteredAt town time, ms, at which the state was entered
 */
export function deadlinesOf(
  flow: Flow,
  view: View,
  { order, enteredAt }: { order: Order; enteredAt: number },
): { key: string; dueAt: number }[] {
  const keys = [...(flow.states.get(order.state)?.after.keys() ?? [])]
  const actor = { party: order.id, kind: 'clock', grants: [] } as const
  const command: Command = { id: order.id, actor, business: order.business, type: '', orderId: order.id, input: {} }
  const draft = createDraft({ flow, view: { ...view, now: enteredAt }, command }, order, false)
  const deadlines = keys.map((key) => ({ key, dueAt: flow.dueAt(key)(draft) }))
  return deadlines.toSorted((one, other) => one.dueAt - other.dueAt)
}
