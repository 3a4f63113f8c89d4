import assert from 'node:assert/strict'
import { type TestContext, after, test } from 'node:test'
import { type Visitor, ask, closeStage, desktop, goTo, leaveAfter, stage, visit } from './browser.ts'
import { until } from '../../src/kernel/until.ts'

after(closeStage)

const category = 'ceramics'

async function press({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

async function offer(seller: Visitor, title: string, priceMinor: number): Promise<string> {
  const body = {
    business: 'market', title, category, currency: 'EUR', priceMinor, taxCode: 'exempt', stock: 5,
    attributes: { shippingMinor: 0 },
  } // prettier-ignore
  const made = await ask(seller, { method: 'POST', path: '/v1/offers', body })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return String(made.body['offerId'])
}

async function buy(buyer: Visitor, offerId: string, expectMinor: number): Promise<{ id: string; state: string }> {
  const lines = [{ offerId, qty: 1 }]
  const body = { business: 'market', lines, input: { delivery: 'pickup' }, expectMinor }
  const placed = await ask(buyer, { method: 'POST', path: '/v1/orders', body })
  assert.equal(placed.status, 201, JSON.stringify(placed.body))
  return { id: String(placed.body['orderId']), state: String(placed.body['state']) }
}

/** Waits until the hints have heard of what was bought: they follow the log. */
async function soldFive(seller: Visitor): Promise<void> {
  const body = { title: 'Lotus teapot', category, currency: 'EUR' }
  await until(async () => {
    const asked = await ask(seller, { method: 'POST', path: '/v1/price-hints', body })
    return (asked.body['hint'] as unknown as { sold: number } | null)?.sold === 5
  })
}

/** From now on somebody looks at everything from 120.00 on. */
async function watchMore(operator: Visitor): Promise<void> {
  const when = [{ of: 'context', feature: 'amountMinor', is: '>=', value: 12_000 }]
  const spec = { kind: 'rule', rules: [{ when, choose: 'hold' }], otherwise: 'pass' }
  const path = '/v1/decisions/points/market.hold/policies'
  const made = await ask(operator, { method: 'POST', path, body: { name: 'strict', spec } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const reply = await operator.context.request.put(`${path}/strict/stage`, {
    data: { version: made.body['version'], stage: 'live' },
    headers: { 'idempotency-key': crypto.randomUUID(), origin: new URL(operator.page.url()).origin },
  })
  assert.equal(reply.status(), 200, await reply.text())
}

/** Money enough for what is looked at. */
async function endow(operator: Visitor, buyer: Visitor): Promise<void> {
  const { body: me } = await ask(buyer, { path: '/v1/me' })
  const to = (me['party'] as unknown as { id: string }).id
  const body = { to, amountMinor: 100_000, currency: 'EUR' }
  const issued = await ask(operator, { method: 'POST', path: '/v1/wallet/issues', body })
  assert.equal(issued.status, 201, JSON.stringify(issued.body))
}

/** An operator who has more orders looked at, a buyer with money and a seller. */
async function come(t: TestContext): Promise<{ olga: Visitor; mei: Visitor; anton: Visitor }> {
  const here = await stage()
  const [olga, mei, anton] = await Promise.all([
    visit(here, { persona: 'olga', width: desktop }),
    visit(here, { persona: 'mei' }),
    visit(here, { persona: 'anton' }),
  ])
  leaveAfter(t, olga, mei, anton)
  await Promise.all([olga, mei, anton].map(async ({ page }) => page.goto('/health')))
  await watchMore(olga)
  await endow(olga, mei)
  return { olga, mei, anton }
}

test('a held order says why, may be contested, and goes on when a person has chosen otherwise', async (t) => {
  const { olga, mei, anton } = await come(t)
  const order = await buy(mei, await offer(anton, 'Large floor vase', 15_000), 15_000)
  assert.equal(order.state, 'held')
  await goTo(mei, `/orders/${order.id}`)
  await mei.page.getByRole('heading', { name: 'Somebody takes a look first' }).waitFor()
  await mei.page.getByText('goes on by itself on').waitFor()
  await press(mei, 'Why?')
  await mei.page.getByText('A machine chose: somebody takes a look first.').waitFor()
  await mei.page.getByText('What the goods cost: €150.00').waitFor()
  await mei.page.getByText('With €119.99 it would have been: go on at once.').waitFor()
  await mei.page.getByLabel('What did the machine get wrong?').fill('I have bought here for years')
  await press(mei, 'Have a person look')
  await mei.page.getByText('A person will look at it').waitFor()

  await goTo(olga, '/operator/exceptions')
  await olga.page.locator(`a[href$="${order.id}"]`).click()
  await olga.page.getByRole('heading', { name: 'Somebody takes a look first' }).waitFor()
  await press(olga, 'Why?')
  await olga.page.getByLabel('Instead').selectOption('pass')
  await olga.page.getByRole('dialog').getByLabel('Why').fill('Known to us for years')
  await olga.page.getByRole('dialog').getByRole('button', { name: 'Choose otherwise' }).click()
  await olga.page.getByText('Chosen otherwise, and noted').waitFor()
  await mei.page.getByText('Paid, waiting for dispatch').first().waitFor()
  assert.deepEqual(mei.complaints, [])
  // What was asked of the held order by then is refused.
  assert.deepEqual(olga.complaints.filter((text) => !/status of 409/.test(text)), []) // prettier-ignore
})

test('a seller hears what similar things were bought at, takes the price, and takes it back', async (t) => {
  const here = await stage()
  const [mei, anton] = await Promise.all([
    visit(here, { persona: 'mei' }),
    visit(here, { persona: 'anton', width: desktop }),
  ])
  leaveAfter(t, mei, anton)
  await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
  const { page } = anton
  await goTo(anton, '/sell/listings/new')
  await page.getByLabel('Title').fill('Lotus pot')
  await page.getByLabel('Category').selectOption(category)
  await page.getByText('Too few similar things were bought here').waitFor()
  for (const price of [1_000, 1_200, 1_400, 1_600, 1_800]) {
    const { state } = await buy(mei, await offer(anton, `Lotus teapot ${price}`, price), price)
    assert.equal(state, 'paid')
  }
  await soldFive(anton)
  await page.getByLabel('Title').fill('Lotus teapot')
  await page.getByText('Similar things were bought at €12.00 to €16.00.').waitFor()
  await page.getByText('Their titles share: lotus, teapot').waitFor()
  const price = page.getByLabel('Price', { exact: true })
  await press(anton, 'Take €14.00')
  await until(async () => price.inputValue(), (value) => value === '14') // prettier-ignore
  await press(anton, 'Undo')
  await until(async () => price.inputValue(), (value) => value === '') // prettier-ignore
  await press(anton, /^Why\?/)
  await page.getByText('A machine chose: the middle price.').waitFor()
  assert.deepEqual(anton.complaints, [])
})

test('the inbox says why its first is first, and may be sorted otherwise', async (t) => {
  const { olga, mei, anton } = await come(t)
  const first = await buy(mei, await offer(anton, 'Tall urn', 13_000), 13_000)
  const second = await buy(mei, await offer(anton, 'Wide urn', 19_000), 19_000)
  await goTo(olga, '/operator/exceptions')
  await olga.page.locator(`a[href$="${second.id}"]`).waitFor()
  const links = olga.page.locator('a[href*="/operator/exceptions/"]')
  const ids = async (): Promise<string[]> =>
    (await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))).flatMap((href) =>
      [first.id, second.id].filter((id) => href.endsWith(id)),
    )
  await olga.page.getByRole('button', { name: 'Why?: Tall urn' }).click()
  await olga.page.getByText('What is due within a day stands before what is not.').waitFor()
  await olga.page
    .getByText('The same parties')
    .or(olga.page.getByText(/other thing.* between the same parties/))
    .first()
    .waitFor()
  await olga.page.keyboard.press('Escape')
  await olga.page.getByLabel('Order', { exact: true }).selectOption('amount')
  await olga.page.waitForURL(/sort=amount/)
  const largerFirst = [second.id, first.id]
  await until(ids, (found) => found.join() === largerFirst.join())
  await olga.page.getByRole('button', { name: /^Why\?/ }).waitFor({ state: 'detached' })
  await olga.page.getByRole('button', { name: 'Let it go on: Wide urn' }).click()
  await olga.page.getByText('Done: Wide urn').waitFor()
  assert.equal((await ask(mei, { path: `/v1/orders/${second.id}` })).body['state'], 'paid', 'one press')
  assert.deepEqual(olga.complaints, [])
})
