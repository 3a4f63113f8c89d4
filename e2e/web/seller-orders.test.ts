import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { type Visitor, ask, closeStage, desktop, goTo, leaveAfter, stage, visit } from './browser.ts'
import { act, buyMug } from './prepared.ts'

after(closeStage)

async function click({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

/** The balance of an account, minor units. */
async function balanceOf(visitor: Visitor, wanted: string): Promise<number> {
  const { body } = await ask(visitor, { path: '/v1/wallet' })
  const accounts = body['accounts'] as unknown as { purpose: string; balanceMinor: number }[]
  return accounts.find(({ purpose }) => purpose === wanted)?.balanceMinor ?? 0
}

test('orders are shipped many at once, with their slips, and what could not be is told', async (t) => {
  const here = await stage()
  const [anton, mei] = await Promise.all([
    visit(here, { persona: 'anton', width: desktop }),
    visit(here, { persona: 'mei' }),
  ])
  leaveAfter(t, anton, mei)
  const { page } = anton
  await mei.page.goto('/health')
  const first = await buyMug(mei)
  const second = await buyMug(mei)
  await goTo(anton, '/sell/orders?view=table')
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await page.getByText('2 chosen').waitFor()
  await page.getByRole('link', { name: 'Packing slips' }).click()
  await page.getByRole('heading', { name: '2 packing slips' }).waitFor()
  await page.getByText('湖边路1号').nth(1).waitFor()
  await page.goBack()
  const download = page.waitForEvent('download')
  await click(anton, 'Save as CSV')
  assert.equal(
    readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\r\n').length,
    3,
  )
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await act(mei, first, ['cancel'])
  await click(anton, 'I have sent it')
  await page.getByText('Done: 1').waitFor()
  const { body } = await ask(anton, { path: `/v1/orders/${second}` })
  assert.equal(body['state'], 'shipped')
  assert.deepEqual(anton.complaints, [])
})

test('a return shows what taking it back costs; taking it back mirrors the payment to the minor unit', async (t) => {
  const here = await stage()
  const [anton, mei] = await Promise.all([visit(here, { persona: 'anton' }), visit(here, { persona: 'mei' })])
  leaveAfter(t, anton, mei)
  await Promise.all([anton, mei].map(async ({ page }) => page.goto('/health')))
  const orderId = await buyMug(mei)
  await act(anton, orderId, ['ship', {}])
  await act(mei, orderId, ['confirm'])
  const [wallet, earned] = [await balanceOf(mei, 'wallet'), await balanceOf(anton, 'earned')]
  await act(mei, orderId, ['requestReturn', { qtys: [1] }])
  await goTo(anton, '/sell')
  await anton.page.getByRole('link', { name: 'Look and answer' }).click()
  const one = anton.page.getByRole('article', { name: /^Return / })
  await one.getByText('Mei Lin sends something back.').waitFor()
  await one.getByText('€33.61').last().waitFor()
  await act(mei, orderId, ['sendBack'])
  await one.getByText('On its way back').first().waitFor()
  await one.getByRole('button', { name: 'I have it back' }).click()
  await anton.page.getByRole('heading', { name: 'Nothing comes back' }).waitFor()
  assert.equal(await balanceOf(mei, 'wallet'), wallet + 4_000, 'the goods come back, the shipping does not')
  // Nothing can come back any more: what the seller carried the parcel for is released.
  const left = (await balanceOf(anton, 'earned')) + (await balanceOf(anton, 'available'))
  assert.equal(left, earned - 3_361, 'what the seller had is what the seller gives')
  await goTo(anton, '/sell/money?of=earned')
  const entry = anton.page.getByRole('listitem').filter({ hasText: '−€33.61' })
  await entry.getByText('−€33.61').first().click()
  await entry.getByText('From (debit)').waitFor()
  assert.deepEqual(anton.complaints, [])
})

test('a shop is founded, somebody is invited into it by a link, and ships for it', async (t) => {
  const here = await stage()
  const [anton, adaeze, mei] = await Promise.all([
    visit(here, { persona: 'anton', width: desktop }),
    visit(here, { persona: 'adaeze' }),
    visit(here, { persona: 'mei' }),
  ])
  leaveAfter(t, anton, adaeze, mei)
  await goTo(anton, '/sell/shop')
  await anton.page.getByLabel('Name of the shop').fill('Brenner & Daughters')
  await click(anton, 'Found it')
  await anton.page.getByRole('heading', { name: 'Brenner & Daughters' }).waitFor()
  await click(anton, 'Invite')
  const link = await anton.page.getByLabel('Link for whoever is invited').inputValue()
  await anton.page.getByRole('link', { name: 'Listings', exact: true }).first().click()
  await anton.page.getByRole('link', { name: 'Offer something new' }).first().click()
  await anton.page.getByLabel('Title').fill('Daughters’ cup')
  await anton.page.getByLabel('Category').selectOption('ceramics')
  await anton.page.getByLabel('Price', { exact: true }).fill('18')
  await anton.page.getByLabel('Shipping').fill('2')
  await click(anton, 'Offer it')
  await anton.page.getByRole('link', { name: 'Daughters’ cup' }).waitFor()

  await goTo(mei, '/search?q=daughters')
  await mei.page.getByRole('link', { name: 'Daughters’ cup' }).click()
  await mei.page.getByRole('link', { name: 'Buy now' }).click()
  await mei.page.getByLabel('Address').fill('1 Lakeside Walk')
  await mei.page.getByRole('button', { name: 'Pay €20.00' }).click()
  await mei.page.waitForURL(/\/orders\//)

  await goTo(adaeze, link.replace(/^https?:\/\/[^/]+/, ''))
  await adaeze.page.getByRole('button', { name: /Join|Accept/ }).click()
  await adaeze.page.getByText('What Brenner & Daughters should look at.').waitFor()
  await adaeze.page.getByRole('link', { name: 'Daughters’ cup' }).first().waitFor()
  await click(adaeze, 'I have sent it')
  await adaeze.page.getByRole('dialog').getByLabel('Tracking number').fill('LS 7')
  await adaeze.page.getByRole('dialog').getByRole('button', { name: 'I have sent it' }).click()
  await mei.page.getByText('On its way').first().waitFor()
  await anton.page.getByRole('link', { name: 'Shop' }).first().click()
  await anton.page.getByText('Adaeze Okafor').waitFor()
  for (const { complaints } of [anton, adaeze, mei]) assert.deepEqual(complaints, [])
})
