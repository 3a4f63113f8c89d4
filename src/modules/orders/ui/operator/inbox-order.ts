import type { Reply } from '#web/api'

/** An order that waits for a person of the town. */
export type WaitingOrder = Reply<'get', '/v1/exceptions'>['items'][number]
/** A case that people or the town have brought. */
export type WaitingCase = Reply<'get', '/v1/cases'>['items'][number]

/** One row of the inbox. */
export type Waiting = { is: 'order'; id: string; order: WaitingOrder } | { is: 'case'; id: string; found: WaitingCase }

/**
 * The order in which a person of the town looks at what waits, the first first: cases by when they are due, before
 * that what got stuck, since it does not move by itself; then disputes, the newest first.
 */
export function inboxOrder(rows: readonly Waiting[]): Waiting[] {
  const rankOf = (row: Waiting): number => (row.is === 'case' ? 1 : row.order.stuck === null ? 2 : 0)
  const timeOf = (row: Waiting): number =>
    row.is === 'case' ? Date.parse(row.found.dueAt) : -Date.parse(row.order.placedAt)
  return rows.toSorted((one, other) => rankOf(one) - rankOf(other) || timeOf(one) - timeOf(other))
}
