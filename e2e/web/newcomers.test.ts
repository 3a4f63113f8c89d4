import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, closeStage, desktop, goTo, leaveAfter, stage, visit } from './browser.ts'

after(closeStage)

/** The harbour of the demo town. */
const harbour = { latitude: 47.223_1, longitude: 8.816_9 }

test('the operator reads what newcomers cost, gives them fewer places, is told what does not fit, and takes it back', async (t) => {
  const olga = await visit(await stage(), { persona: 'olga', width: desktop })
  leaveAfter(t, olga)
  await goTo(olga, '/operator/settings/newcomers')
  const { page } = olga
  await page.getByText('Cost in clicks').first().waitFor()
  const form = page.getByRole('form', { name: 'The budget' })
  await form.getByLabel('One place in').fill('24')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. Pages are made by it within a second.').waitFor()
  const rule = async (): Promise<unknown> => {
    const { body } = await ask(olga, { path: '/v1/feed/newcomers' })
    return (body['rules'] as unknown as { onePlaceIn: number | null }).onePlaceIn
  }
  assert.equal(await rule(), 24)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('As it was before').waitFor()
  assert.equal(await rule(), 12)
  await form.getByLabel('One place in').fill('3')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.locator('input[aria-invalid=true]').waitFor()
  assert.equal(await rule(), 12)
  // The browser itself reports the refusal.
  assert.deepEqual(
    olga.complaints.filter((one) => !one.includes('422')),
    [],
  )
})

test('on a telephone, who says where they stand has what is near on the home page, and takes it back', async (t) => {
  const here = await stage()
  const visitor = await visit(here)
  leaveAfter(t, visitor)
  const { page, context } = visitor
  await context.grantPermissions(['geolocation'], { origin: here.origin })
  await context.setGeolocation(harbour)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/v1/feed?')) asked.push(new URL(request.url()).searchParams.get('near') ?? '')
  })
  await goTo(visitor, '/')
  const button = page.getByRole('button', { name: 'Near me' })
  await button.click()
  await page.getByText('What is near comes first.').waitFor()
  await page.getByRole('heading', { name: 'For you' }).waitFor()
  await page
    .getByText(/· \d+(\.\d)? k?m$/)
    .first()
    .waitFor()
  assert.equal(asked.at(-1), '47.22,8.82', 'no finer than a kilometre')
  assert.equal(page.url().slice(here.origin.length), '/', 'and nothing of it in the address') // a port has digits too
  await button.click()
  await page.getByText('What is near comes first.').waitFor({ state: 'detached' })
  assert.deepEqual(visitor.complaints, [])
})

test('on a telephone, what is near and open now is found in the demo town as it stands', async (t) => {
  const here = await stage()
  const visitor = await visit(here)
  leaveAfter(t, visitor)
  const { page, context } = visitor
  await context.grantPermissions(['geolocation'], { origin: here.origin })
  await context.setGeolocation(harbour)
  await goTo(visitor, '/search')
  await page.getByRole('button', { name: 'Near me' }).click()
  await page.waitForURL(/near=10/)
  await page.getByLabel('Open now').click()
  await page.waitForURL(/open=1/)
  await page.locator('main ul[aria-busy=false]').first().waitFor()
  const metres = await page
    .locator('main li')
    .getByText(/· \d+(\.\d)? k?m/)
    .allTextContents()
  const away = metres.map((text) => {
    const [, number, unit] = /· ([\d.]+) (k?m)/.exec(text) ?? []
    return Number(number) * (unit === 'km' ? 1_000 : 1)
  })
  assert.ok(away.length > 0)
  assert.deepEqual(
    away,
    away.toSorted((one, other) => one - other),
  )
  assert.deepEqual(visitor.complaints, [])
})
