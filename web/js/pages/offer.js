import { get } from '../api.js'
import { fill, h, picture, pictureUrl } from '../dom.js'
import { problemBox, skeletonPage } from '../parts.js'
import { once, state } from '../state.js'
import { money, said, t } from '../words.js'
import { checkout } from './checkout.js'

/** One thing: what it is, who sells it, and buying it. */
export async function offerPage(main, { id, title, choosePerson, go, left }) {
  fill(main, skeletonPage())
  try {
    const [thing, { items: shelves }] = await Promise.all([get(`/v1/offers/${id}`), once('/v1/categories')])
    const seller = await get(`/v1/parties/${thing.seller.id}`).catch(() => thing.seller)
    if (left.aborted) return
    title(thing.title)
    const first = thing.variants.find((variant) => variant.id === id && variant.available !== 0)
    const chosen = first ?? thing.variants.find(({ available }) => available !== 0) ?? thing.variants[0]
    render(main, { thing, seller, shelves, chosen, choosePerson, go, left })
  } catch (problem) {
    fill(
      main,
      problemBox(problem, () => void offerPage(main, { id, title, choosePerson, go, left })),
    )
  }
}

function render(main, page) {
  const { thing, seller, shelves, chosen } = page
  const cover = chosen.pictures[0] ?? thing.variants.find(({ pictures }) => pictures.length > 0)?.pictures[0] ?? null
  const shelf = shelves.find(({ slug }) => slug === thing.category)
  const choose = (variant) => render(main, { ...page, chosen: variant })
  fill(
    main,
    h('a', { class: 'back', href: shelf === undefined ? '#/' : `#/?category=${shelf.slug}` }, t('back')),
    h(
      'article',
      { class: 'detail' },
      h(
        'div',
        { class: 'picture' },
        h(
          'div',
          { class: 'frame' },
          cover === null ? null : h('img', { src: pictureUrl(cover), alt: thing.title, width: 440, height: 440 }),
        ),
      ),
      h(
        'div',
        { class: 'stack' },
        h(
          'div',
          { class: 'stack tight' },
          shelf === undefined ? null : h('span', { class: 'soft small' }, said(shelf.titles)),
          h('h1', {}, thing.title),
          h('p', { class: 'big num' }, money(chosen.priceMinor, thing.currency)),
          stockLine(thing, chosen),
        ),
        variantPicker(thing, { chosen, choose }),
        h('p', {}, thing.description),
        thing.isListed ? purchase(page) : h('p', { class: 'note' }, t('archived')),
        sellerCard(seller),
      ),
    ),
  )
}

function stockLine(thing, { available, held, sold }) {
  if (available === null) return null
  if (held !== undefined) return h('p', { class: 'soft small num' }, t('yourCounts', available, held, sold))
  return h('p', { class: 'soft small' }, available === 0 ? t('soldOut') : t('inStock', available))
}

function variantPicker(thing, { chosen, choose }) {
  if (thing.variants.length < 2) return null
  const name = Object.keys(thing.variants[0].variant)[0] ?? t('choose')
  return h(
    'div',
    { class: 'field', role: 'group', 'aria-label': name },
    h('span', { class: 'label' }, name.charAt(0).toUpperCase() + name.slice(1)),
    h(
      'div',
      { class: 'chips wrap' },
      thing.variants.map((variant) => {
        const words = Object.values(variant.variant).join(', ') || variant.title
        const price = variant.priceMinor === chosen.priceMinor ? '' : ` · ${money(variant.priceMinor, thing.currency)}`
        return h(
          'button',
          {
            type: 'button',
            class: 'chip',
            'aria-pressed': String(variant.id === chosen.id),
            disabled: variant.available === 0 && variant.id !== chosen.id,
            onclick: () => choose(variant),
          },
          variant.available === 0 ? h('s', {}, words) : words,
          price,
        )
      }),
    ),
  )
}

function purchase(page) {
  const { thing, chosen, choosePerson } = page
  if (state.me === null) {
    return h(
      'div',
      { class: 'card lifted stack' },
      h('p', {}, t('needPerson')),
      h('button', { type: 'button', class: 'button wide', onclick: choosePerson }, t('signIn')),
    )
  }
  if (state.me.party.id === thing.seller.id) return h('p', { class: 'note' }, t('ownOffer'))
  if (chosen.available === 0) return h('p', { class: 'note' }, t('soldOut'))
  return checkout(page)
}

function sellerCard(seller) {
  return h(
    'section',
    { class: 'stack', 'aria-label': t('whoSells') },
    h('h2', {}, t('whoSells')),
    h(
      'div',
      { class: 'seller' },
      picture(seller.picture, { class: 'avatar' }),
      h('a', { href: `#/?seller=${seller.id}` }, h('strong', {}, seller.name)),
    ),
    seller.about ? h('p', { class: 'soft' }, seller.about) : null,
  )
}
