import { type Visitor, ask } from './browser.ts'
import { experimentScreens } from './experiment-screens.ts'
import { loopScreens } from './loop-screens.ts'
import { operatorScreens } from './operator-screens.ts'
import { peopleScreens } from './people-screens.ts'
import { pointsScreens } from './points-screens.ts'
import { sellerScreens } from './seller-screens.ts'

/** Every screen there is, for the tests that look at all of them and for `npm run screenshots`. */
export type Shown = {
  /** Of the picture; kebab-case. */
  readonly name: string
  /** Where it is, or how to find that out. */
  readonly path: string | ((visitor: Visitor) => Promise<string>)
  readonly persona?: string
  /** What makes the screen show this. */
  readonly prepare?: (visitor: Visitor) => Promise<void>
  /** What is pressed on it first. */
  readonly act?: (visitor: Visitor) => Promise<void>
  /** Texts on it that nobody translates, beside those of the town. */
  readonly words?: readonly string[]
}

async function anOffer(visitor: Visitor): Promise<string> {
  const { body } = await ask(visitor, { path: '/v1/offers?q=mug%20north%20wind&limit=1' })
  const [first] = body['items'] as unknown as { id: string }[]
  return `/offers/${first?.id}`
}

async function anOrder(visitor: Visitor): Promise<string> {
  const { body } = await ask(visitor, { path: '/v1/orders?limit=1' })
  const [first] = body['items'] as unknown as { id: string }[]
  return `/orders/${first?.id}`
}

async function fillBasket({ context, page }: Visitor): Promise<void> {
  const reply = await context.request.get('/v1/offers?limit=60&isAvailable=true')
  const { items }: { items: { id: string; seller: { id: string } }[] } = await reply.json()
  const sellers = new Map(items.map((offer) => [offer.seller.id, offer.id]))
  const lines = [...sellers.values()].slice(0, 3).map((offerId) => ({ offerId, qty: 1 }))
  await page.addInitScript((basket) => localStorage.setItem('lakeside.basket', basket), JSON.stringify(lines))
}

/** Presses buttons, told by their place on the page: their words are in many languages. */
function press(...selectors: readonly string[]): (visitor: Visitor) => Promise<void> {
  return async ({ page }) => {
    for (const selector of selectors) await page.locator(selector).first().click()
  }
}

async function onTour({ page }: Visitor): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('lakeside.tour', JSON.stringify({ step: 1 })))
}

async function suggest({ page }: Visitor): Promise<void> {
  await page.locator('header input[type=search]').fill('hon')
  await page.locator('[role=option]').first().waitFor()
}

/** The buyer's. */
export const buyerScreens: readonly Shown[] = [
  { name: 'home', path: '/' },
  { name: 'search', path: '/search' },
  { name: 'search-found', path: '/search?q=honey' },
  { name: 'search-open', path: '/search?open=1&stars=4' },
  { name: 'search-suggestions', path: '/', act: suggest },
  { name: 'search-nothing', path: '/search?q=zzzzqqq' },
  { name: 'offer', path: anOffer },
  { name: 'offer-gone', path: '/offers/00000000-0000-7000-8000-000000000000' },
  { name: 'basket-empty', path: '/basket' },
  { name: 'basket', path: '/basket', persona: 'mei', prepare: fillBasket },
  { name: 'basket-visitor', path: '/basket', prepare: fillBasket },
  { name: 'orders', path: '/orders', persona: 'mei' },
  { name: 'orders-empty', path: '/orders', persona: 'olga' },
  { name: 'orders-visitor', path: '/orders' },
  { name: 'order', path: anOrder, persona: 'mei' },
  { name: 'order-seller', path: anOrder, persona: 'anton' },
  { name: 'order-foreign', path: '/orders/00000000-0000-7000-8000-000000000000', persona: 'mei' },
  { name: 'wallet', path: '/wallet', persona: 'mei' },
  { name: 'order-problem', path: anOrder, persona: 'mei', act: press('main button[type=button]') },
  { name: 'wallet-send', path: '/wallet', persona: 'mei', act: press('main [aria-expanded]:nth-of-type(2)') },
  { name: 'wallet-code', path: '/wallet', persona: 'mei', act: press('main [aria-expanded]:nth-of-type(3)') },
  { name: 'statement-entry', path: '/wallet', persona: 'mei', act: press('main summary') },
  { name: 'tour', path: '/orders', persona: 'mei', prepare: onTour, act: press('aside strong') },
  { name: 'account', path: '/', persona: 'mei', act: press('header [aria-haspopup=dialog]') },
  { name: 'account-visitor', path: '/', act: press('header [aria-haspopup=dialog]') },
  { name: 'me', path: '/me', persona: 'mei' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'forgot', path: '/forgot' },
  { name: 'reset', path: '/reset' },
  { name: 'welcome', path: '/welcome' },
  { name: 'nowhere', path: '/no-such-page' },
]

/** All groups together. */
export const allScreens: readonly Shown[] = [
  ...buyerScreens,
  ...sellerScreens,
  ...operatorScreens,
  ...experimentScreens,
  ...loopScreens,
  ...pointsScreens,
  ...peopleScreens,
]
