import { fill, h, picture, toast } from './dom.js'
import { follow } from './api.js'
import { homePage } from './pages/home.js'
import { offerPage } from './pages/offer.js'
import { orderPage } from './pages/order.js'
import { ordersPage } from './pages/orders.js'
import { welcomePage } from './pages/welcome.js'
import { refusalText } from './parts.js'
import { become, begin, leave, state } from './state.js'
import { language, said, switchLanguage, t } from './words.js'

/** The shell: what is always there, and which page is shown. */

const main = document.getElementById('main')
const byId = (id) => document.getElementById(id)
const listeners = new Set()
let stopFollowing = () => undefined
let stopPage = () => undefined

const routes = [
  [/^\/offers\/([0-9a-f-]{36})$/, offerPage],
  [/^\/orders$/, ordersPage],
  [/^\/orders\/([0-9a-f-]{36})$/, orderPage],
  [/^\/welcome\/([\w-]{20,200})$/, welcomePage],
  [/^\/$/, homePage],
]

/** What every page is given. */
const shell = {
  /** Hears of events until the page is left. */
  onEvent: (listener) => listeners.add(listener),
  choosePerson: () => openPersonas(),
  go: (hash) => {
    location.hash = hash
  },
  /** After the credential has changed. */
  signedIn: () => {
    listen()
    dress()
  },
  title: (text) => {
    document.title = text === '' ? 'Lakeside' : `${text} · Lakeside`
  },
}

/** The page that an address stands for, and what it says. */
function destination() {
  const [path = '/', query = ''] = (location.hash.slice(1) || '/').split('?')
  const [pattern, page] = routes.find(([shape]) => shape.test(path)) ?? [/^$/, homePage]
  return { page, id: pattern.exec(path)?.[1], query: new URLSearchParams(query) }
}

function show({ isMove = true } = {}) {
  stopPage()
  listeners.clear()
  const { page, id, query } = destination()
  const leaving = new AbortController()
  stopPage = () => leaving.abort()
  byId('search').elements.q.value = query.get('q') ?? ''
  shell.title('')
  if (isMove) scrollTo(0, 0)
  page(main, { ...shell, id, query, left: leaving.signal })
  if (isMove) main.focus({ preventScroll: true })
}

function dress() {
  document.documentElement.lang = language()
  byId('skip').textContent = t('skip')
  byId('orders-link').textContent = t('orders')
  for (const button of document.querySelectorAll('.language')) button.textContent = t('otherLanguage')
  const search = byId('search').elements.q
  search.placeholder = t('search')
  search.setAttribute('aria-label', t('search'))
  byId('sandbox').hidden = !state.isSandbox
  fill(byId('sandbox'), t('sandbox'), h('span', { class: 'wide-only' }, t('playMoney')))
  const { me } = state
  fill(
    byId('who'),
    me === null ? null : picture(me.party.picture, { class: 'avatar' }),
    h('span', { class: 'name' }, me === null ? t('signInShort') : me.party.name.split(' ')[0]),
  )
}

function openPersonas() {
  const dialog = byId('personas')
  const choose = async (work) => {
    try {
      await work()
    } catch (problem) {
      toast(refusalText(problem))
      return
    }
    dialog.close()
    listen()
    dress()
    show({ isMove: false })
  }
  const people = (state.personas ?? []).map((persona) =>
    h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          'aria-pressed': String(persona.party === state.me?.party.id),
          onclick: () => choose(() => become(persona.slug)),
        },
        picture(persona.picture, { class: 'avatar' }),
        h('span', {}, h('strong', {}, said(persona.title)), h('br'), h('span', { class: 'soft small' }, persona.name)),
      ),
    ),
  )
  fill(
    dialog,
    h(
      'div',
      { class: 'stack' },
      h(
        'div',
        { class: 'between' },
        h('h2', { id: 'personas-title' }, t('whoAreYou')),
        h('button', { type: 'button', class: 'ghost', 'aria-label': t('close'), onclick: () => dialog.close() }, '✕'),
      ),
      h('p', { class: 'soft small' }, people.length === 0 ? t('noPersonas') : t('personasHint')),
      h('ul', { class: 'people' }, people),
      h(
        'div',
        { class: 'row' },
        state.me === null
          ? null
          : h(
              'button',
              { type: 'button', class: 'button quiet', onclick: () => choose(async () => leave()) },
              t('leave'),
            ),
        h('button', { type: 'button', class: 'ghost language', onclick: otherLanguage }, t('otherLanguage')),
      ),
    ),
  )
  dialog.showModal()
}

function otherLanguage() {
  switchLanguage()
  byId('personas').close()
  dress()
  show({ isMove: false })
}

function listen() {
  stopFollowing()
  stopFollowing = follow((event) => {
    for (const listener of listeners) listener(event)
  })
}

byId('who').addEventListener('click', openPersonas)
byId('personas').addEventListener('click', ({ target, currentTarget }) => {
  if (target === currentTarget) currentTarget.close()
})
byId('language').addEventListener('click', otherLanguage)
byId('skip').addEventListener('click', (event) => {
  event.preventDefault()
  main.focus()
})
byId('search').addEventListener('submit', (event) => {
  event.preventDefault()
  const q = event.currentTarget.elements.q.value.trim()
  shell.go(q === '' ? '/' : `/?${new URLSearchParams({ q })}`)
})
addEventListener('hashchange', () => show())

await begin()
dress()
listen()
show()
