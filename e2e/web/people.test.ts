import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { type Visitor, ask, closeStage, desktop, goTo, leaveAfter, stage, visit } from './browser.ts'
import { antonsOffer, finishedOrder } from './people-screens.ts'

after(closeStage)

async function click({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

/** A picture of one colour, as it comes from a disk. */
async function picture(background: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const create = { width: 60, height: 40, channels: 3, background } as const
  return { name: `${background}.png`, mimeType: 'image/png', buffer: await sharp({ create }).png().toBuffer() }
}

test('a finished order is reviewed once, and the review is seen on the offer, answered and reported', async (t) => {
  const here = await stage()
  const [mei, anton] = [await visit(here, { persona: 'mei' }), await visit(here, { persona: 'anton' })]
  leaveAfter(t, mei, anton)
  const { id } = await antonsOffer(mei)
  const orderId = await finishedOrder(mei, id)
  await goTo(mei, `/orders/${orderId}`)
  const { page } = mei
  await page.getByRole('heading', { name: 'Your review' }).waitFor()
  await page.getByRole('radio', { name: '4 stars' }).check()
  await page.getByLabel('What would you tell a friend?').fill('It keeps tea warm.')
  await page.getByLabel('Add pictures').setInputFiles(await Promise.all(['#1d5f8a', '#b4532a', '#3f7d4e'].map(picture)))
  await page.getByLabel('What picture 1 shows').fill('The cup on a table')
  await page.getByLabel('What picture 3 shows').fill('Its bottom')
  await click(mei, 'Remove picture 2')
  await page.getByLabel('What picture 2 shows').waitFor()
  await click(mei, 'Publish')
  await page.getByText('It keeps tea warm.').waitFor()

  await goTo(anton, '/sell/reviews')
  await anton.page.getByLabel('Your answer').first().fill('Glad to hear it.')
  await click(anton, 'Answer')
  await anton.page.getByText('The seller: Glad to hear it.').first().waitFor()

  const visitor = await visit(here, { width: desktop })
  leaveAfter(t, visitor)
  await goTo(visitor, `/offers/${id}`)
  const reviews = visitor.page.getByRole('region', { name: 'What buyers say' })
  await reviews.getByText('It keeps tea warm.').first().waitFor()
  await reviews.getByText('Glad to hear it.').first().waitFor()
  await click(visitor, 'Look at picture 1 of 2: The cup on a table')
  const viewer = visitor.page.getByRole('dialog')
  await viewer.getByRole('img', { name: 'The cup on a table' }).waitFor()
  await visitor.page.keyboard.press('ArrowRight')
  await viewer.getByRole('img', { name: 'Its bottom' }).waitFor()
  await visitor.page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  const ld = await visitor.page.locator('script[type="application/ld+json"]').first().textContent()
  assert.match(ld ?? '', /"aggregateRating":\{"@type":"AggregateRating","ratingValue":[\d.]+,"reviewCount":\d+\}/)
  for (const one of [mei, anton, visitor]) assert.deepEqual(one.complaints, [])
})

test('a reported listing is ruled away: it is gone for all, and its parties’ pages follow what becomes of the case', async (t) => {
  const here = await stage()
  const [mei, olga, anton] = [
    await visit(here, { persona: 'mei' }),
    await visit(here, { persona: 'olga', width: desktop }),
    await visit(here, { persona: 'anton' }),
  ]
  leaveAfter(t, mei, olga, anton)
  const { id, title } = await antonsOffer(mei)
  await goTo(mei, `/offers/${id}`)
  await click(mei, 'Report this listing')
  await mei.page.getByLabel('It is a fake').check()
  await mei.page.getByLabel('In your own words').fill('It bears no stamp.')
  await click(mei, /^Report$/)
  await mei.page.getByText('Somebody of the town will look at it.').waitFor()

  await goTo(olga, '/operator/exceptions')
  await olga.page.getByRole('link', { name: title }).first().click()
  await olga.page.getByText('It bears no stamp.').waitFor()
  await goTo(mei, '/cases')
  await mei.page.getByRole('link', { name: 'Reported listing' }).first().click()
  await mei.page.getByLabel('Your words').fill('Look at the bottom.')
  await click(mei, /^Add$/)
  await olga.page.getByText('Look at the bottom.').waitFor()
  await goTo(anton, '/cases')
  await anton.page.getByText('No cases').waitFor()
  await click(olga, 'It is taken down')
  await olga.page.getByText('are needed: say why').first().waitFor()
  await olga.page.getByLabel('Why (told to both sides)').fill('The stamp is missing.')
  await click(olga, 'It is taken down')
  await olga.page.waitForURL('**/operator/exceptions')
  // Nobody has touched these pages since.
  await mei.page.getByText('The stamp is missing.').waitFor()
  await anton.page.getByRole('link', { name: 'Reported listing' }).first().waitFor()

  await goTo(mei, `/offers/${id}`)
  await mei.page.getByRole('button', { name: 'Report this listing' }).waitFor({ state: 'detached' })
  const { body: list } = await ask(mei, { path: `/v1/offers?limit=100&q=${encodeURIComponent(title)}` })
  const found = (list['items'] as unknown as { id: string }[]).map((offer) => offer.id)
  assert.equal(found.includes(id), false)

  await anton.page.getByRole('link', { name: 'Reported listing' }).first().click()
  await anton.page.getByText('The stamp is missing.').waitFor()
  assert.equal(await anton.page.getByText('It bears no stamp.').count(), 0, 'nobody learns what a reporter wrote')
  await anton.page.getByLabel('Your words').fill('The stamp is on the other side.')
  await click(anton, 'Ask for another look')
  await anton.page.getByText('Being looked at').waitFor()
  await click(anton, 'Take it back')
  await anton.page.getByLabel('Why, if you like to say').fill('I have found it: you are right.')
  await anton.page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
  await anton.page.getByRole('dialog').waitFor({ state: 'detached' })
  await anton.page.getByText('I have found it: you are right.').waitFor()
  await anton.page.getByText('It is taken down').first().waitFor()
  for (const one of [olga, anton])
    assert.deepEqual(
      one.complaints.filter((text) => !text.includes('422')),
      [],
    )
})

test('an address is kept, chosen at checkout, and comes back when its removal is undone', async (t) => {
  const here = await stage()
  const mei = await visit(here, { persona: 'mei' })
  leaveAfter(t, mei)
  const { page } = mei
  await goTo(mei, '/me')
  await click(mei, 'Add an address')
  for (const [label, value] of [
    ['A name for it, such as home', 'Home'],
    ['Street and number', '7 Willow Lane'],
    ['Postal code', '6900'],
    ['Town', 'Lakeside'],
    ['Country code, such as AT', 'at'],
  ] as const) {
    await page.getByRole('dialog').getByLabel(label).fill(value)
  }
  await page.getByLabel('Make it the first choice').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  const entry = page.getByRole('listitem').filter({ hasText: '7 Willow Lane' })
  await entry.getByRole('button', { name: 'Remove' }).click()
  await entry.waitFor({ state: 'detached' })
  await click(mei, 'Undo')
  await entry.waitFor()

  const { id } = await antonsOffer(mei)
  await goTo(mei, `/basket?add=${id}`)
  await page.getByLabel('Send to').waitFor()
  assert.match(await page.getByLabel('Address', { exact: true }).inputValue(), /7 Willow Lane\n6900 Lakeside/)
  const title = await page.locator('main li a').first().textContent()
  await page.getByRole('button', { name: 'One fewer' }).first().click()
  await page.getByText(`“${title}” is out of your basket.`).waitFor()
  await click(mei, 'Undo')
  await page
    .getByRole('link', { name: title ?? '' })
    .first()
    .waitFor()
  assert.deepEqual(mei.complaints, [])
})

test('a shop says when it is open, and whoever looks at its things sees whether it is', async (t) => {
  const here = await stage()
  const [anton, mei] = [await visit(here, { persona: 'anton', width: desktop }), await visit(here, { persona: 'mei' })]
  leaveAfter(t, anton, mei)
  await goTo(anton, '/sell/shop')
  const { page } = anton
  await page.getByRole('heading', { name: 'Opening hours' }).waitFor()
  // The demo town gave the workshop hours of its own.
  const remove = page.getByRole('form', { name: 'Opening hours' }).getByRole('button', { name: 'Remove' })
  await remove.first().waitFor()
  for (let left = await remove.count(); left > 0; left -= 1) await remove.first().click()
  for (let day = 0; day < 7; day += 1) {
    await click(anton, 'Add hours')
    await page.getByLabel('Opens').nth(day).fill('00:00')
    await page.getByLabel('Closes').nth(day).fill('00:00')
  }
  await page.getByRole('form', { name: 'Opening hours' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Your hours are saved.').waitFor()
  await page.getByText('Always open').waitFor()
  const { id } = await antonsOffer(mei)
  await goTo(mei, `/offers/${id}`)
  await mei.page.getByText('Always open').waitFor()
  for (const one of [anton, mei]) assert.deepEqual(one.complaints, [])
})
