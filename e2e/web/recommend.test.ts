import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Visitor, closeStage, goTo, leaveAfter, stage, visit } from './browser.ts'
import { until } from '../../src/kernel/until.ts'

after(closeStage)

/** Cards of the page made for whoever looks, the first ones on the home page. */
const cards = 12

async function home(visitor: Visitor): Promise<string[]> {
  await goTo(visitor, '/')
  const titles = await visitor.page.locator('ul > li a[href^="/offers/"]').allTextContents()
  return titles.slice(0, cards)
}

test('a card says why it is there, and what was looked at changes the home page of the visit', async (t) => {
  const here = await stage()
  const somebody = await visit(here)
  leaveAfter(t, somebody)
  const { page } = somebody
  const before = await home(somebody)
  assert.equal(before.length, cards)
  await page.getByRole('button', { name: /^Why/ }).first().click()
  const reasons = page.getByRole('dialog').getByRole('listitem')
  await reasons.nth(1).waitFor()
  assert.ok((await reasons.count()) >= 2)
  await page.keyboard.press('Escape')
  for (let place = 0; place < 2; place += 1) {
    await home(somebody)
    await page.locator('ul > li a[href^="/offers/"]').nth(place).click()
    await page.getByRole('heading', { name: 'People also chose' }).waitFor()
  }
  await page.getByRole('heading', { name: /^Because you looked at/ }).waitFor()
  await goTo(somebody, '/')
  await page.getByRole('heading', { name: 'For you' }).waitFor()
  const isOther = (now: string[]): boolean => now.length === cards && now.join() !== before.join()
  await until(async () => home(somebody), isOther)
})
