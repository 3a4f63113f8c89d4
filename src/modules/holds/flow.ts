import type { Effect, Manifest, State } from '#modules/flows'

/** Orders below this are never held for a look; those that are go on by themselves after so many hours. */
export const holdRates = { watchFromMinor: 10000, watchHours: 12 }

/** Looks at what was held; a machine never does. */
export const watchReviewer: Manifest['roles'][string] = {
  grant: 'operator',
  kind: 'person',
  title: { en: 'Town', zh: '小镇' },
}

/** When a look ends by itself. */
export const watchDelays = { lookEnd: 'data.heldUntil' }

/**
 * Whether somebody should look at an order before it goes on. A machine may ask for a look; it never refuses.
 *
 * @param goods an expression: what the goods cost before tax; what is looked at, not what is paid
 * @param dealings in front of the names of the buyer's dealings
 */
export function watchQuestion({
  goods,
  dealings,
}: {
  goods: string
  dealings: string
}): NonNullable<Manifest['questions']>[string] {
  return {
    kind: 'decision',
    finalBy: 'person',
    answer: { required: ['isHeld'], properties: { isHeld: { type: 'boolean' } } },
    safe: { isHeld: false },
    when: `${goods} >= rates.watchFromMinor`,
    given: {
      amountMinor: goods,
      mostOfOne: 'max(lines.map(l, l.qty))',
      isPickup: 'input.delivery == "pickup"',
      daysHere: 'party.buyer.daysHere',
      ordersHour: `party.buyer.${dealings}OrdersHour`,
      ordersWell: `party.buyer.${dealings}OrdersWell`,
      ordersBadly: `party.buyer.${dealings}OrdersBadly`,
    },
  }
}

/** What a reservation remembers until it is paid. */
export const watched: Effect = { set: { isHeld: 'answers.watch.isHeld' } }

/** What is done as an order is held. */
export const holding: Effect = { set: { heldUntil: 'now + rates.watchHours * 3600000' } }

/** Paid, and waiting for a look; nobody's silence keeps it there. */
export const heldState: State = {
  title: { en: 'Paid, somebody takes a look', zh: '已付款，人工查看中' },
  entry: [{ openCase: { kind: 'held' } }],
  on: {
    release: { by: ['reviewer'], title: { en: 'Let it go on', zh: '放行' }, target: 'paid' },
    stop: { by: ['reviewer'], title: { en: 'Stop it, money back', zh: '取消并退款' }, target: 'stopped' },
    cancel: { by: ['buyer', 'seller'], title: { en: 'Cancel', zh: '取消' }, target: 'cancelled' },
  },
  after: { lookEnd: { target: 'paid' } },
}
