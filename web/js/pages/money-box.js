import { h } from '../dom.js'
import { once, state } from '../state.js'
import { maybe, money, t, when } from '../words.js'

/** Where the money of an order is, in plain words. */

/** Names of all who take part in an order, by party id. */
export async function namesOf(order) {
  const parties = [...new Set(Object.values(order.roles))]
  const profiles = await Promise.all(parties.map((id) => once(`/v1/parties/${id}`).catch(() => null)))
  const names = new Map(profiles.filter((profile) => profile !== null).map(({ id, name }) => [id, name]))
  if (state.me !== null) names.set(state.me.party.id, t('you'))
  return names
}

export function moneyBox({ order, names }) {
  const { money: books, currency } = order
  if (books.capturedMinor === 0) return null
  return h(
    'section',
    { class: 'card money stack' },
    h('h2', {}, t('moneyBox')),
    h('p', { class: 'held num' }, books.heldMinor > 0 ? t('held', money(books.heldMinor, currency)) : t('nothingHeld')),
    books.heldMinor > 0 ? nextStep(order) : null,
    h(
      'ul',
      { class: 'list small num' },
      positionsOf(books.pots).map(([account, minor]) => h('li', {}, sentence({ account, minor, currency, names }))),
    ),
    books.refundedMinor > 0
      ? h('p', { class: 'small num' }, t('refunded', money(books.refundedMinor, currency)))
      : null,
  )
}

/** What happens when nobody does anything. The last deadline of a state is the one that leads on. */
function nextStep({ business, state: name, timers, mine }) {
  const last = timers.toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1)).at(-1)
  if (last === undefined) return null
  const day = when(last.dueAt, { dateStyle: 'long' })
  const buyer = mine.includes('buyer') ? t('toYou') : t('theBuyer')
  const seller = mine.includes('seller') ? t('toYou') : t('theSeller')
  return h('p', {}, maybe(`money_${business}.${name}`, day, buyer, seller) ?? t('bySelf', day))
}

/** What each account has paid in (below 0) or received, over all pots; those that ended even are left out. */
function positionsOf(pots) {
  const sums = new Map()
  for (const { positions } of Object.values(pots)) {
    for (const [account, minor] of Object.entries(positions)) sums.set(account, (sums.get(account) ?? 0) + minor)
  }
  return [...sums].filter(([, minor]) => minor !== 0).toSorted(([, one], [, other]) => one - other)
}

function sentence({ account, minor, currency, names }) {
  const amount = money(Math.abs(minor), currency)
  return t(minor < 0 ? 'paidIn' : 'gotBack', whoseIs(account, names), amount)
}

function whoseIs(account, names) {
  if (account.startsWith('@')) return maybe(account.slice(1)) ?? account.slice(1)
  const party = account.split(':')[1] ?? ''
  return names.get(party) ?? '…'
}
