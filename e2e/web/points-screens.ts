import type { Visitor } from './browser.ts'
import type { Shown } from './screens.ts'

async function beginLamp({ page }: Visitor): Promise<void> {
  await page.getByLabel(/^(Title|标题)$/).fill('Paper lamp')
  await page.getByLabel(/^(Category|类目|分类)$/).selectOption('ceramics')
  await page
    .getByText(/Too few similar|Similar things|类似商品/)
    .first()
    .waitFor()
}

async function askWhy({ page }: Visitor): Promise<void> {
  await page
    .getByRole('button', { name: /^(Why\?|为什么？)/ })
    .first()
    .click()
  await page
    .getByRole('dialog')
    .getByText(/in order\.|的顺序/)
    .waitFor()
}

/** Where machines suggest something, and say why. */
export const pointsScreens: readonly Shown[] = [
  { name: 'sell-new-hint', path: '/sell/listings/new', persona: 'anton', act: beginLamp, words: ['Paper lamp'] },
  { name: 'operator-exceptions-why', path: '/operator/exceptions', persona: 'olga', act: askWhy },
]
