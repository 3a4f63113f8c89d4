import { get } from '../api.js'
import { calm, fill, h } from '../dom.js'
import { problemBox, skeletonCards, thingCard } from '../parts.js'
import { once } from '../state.js'
import { said, t } from '../words.js'

/** The market: shelves, search, and cards page by page. */

const pageSize = 24

export function homePage(main, { query, go, title, left }) {
  const q = query.get('q') ?? ''
  if (q !== '') title(q)
  const shelves = h('nav', { class: 'stack', 'aria-label': t('all') })
  const grid = h('ul', { class: 'grid', 'aria-busy': 'true' }, skeletonCards(12))
  const foot = h('div', { class: 'empty' })
  fill(
    main,
    h('div', { class: 'lead' }, h('h1', {}, q === '' ? t('heading') : t('resultsFor', q))),
    shelves,
    toolbar(query, go),
    grid,
    foot,
  )
  void showShelves(shelves, query)
  void showThings({ grid, foot, query, left })
}

function linkWith(query, changes) {
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name)
    else next.set(name, value)
  }
  const text = next.toString()
  return text === '' ? '/' : `/?${text}`
}

async function showShelves(element, query) {
  const { items } = await once('/v1/categories').catch(() => ({ items: [] }))
  const chosen = items.find(({ slug }) => slug === query.get('category'))
  const top = chosen?.parent ?? chosen?.slug ?? null
  const chip = ({ slug, titles }, isMinor = false) =>
    h(
      'a',
      {
        class: isMinor ? 'chip minor' : 'chip',
        href: `#${linkWith(query, { category: slug })}`,
        'aria-current': String(slug === (isMinor ? chosen?.slug : top)),
      },
      slug === null ? t('all') : said(titles),
    )
  const filled = items.filter(({ count }) => count > 0)
  const children = filled.filter(({ parent }) => parent !== null && parent === top)
  fill(
    element,
    h(
      'div',
      { class: 'chips' },
      chip({ slug: null }),
      filled.filter(({ parent }) => parent === null).map((shelf) => chip(shelf)),
    ),
    children.length === 0
      ? null
      : h(
          'div',
          { class: 'chips' },
          children.map((shelf) => chip(shelf, true)),
        ),
  )
  element.querySelector('[aria-current=true]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
}

function toolbar(query, go) {
  const sorts = [
    ...(query.get('q') ? [['relevance', t('relevance')]] : []),
    ['newest', t('newest')],
    ['price', t('cheapest')],
    ['-price', t('dearest')],
  ]
  const select = h(
    'select',
    { 'aria-label': t('sort'), onchange: () => go(linkWith(query, { sort: select.value })) },
    sorts.map(([value, text]) => h('option', { value, selected: value === query.get('sort') }, text)),
  )
  const tick = h('input', {
    type: 'checkbox',
    checked: query.has('available'),
    onchange: () => go(linkWith(query, { available: tick.checked ? '1' : null })),
  })
  return h('div', { class: 'tools' }, h('label', {}, tick, t('availableOnly')), select)
}

function pathOf(query, cursor) {
  const wanted = new URLSearchParams({ limit: String(pageSize) })
  for (const name of ['q', 'category', 'sort', 'seller']) if (query.get(name)) wanted.set(name, query.get(name))
  if (query.has('available')) wanted.set('isAvailable', 'true')
  if (cursor !== null) wanted.set('cursor', cursor)
  return `/v1/offers?${wanted}`
}

async function showThings({ grid, foot, query, left }) {
  const list = { grid, foot, query, left, cursor: null, isFirst: true, isLoading: false }
  const load = () => void loadMore(list)
  list.button = h('button', { type: 'button', class: 'button quiet', onclick: load }, t('more'))
  // Loads the next page a little before the end is reached; the button stays for the keyboard.
  const nearEnd = calm(load, 50)
  list.watcher = new IntersectionObserver(([entry]) => entry.isIntersecting && nearEnd(), { rootMargin: '600px' })
  left.addEventListener('abort', () => list.watcher.disconnect())
  await loadMore(list)
}

async function loadMore(list) {
  if (list.isLoading || list.left.aborted) return
  list.isLoading = true
  try {
    const page = await get(pathOf(list.query, list.cursor))
    if (!list.left.aborted) append(list, page)
  } catch (problem) {
    if (list.isFirst) fill(list.grid)
    fill(
      list.foot,
      problemBox(problem, () => void loadMore(list)),
    )
  } finally {
    list.isLoading = false
  }
}

function append(list, { items, nextCursor }) {
  const { grid, foot, button, watcher } = list
  if (list.isFirst) fill(grid)
  grid.append(...items.map(thingCard))
  grid.setAttribute('aria-busy', 'false')
  fill(foot, list.isFirst && items.length === 0 ? nothing() : nextCursor === null ? null : button)
  list.cursor = nextCursor
  list.isFirst = false
  watcher.disconnect()
  if (nextCursor !== null) watcher.observe(foot) // observing anew tells again whether the end is near
}

function nothing() {
  return [
    h('h2', {}, t('nothing')),
    h('p', {}, t('nothingHint')),
    h('a', { class: 'button', href: '#/' }, t('showAll')),
  ]
}
