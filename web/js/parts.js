import { ApiProblem } from './api.js'
import { h, picture } from './dom.js'
import { money, t } from './words.js'

/** Pieces that several pages show. */

/** What went wrong, and how to go on. */
export function problemBox(problem, again) {
  const isKnown = problem instanceof ApiProblem
  const isGone = isKnown && problem.body.status === 404
  const text = isKnown && problem.slug === 'offline' ? t('offline') : isGone ? t('gone') : problem.message
  return h(
    'div',
    { class: 'empty', role: 'alert' },
    h('h2', {}, isGone ? t('gone') : t('wrong')),
    isGone ? null : h('p', {}, text),
    h(
      'div',
      { class: 'row' },
      again && !isGone ? h('button', { type: 'button', class: 'button', onclick: again }, t('again')) : null,
      h('a', { class: 'button quiet', href: '#/' }, t('toMarket')),
    ),
  )
}

/** Says why something was refused, beside what was tried. */
export function refusalText(problem) {
  return problem instanceof ApiProblem && problem.slug === 'offline' ? t('offline') : problem.message
}

/** A card of a list. */
export function thingCard(thing) {
  const isGone = thing.available === 0
  const isRange = thing.priceMinorMax > thing.priceMinor
  const price = money(thing.priceMinor, thing.currency)
  return h(
    'li',
    { class: isGone ? 'thing gone' : 'thing' },
    h(
      'div',
      { class: 'frame' },
      thing.picture === null
        ? null
        : picture(thing.picture, { loading: 'lazy', decoding: 'async', width: 440, height: 440 }),
    ),
    flagOf(thing.available),
    h('a', { href: `#/offers/${thing.id}` }, thing.title),
    h('span', { class: 'price num' }, isRange ? t('from', price) : price),
    h('span', { class: 'soft small' }, thing.seller.name),
  )
}

/** So few that it should be said. */
const fewMax = 3

function flagOf(available) {
  if (available === null || available > fewMax) return null
  return h('span', { class: 'flag' }, available === 0 ? t('soldOut') : t('left', available))
}

/** Grey shapes where cards will be. */
export function skeletonCards(count) {
  return Array.from({ length: count }, () =>
    h(
      'li',
      { class: 'thing', 'aria-hidden': 'true' },
      h('div', { class: 'frame skeleton' }),
      h('div', { class: 'skeleton' }),
      h('div', { class: 'skeleton' }),
    ),
  )
}

/** Grey lines where a page will be. */
export function skeletonPage() {
  return h(
    'div',
    { class: 'stack', 'aria-busy': 'true' },
    h('div', { class: 'skeleton' }, ' '),
    h('div', { class: 'skeleton card' }, ' '),
    h('div', { class: 'skeleton card' }, ' '),
  )
}
