import type { Effect, Manifest, State } from '#modules/flows'

/** What the goods cost before tax: what is looked at, not what is paid. */
const goods = 'sum(lines.map(l, l.offer.priceMinor * l.qty))'

/** Whether somebody should look at an order before it goes on. A machine may ask for a look; it never refuses. */
export const watch: NonNullable<Manifest['questions']>[string] = {
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
    ordersHour: 'party.buyer.buyerOrdersHour',
    ordersWell: 'party.buyer.buyerOrdersWell',
    ordersBadly: 'party.buyer.buyerOrdersBadly',
  },
}

/** What a reservation remembers until it is paid. */
export const watched: Effect = { set: { isHeld: 'answers.watch.isHeld' } }

export const holding: Effect = { set: { heldUntil: 'now + rates.watchHours * 3600000' } }

/** Paid, and waiting for a look; nobody's silence keeps it there. */
export const held: State = {
  title: { en: 'Paid, somebody takes a look', zh: '已付款，人工查看中' },
  entry: [{ openCase: { kind: 'held' } }],
  on: {
    release: { by: ['reviewer'], title: { en: 'Let it go on', zh: '放行' }, target: 'paid' },
    stop: { by: ['reviewer'], title: { en: 'Stop it, money back', zh: '取消并退款' }, target: 'stopped' },
    cancel: { by: ['buyer', 'seller'], title: { en: 'Cancel', zh: '取消' }, target: 'cancelled' },
  },
  after: { lookEnd: { target: 'paid' } },
}
