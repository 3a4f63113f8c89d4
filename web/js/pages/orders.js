import { get } from '../api.js'
import { calm, fill, h } from '../dom.js'
import { problemBox, skeletonPage } from '../parts.js'
import { state } from '../state.js'
import { money, said, t, when } from '../words.js'

/** The orders in which one takes part, newest first; a new one appears by itself. */
export function ordersPage(main, { title, choosePerson, onEvent, left }) {
  title(t('orders'))
  if (state.me === null) {
    fill(
      main,
      h(
        'div',
        { class: 'empty' },
        h('h1', {}, t('orders')),
        h('p', {}, t('needPerson')),
        h('button', { type: 'button', class: 'button', onclick: choosePerson }, t('signIn')),
      ),
    )
    return
  }
  fill(main, h('h1', {}, t('orders')), skeletonPage())
  const load = async () => {
    try {
      const page = await get('/v1/orders?limit=50')
      if (!left.aborted) render(main, page)
    } catch (problem) {
      fill(
        main,
        problemBox(problem, () => void load()),
      )
    }
  }
  // The list is a projection: it follows the event within a moment.
  onEvent(calm(() => void load(), 300))
  void load()
}

function render(main, { items, nextCursor }) {
  if (items.length === 0) {
    fill(
      main,
      h(
        'div',
        { class: 'empty' },
        h('h1', {}, t('noOrders')),
        h('p', {}, t('noOrdersHint')),
        h('a', { class: 'button', href: '#/' }, t('toMarket')),
      ),
    )
    return
  }
  const list = h('ul', { class: 'list' }, items.map(entryOf))
  const more = h('button', { type: 'button', class: 'button quiet', onclick: () => void loadMore() }, t('more'))
  let cursor = nextCursor
  const loadMore = async () => {
    const page = await get(`/v1/orders?limit=50&cursor=${encodeURIComponent(cursor)}`)
    cursor = page.nextCursor
    list.append(...page.items.map(entryOf))
    more.hidden = cursor === null
  }
  more.hidden = cursor === null
  fill(main, h('div', { class: 'stack' }, h('h1', {}, t('orders')), list, h('div', {}, more)))
}

function entryOf(order) {
  const more = order.linesCount > 1 ? ` +${order.linesCount - 1}` : ''
  return h(
    'li',
    { class: 'card entry' },
    h('a', { href: `#/orders/${order.id}` }, `${order.title}${more}`),
    h('span', { class: 'end num' }, money(order.capturedMinor, order.currency)),
    h('span', { class: 'soft small' }, when(order.placedAt)),
    h('span', { class: 'end' }, h('span', { class: `state ${order.ending ?? ''}` }, said(order.stateTitle))),
  )
}
