import { ApiProblem, get, newKey, post } from '../api.js'
import { calm, fill, h, picture, toast } from '../dom.js'
import { schemaForm } from '../forms.js'
import { problemBox, refusalText, skeletonPage } from '../parts.js'
import { once, state } from '../state.js'
import { said, t, when } from '../words.js'
import { moneyBox, namesOf } from './money-box.js'

/** One order from the side of whoever looks: what happened, where the money is, and what may be done now. */
export function orderPage(main, { id, title, choosePerson, onEvent, left }) {
  title(t('order'))
  if (state.me === null) {
    fill(
      main,
      h(
        'div',
        { class: 'empty' },
        h('h1', {}, t('order')),
        h('p', {}, t('needPerson')),
        h('button', { type: 'button', class: 'button', onclick: choosePerson }, t('signIn')),
      ),
    )
    return
  }
  fill(main, skeletonPage())
  const load = async () => {
    try {
      const [order, story] = await Promise.all([get(`/v1/orders/${id}`), get(`/v1/orders/${id}/events?limit=200`)])
      const [business, names, variants] = await Promise.all([
        once(`/v1/businesses/${order.business}`),
        namesOf(order),
        variantsOf(order),
      ])
      if (left.aborted) return
      title(order.lines[0]?.title ?? t('order'))
      render(main, { order, story: story.items, business, names, variants, load })
    } catch (problem) {
      if (left.aborted) return
      const isForeign = problem instanceof ApiProblem && problem.body.status === 404
      fill(main, isForeign ? foreign(choosePerson) : problemBox(problem, () => void load()))
    }
  }
  const refresh = calm(() => void load(), 80)
  onEvent((event) => event.subject === id && refresh())
  void load()
}

function foreign(choosePerson) {
  return h(
    'div',
    { class: 'empty' },
    h('h1', {}, t('order')),
    h('p', {}, t('notForYou', state.me.party.name)),
    h('button', { type: 'button', class: 'button', onclick: choosePerson }, t('signIn')),
  )
}

function render(main, page) {
  const { order, business } = page
  const opened = main.querySelector('details[open]')
  // Somebody who is filling in a form keeps it: the page is drawn anew when they are done.
  if (opened !== null && opened.contains(document.activeElement) && opened.dataset.rev === String(order.rev)) return
  const roles = order.mine.map((role) => said(business.manifest.roles[role]?.title) || role)
  fill(
    main,
    h('a', { class: 'back', href: '#/orders' }, `← ${t('orders')}`),
    h(
      'div',
      { class: 'order' },
      h(
        'header',
        { class: 'head stack' },
        h(
          'div',
          { class: 'row' },
          h('h1', {}, order.lines[0]?.title ?? said(order.title)),
          h('span', { class: `state ${order.ending ?? ''}` }, said(order.stateTitle)),
        ),
        h(
          'p',
          { class: 'soft small' },
          [when(order.placedAt), ...(roles.length > 0 ? [t('youAre', roles.join(', '))] : [])].join(' · '),
        ),
      ),
      h('div', { class: 'stack' }, actions(page), codes(order), moneyBox(page)),
      h('div', { class: 'stack' }, lines(page), timeline(page)),
    ),
  )
}

function lines({ order, variants }) {
  return h(
    'section',
    { class: 'card stack' },
    order.lines.map((line) =>
      h(
        'div',
        { class: 'line' },
        picture(line.picture),
        h('div', {}, h('a', { href: `#/offers/${line.offerId}` }, line.title), variantOf(variants.get(line.offerId))),
        h('span', { class: 'num' }, `× ${line.qty}`),
      ),
    ),
  )
}

function variantOf(words) {
  return words === undefined || words === '' ? null : h('div', { class: 'soft small' }, words)
}

/** What tells each line's variant from its siblings, by offer. */
async function variantsOf({ lines: bought }) {
  const things = await Promise.all(bought.map(({ offerId }) => once(`/v1/offers/${offerId}`).catch(() => null)))
  const variants = things.flatMap((thing) => thing?.variants ?? [])
  return new Map(variants.map(({ id, variant }) => [id, Object.values(variant).join(', ')]))
}

function codes(order) {
  const shown = Object.values(order.codes)
  if (shown.length === 0) return null
  return h(
    'section',
    { class: 'card stack' },
    shown.map(({ title, code }) =>
      h(
        'div',
        { class: 'stack tight' },
        h('h2', {}, said(title)),
        h('span', { class: 'code' }, code),
        h('p', { class: 'soft small' }, t('codeHint')),
      ),
    ),
  )
}

function actions(page) {
  const { order } = page
  if (order.actions.length === 0) {
    return order.ending === null ? h('p', { class: 'note' }, t('nothingToDo')) : null
  }
  const possible = order.actions.filter(({ blockedBy }) => blockedBy === undefined)
  const blocked = order.actions.filter(({ blockedBy }) => blockedBy !== undefined)
  return h(
    'section',
    { class: 'card lifted stack', 'aria-label': t('whatNext') },
    h('h2', {}, t('whatNext')),
    possible.map((action, index) => actionForm(page, action, index === 0)),
    blocked.map(({ title, blockedBy }) =>
      h('p', { class: 'soft small' }, `${said(title)} — ${t('cannotNow', said(blockedBy.title))}`),
    ),
  )
}

/** What takes something back or away asks first. */
const graveTypes = /^(cancel|refund|dispute|withdraw|decline|reject)/

function actionForm({ order, load }, action, isMain) {
  const form = schemaForm(action.input)
  const isGrave = graveTypes.test(action.type)
  const trouble = h('p', { class: 'note bad', role: 'alert', hidden: true })
  const wish = { key: newKey() }
  const style = isMain && !isGrave ? 'button wide' : 'button quiet wide'
  const isAtOnce = form.isEmpty && !isGrave
  const button = h(
    'button',
    { type: 'submit', class: isAtOnce ? style : 'button wide' },
    isAtOnce ? said(action.title) : t('send'),
  )

  const act = async () => {
    if (!form.check()) return
    button.disabled = true
    trouble.hidden = true
    try {
      await post(`/v1/orders/${order.id}/actions/${action.type}`, { input: form.read().value }, wish.key)
      toast(`✓ ${said(action.title)}`)
      document.activeElement?.blur()
      await load()
    } catch (problem) {
      wish.key = newKey()
      button.disabled = false
      trouble.hidden = false
      trouble.textContent = [refusalText(problem), ...form.show(problem.body?.errors)].join(' ')
    }
  }
  const submit = (event) => {
    event.preventDefault()
    void act()
  }
  const question = form.isEmpty && isGrave ? h('p', { class: 'soft' }, t('sure')) : null
  const element = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: submit },
    question,
    form.isEmpty ? null : form.element,
    trouble,
    button,
  )
  if (isAtOnce) return element
  return h(
    'details',
    { class: 'action', 'data-rev': order.rev },
    h('summary', { class: style, role: 'button' }, said(action.title)),
    element,
  )
}

function timeline({ story, business, names }) {
  const { states } = business.manifest.flow
  const titleOf = (type) => {
    const name = type.slice(type.indexOf('.') + 1)
    const transitions = Object.values(states).flatMap(({ on = {} }) => Object.entries(on))
    const transition = transitions.find(([key]) => key === name)?.[1]
    return said(states[name]?.title ?? [transition].flat()[0]?.title ?? '') || t('happened')
  }
  return h(
    'section',
    { class: 'card stack' },
    h('h2', {}, t('story')),
    h(
      'ol',
      { class: 'timeline' },
      story.map((event) =>
        h(
          'li',
          {},
          h('strong', {}, titleOf(event.type)),
          h('br'),
          h('span', { class: 'soft small' }, [names.get(event.actor), when(event.at)].filter(Boolean).join(' · ')),
        ),
      ),
    ),
  )
}
