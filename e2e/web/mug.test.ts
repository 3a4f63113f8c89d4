import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Visitor, goTo, leaveAfter, closeStage, stage, visit } from './browser.ts'

after(closeStage)

async function click({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

test('a mug is bought, sent, brought and confirmed by three people who see each other’s doing at once', async (t) => {
  const here = await stage()
  const [mei, anton, joana] = await Promise.all([
    visit(here, { persona: 'mei' }),
    visit(here, { persona: 'anton' }),
    visit(here, { persona: 'joana' }),
  ])
  leaveAfter(t, mei, anton, joana)

  await goTo(mei, '/search?q=mug')
  await mei.page.getByRole('link', { name: /Mug “North Wind”/ }).click()
  await mei.page.getByRole('link', { name: 'Buy now' }).click()
  await mei.page.getByLabel('Address').fill('1 Lakeside Walk')
  await mei.page.getByRole('button', { name: 'Pay €44.90' }).click()
  await mei.page.waitForURL(/\/orders\//)
  await mei.page.getByText('€44.90 is held').waitFor()
  const order = new URL(mei.page.url()).pathname

  await goTo(anton, '/orders')
  await anton.page.getByRole('link', { name: /Mug “North Wind”/ }).click()
  const code = (await anton.page.getByText(/^\d{6}$/).textContent()) ?? ''

  await goTo(joana, order)
  await joana.page.getByRole('group', { name: 'Code' }).getByRole('textbox').first().fill(code)
  await click(joana, 'Collect')
  await mei.page.getByText('On its way').first().waitFor()
  await anton.page.getByText('On its way').first().waitFor()

  await joana.page.getByRole('heading', { name: 'Deliver' }).waitFor()
  const handover = (await mei.page.getByText(/^\d{6}$/).textContent()) ?? ''
  await joana.page.getByRole('group', { name: 'Code' }).getByRole('textbox').first().fill(handover)
  await click(joana, 'Deliver')
  await mei.page.getByText('Delivered').first().waitFor()
  await click(mei, 'I have it and all is well')
  await mei.page.getByText('Completed').first().waitFor()
  await anton.page.getByText('Nothing is held any more').waitFor()

  await goTo(mei, '/wallet')
  await mei.page.getByText('Held for an order').first().waitFor()
  for (const { complaints } of [mei, anton, joana]) assert.deepEqual(complaints, [])
})
