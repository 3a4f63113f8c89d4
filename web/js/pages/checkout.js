import { ApiProblem, newKey, post } from '../api.js'
import { calm, fill, h, toast } from '../dom.js'
import { schemaForm } from '../forms.js'
import { refusalText } from '../parts.js'
import { once } from '../state.js'
import { money, t } from '../words.js'

/** Buying one thing: the form that its business asks for, what it will cost, and one button. */

const addressKey = 'lakeside.address'

export function checkout({ thing, chosen, go, left }) {
  const box = h('form', { class: 'card lifted stack', novalidate: true }, h('p', { class: 'soft' }, t('counting')))
  const begin = async () => {
    const { beginnings } = await once(`/v1/businesses/${thing.business}`)
    const beginning = beginnings.find(({ type }) => type === 'place') ?? beginnings[0]
    if (beginning !== undefined) arrange(box, { thing, chosen, beginning, go, left })
  }
  begin().catch((problem) => fill(box, h('p', { class: 'note bad' }, refusalText(problem))))
  return box
}

/** The parts of the form, and what is wished for. */
function arrange(box, { thing, chosen, beginning, go, left }) {
  const sum = h('div', { class: 'sum', 'aria-live': 'polite' })
  const trouble = h('p', { class: 'note bad', role: 'alert', hidden: true })
  const button = h('button', { type: 'submit', class: 'button wide', disabled: true }, t('counting'))
  const purchase = {
    thing,
    chosen,
    beginning,
    go,
    left,
    sum,
    trouble,
    button,
    qty: 1,
    key: newKey(),
    amountMinor: null,
    round: 0,
  }
  const refresh = calm(() => void preview(purchase), 250)
  const changed = () => {
    purchase.key = newKey() // another wish is another command
    purchase.amountMinor = null
    button.disabled = true
    purchase.form.toggle('address', purchase.form.read().value.delivery !== 'pickup')
    refresh()
  }
  purchase.form = schemaForm(beginning.input, {
    values: { address: localStorage.getItem(addressKey) ?? '' },
    onchange: changed,
  })
  box.addEventListener('submit', (event) => {
    event.preventDefault()
    void buy(purchase)
  })
  fill(
    box,
    quantity(chosen.available, purchase, changed),
    purchase.form.element,
    sum,
    trouble,
    button,
    h('p', { class: 'soft small' }, t('paySafely')),
  )
  changed()
}

function bodyOf({ thing, chosen, beginning, form, qty }) {
  return {
    business: thing.business,
    type: beginning.type,
    lines: [{ offerId: chosen.id, qty }],
    input: form.read().value,
  }
}

function complain({ trouble }, text) {
  trouble.hidden = text === ''
  trouble.textContent = text
}

/** Asks what it would cost; an answer to an older wish is dropped. */
async function preview(purchase) {
  const { sum, button, form, left } = purchase
  purchase.round += 1
  const { round } = purchase
  const isStale = () => round !== purchase.round || left.aborted
  try {
    const answer = await post('/v1/orders?preview', bodyOf(purchase))
    if (isStale()) return
    purchase.amountMinor = answer.amountMinor
    complain(purchase, '')
    showSum(sum, answer)
    button.disabled = false
    button.textContent = t('buyFor', money(answer.amountMinor, answer.currency))
  } catch (problem) {
    if (isStale()) return
    // An address that is still being typed is no mistake yet.
    if (problem.slug?.endsWith('-missing')) form.need(problem.slug.slice(0, -'-missing'.length))
    const isUnfinished = problem instanceof ApiProblem && (problem.slug.endsWith('-missing') || !form.read().isWhole)
    button.textContent = t('buyFor', '')
    fill(sum, isUnfinished ? h('p', { class: 'soft small' }, t('fillIn')) : null)
    complain(purchase, isUnfinished ? '' : refusalText(problem))
  }
}

async function buy(purchase) {
  const { form, button, go } = purchase
  if (!form.check() || purchase.amountMinor === null) return
  button.disabled = true
  button.textContent = t('buying')
  const body = { ...bodyOf(purchase), expectMinor: purchase.amountMinor }
  if (body.input.address !== undefined) localStorage.setItem(addressKey, body.input.address)
  try {
    const { orderId } = await post('/v1/orders', body, purchase.key)
    toast(t('bought'))
    go(`/orders/${orderId}`)
  } catch (problem) {
    purchase.key = newKey() // what was refused stays refused; the next press is a new wish
    const isPrice = problem instanceof ApiProblem && problem.slug === 'price-changed'
    await preview(purchase)
    complain(
      purchase,
      isPrice ? t('priceChanged') : [refusalText(problem), ...form.show(problem.body?.errors)].join(' '),
    )
  }
}

/** More at once are agreed with the seller. */
const qtyMax = 99

function quantity(available, purchase, changed) {
  const most = Math.min(available ?? qtyMax, qtyMax)
  if (most < 2) return null
  const output = h('output', { class: 'num' }, '1')
  const step = (by) => () => {
    purchase.qty = Math.min(most, Math.max(1, purchase.qty + by))
    output.textContent = String(purchase.qty)
    changed()
  }
  return h(
    'div',
    { class: 'between' },
    h('span', { class: 'label' }, t('quantity')),
    h(
      'div',
      { class: 'stepper' },
      h('button', { type: 'button', 'aria-label': t('fewer'), onclick: step(-1) }, '−'),
      output,
      h('button', { type: 'button', 'aria-label': t('oneMore'), onclick: step(1) }, '+'),
    ),
  )
}

function showSum(sum, { terms, amountMinor, currency }) {
  const row = (name, minor, isTotal = false) =>
    h(
      'div',
      { class: isTotal ? 'between total num' : 'between num' },
      h('span', {}, name),
      h('span', {}, money(minor, currency)),
    )
  const parts = ['goods', 'shipping'].filter((name) => Number.isInteger(terms[name]))
  const isWhole = parts.reduce((total, name) => total + terms[name], 0) === amountMinor
  fill(sum, isWhole ? parts.map((name) => row(t(name), terms[name])) : null, row(t('total'), amountMinor, true))
}
