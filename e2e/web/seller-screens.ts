import type { Visitor } from './browser.ts'
import { ask } from './browser.ts'
import type { Shown } from './screens.ts'

async function anOffer(visitor: Visitor): Promise<string> {
  const { body } = await ask(visitor, { path: '/v1/offers/mine?limit=1&q=plate' })
  const [first] = body['items'] as unknown as { id: string }[]
  return `/sell/listings/${first?.id}`
}

async function orderIds(visitor: Visitor): Promise<string[]> {
  const { body } = await ask(visitor, { path: '/v1/orders?limit=2' })
  return (body['items'] as unknown as { id: string }[]).map(({ id }) => id)
}

/** Founds a shop, the same for every visit, and acts for it. */
async function actForShop(visitor: Visitor): Promise<void> {
  const { body } = await ask(visitor, { path: '/v1/me' })
  const shops = body['actsFor'] as unknown as { id: string }[]
  const firm = { kind: 'firm', name: 'Brenner & Daughters' }
  const id = shops[0]?.id ?? (await ask(visitor, { method: 'POST', path: '/v1/parties', body: firm })).body['id']
  await visitor.page.addInitScript((party) => {
    localStorage.setItem('lakeside.session', JSON.stringify({ since: 1, party }))
  }, id)
}

const persona = 'anton'

/** Ticks the first row, and opens what can be done with it. */
async function openBulk({ page }: Visitor): Promise<void> {
  await page.locator('tbody input[type=checkbox]').first().check()
  await page.locator('[role=group] button').first().click()
  await page.getByRole('dialog').waitFor()
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight)) // where nothing floats over anything
}

async function importFile({ page }: Visitor): Promise<void> {
  const buffer = Buffer.from('title,price,category\nJug,cheap,ceramics\n')
  await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: /Try all rows|试算所有行/ }).click()
  await page.getByRole('table').waitFor()
}

async function invite({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: /^(Invite|邀请)$/ }).click()
  await page.locator('input[readonly]').waitFor()
}

/** The seller's: with something to do, empty, as a shop, and where nothing is to be found. */
export const sellerScreens: readonly Shown[] = [
  { name: 'sell-today', path: '/sell', persona },
  { name: 'sell-today-shop', path: '/sell', persona, prepare: actForShop },
  { name: 'sell-visitor', path: '/sell' },
  { name: 'sell-board', path: '/sell/orders', persona },
  { name: 'sell-board-empty', path: '/sell/orders', persona: 'adaeze' },
  { name: 'sell-table', path: '/sell/orders?view=table&show=all', persona },
  {
    name: 'sell-table-ticked',
    path: '/sell/orders?view=table&show=all',
    persona,
    act: async ({ page }) => page.locator('tbody input[type=checkbox]').first().check(),
  },
  { name: 'sell-order', path: async (visitor) => `/sell/orders/${(await orderIds(visitor))[0]}`, persona },
  { name: 'sell-order-foreign', path: '/sell/orders/00000000-0000-7000-8000-000000000000', persona },
  { name: 'sell-slips', path: async (visitor) => `/sell/slips?ids=${(await orderIds(visitor)).join(',')}`, persona },
  { name: 'sell-returns', path: '/sell/returns', persona },
  { name: 'sell-returns-empty', path: '/sell/returns', persona: 'adaeze' },
  { name: 'sell-listings', path: '/sell/listings', persona, words: ['Glaze'] },
  { name: 'sell-listings-bulk', path: '/sell/listings', persona, act: openBulk, words: ['Glaze'] },
  { name: 'sell-listings-empty', path: '/sell/listings', persona, prepare: actForShop },
  { name: 'sell-listings-nothing', path: '/sell/listings?q=zzzzqqq', persona },
  { name: 'sell-new', path: '/sell/listings/new', persona },
  {
    name: 'sell-new-refused',
    path: '/sell/listings/new',
    persona,
    act: async ({ page }) => page.locator('main form button[type=submit]').click(),
  },
  { name: 'sell-edit', path: anOffer, persona, words: ['Glaze'] },
  { name: 'sell-edit-gone', path: '/sell/listings/00000000-0000-7000-8000-000000000000', persona },
  { name: 'sell-import', path: '/sell/listings/import', persona },
  {
    name: 'sell-import-rows',
    path: '/sell/listings/import',
    persona,
    act: importFile,
    words: ['title', 'price', 'category', 'cheap', 'Jug'],
  },
  { name: 'sell-money', path: '/sell/money?of=earned', persona },
  {
    name: 'sell-money-entry',
    path: '/sell/money?of=earned',
    persona,
    act: async ({ page }) => page.locator('summary').first().click(),
  },
  { name: 'sell-money-empty', path: '/sell/money', persona, prepare: actForShop },
  { name: 'sell-shop-none', path: '/sell/shop', persona: 'adaeze' },
  { name: 'sell-shop', path: '/sell/shop', persona, prepare: actForShop },
  { name: 'sell-shop-invited', path: '/sell/shop', persona, prepare: actForShop, act: invite },
]
