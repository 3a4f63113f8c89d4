import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { launchTown } from '../../simulator/town.ts'
import { type Stage, type Visitor, ask, desktop, goTo, launchBrowser, leaveAfter, visit } from './browser.ts'
import { act, buyMug } from './prepared.ts'

/** Webhooks of this town reach this machine. */
const here: Promise<Stage> = (async () => {
  const [town, browser] = await Promise.all([
    launchTown({ environment: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' } }),
    launchBrowser(),
  ])
  return { town, browser, origin: town.baseUrl.replace('127.0.0.1', 'localhost') }
})()

after(async () => {
  const { town, browser } = await here
  await browser.close()
  await town[Symbol.asyncDispose]()
})

async function come(persona: string): Promise<Visitor> {
  return visit(await here, { persona, width: desktop })
}

async function press({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

test('a business is posted in the browser, rented from and returned to', async (t) => {
  const [olga, anton, mei] = await Promise.all([come('olga'), come('anton'), come('mei')])
  leaveAfter(t, olga, anton, mei)
  await goTo(olga, '/operator/businesses')
  await olga.page.getByRole('link', { name: 'Post a new business' }).click()
  const editor = olga.page.getByLabel('Manifest as JSON')
  await olga.page.getByText('No mistake was found').waitFor()
  const manifest = JSON.parse(await editor.inputValue()) as { business: string }
  await editor.fill(JSON.stringify({ ...manifest, business: 'shed', title: 'Shed' }, null, 2))
  await olga.page.getByText('Checking …').waitFor()
  await olga.page.getByText('No mistake was found').waitFor()
  await press(olga, 'Publish version 1')
  await olga.page.waitForURL(/\/operator\/businesses\/shed/)
  await olga.page.getByRole('heading', { name: 'Shed', level: 1 }).waitFor()
  await olga.page.getByText('Rent', { exact: true }).first().waitFor() // drawn

  await anton.page.goto('/health')
  const { body } = await ask(anton, { path: '/v1/offers?limit=1' })
  const [first] = body['items'] as unknown as { category: string }[]
  const offer = { business: 'shed', title: 'Drill', category: first?.category, currency: 'EUR', priceMinor: 500 }
  const made = await ask(anton, { method: 'POST', path: '/v1/offers', body: offer })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  await mei.page.goto('/health')
  const day = Math.floor(Date.now() / 86_400_000) + 2
  const lines = [{ offerId: made.body['offerId'], qty: 1 }]
  const order = { business: 'shed', type: 'rent', lines, input: { day, days: 3 }, expectMinor: 3_500 }
  const placed = await ask(mei, { method: 'POST', path: '/v1/orders', body: order })
  assert.equal(placed.status, 201, JSON.stringify(placed.body))
  const path = `/orders/${String(placed.body['orderId'])}`
  await goTo(mei, path)
  await mei.page.getByText('€35.00 is held').waitFor()
  await goTo(anton, path)
  await press(anton, 'Hand over')
  await press(anton, /It is back|Return/)
  await mei.page.getByText('Nothing is held any more').waitFor()

  await goTo(olga, '/operator/businesses')
  await olga.page.getByRole('switch', { name: 'Shed takes new orders' }).click()
  await olga.page.getByText('Shed takes no new orders').waitFor()
  const refused = await ask(mei, { method: 'POST', path: '/v1/orders', body: order })
  assert.ok(refused.status >= 400, 'switched off, it takes no order')
  for (const { complaints } of [olga, anton, mei]) assert.deepEqual(complaints, [])
})

test('every mistake of a manifest is told at its line, and what was typed stays', async (t) => {
  const olga = await come('olga')
  leaveAfter(t, olga)
  const { page } = olga
  await goTo(olga, '/operator/businesses/tools?view=json')
  const editor = page.getByLabel('Manifest as JSON')
  await page.getByText('No mistake was found').waitFor()
  const text = await editor.inputValue()
  const wrong = text
    .replace('"target": "booked"', '"target": "nowhere"')
    .replace('"offer.priceMinor * input.days"', '"offer.priceMinor * input.weeks"')
  await editor.fill(wrong)
  const list = page.getByRole('list', { name: 'Mistakes' })
  await list.getByRole('listitem').nth(1).waitFor()
  const told = (await list.getByRole('listitem').allTextContents()).join('\n')
  const lineOf = (part: string): number => wrong.split('\n').findIndex((line) => line.includes(part)) + 1
  for (const part of ['"nowhere"', 'input.weeks'])
    assert.match(told, new RegExp(`Line ${lineOf(part)}\\D`), `${part} stands in line ${lineOf(part)}:\n${told}`)
  assert.ok(await page.getByRole('button', { name: /^Publish/ }).isDisabled())
  await list.getByRole('button').first().click()
  assert.equal(await editor.inputValue(), wrong, 'what was typed stays')

  await editor.fill(wrong.replace('"business": "tools",', '"business": "tools"'))
  await page.getByText('Here it stops being JSON').first().waitFor()
  const refusals = /status of 4\d\d/ // a browser notes each refused check
  assert.deepEqual(olga.complaints.filter((complaint) => !refusals.test(complaint)), []) // prettier-ignore
})

test('a dispute is seen within seconds and ruled 60 to 40 by two presses', async (t) => {
  const [helena, mei, anton] = await Promise.all([come('helena'), come('mei'), come('anton')])
  leaveAfter(t, helena, mei, anton)
  await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
  await goTo(helena, '/operator/exceptions')
  const orderId = await buyMug(mei)
  await act(anton, orderId, ['ship', { tracking: 'LS 1' }])
  await act(mei, orderId, ['dispute', { reason: 'damaged' }])
  await helena.page.locator(`a[href$="${orderId}"]`).click()
  await helena.page.getByText('It is damaged').first().waitFor()
  await press(helena, '60 / 40')
  await helena.page.getByText('€26.94').waitFor() // of 44.90, before anything moves
  await press(helena, 'Rule 60 / 40')
  await helena.page.getByText('The ruling is done').waitFor()
  await helena.page.locator(`a[href$="${orderId}"]`).waitFor({ state: 'detached' })
  const { body } = await ask(mei, { path: `/v1/orders/${orderId}` })
  const { heldMinor, refundedMinor } = body['money'] as unknown as { heldMinor: number; refundedMinor: number }
  assert.deepEqual([body['state'], heldMinor, refundedMinor], ['ruled', 0, 0])
  // 44.90 were paid, 26.94 came back: in parts, for goods and carriage are ruled on apart.
  for (let moved = 0; moved !== -1_796;) {
    const { body: statement } = await ask(mei, { path: '/v1/wallet/statement?limit=50' })
    const lines = statement['items'] as unknown as { orderId: string | null; amountMinor: number }[]
    moved = lines.filter((line) => line.orderId === orderId).reduce((sum, line) => sum + line.amountMinor, 0)
  }
  // With the ruling the order is nobody's to rule on: what was being read of it by then is refused.
  const refusals = /status of 4\d\d/
  assert.deepEqual(helena.complaints.filter((complaint) => !refusals.test(complaint)), []) // prettier-ignore
})

test('a party is kept out, let in again, verified and looked at, all of it on record', async (t) => {
  const [olga, bruno] = await Promise.all([come('olga'), come('adaeze')])
  leaveAfter(t, olga, bruno)
  const { page } = olga
  await bruno.page.goto('/health')
  await goTo(olga, '/operator/parties')
  await page.getByLabel('Name or short name').fill('adaeze')
  await page.getByRole('link', { name: 'Adaeze Okafor' }).click()
  await page.getByLabel('Why? (for the record)').first().fill('A rehearsal')
  await press(olga, 'Keep out')
  await page.getByRole('button', { name: 'Let in again' }).waitFor()
  assert.ok((await ask(bruno, { path: '/v1/wallet' })).status >= 400, 'kept out')
  await page.getByLabel('Why? (for the record)').first().fill('It is over')
  await press(olga, 'Let in again')
  await page.getByRole('button', { name: 'Keep out' }).waitFor()
  assert.equal((await ask(bruno, { path: '/v1/wallet' })).status, 200)
  await page.getByLabel('What have you seen?').fill('Her passport')
  await press(olga, 'Verify')
  await page.getByText('Her passport').first().waitFor()
  await page.getByLabel('Why? (for the record)').last().fill('She asked for help')
  await press(olga, /^View as/)
  await page.getByText('You look at the town as Adaeze Okafor').waitFor()
  await press(olga, 'End')
  await page.getByText('Looked at the town as somebody').waitFor()
  for (const done of ['Kept out', 'Let in again', 'Verified'])
    await page.getByText(done, { exact: true }).first().waitFor()
  assert.deepEqual(olga.complaints, [])
})

test('a webhook is made, delivered, seen in the log, sent again, and has its secret changed', async (t) => {
  const received: string[] = []
  const server = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']))
    request.resume().on('end', () => response.end('thanks'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const olga = await come('olga')
  leaveAfter(t, olga)
  const { page } = olga
  await goTo(olga, '/operator/settings/webhooks')
  await page.getByRole('textbox', { name: 'Address' }).fill(`http://127.0.0.1:${port}/events`)
  await press(olga, 'Make an endpoint')
  await page.getByText(/^whsec_/).waitFor()
  await page.getByRole('link', { name: `http://127.0.0.1:${port}/events` }).click()
  await press(olga, 'Send a test')
  await page.locator('summary').first().getByText('Delivered').waitFor()
  await page.locator('summary').first().click()
  await page.getByText('Attempt 1: 200').waitFor()
  await press(olga, 'Send again')
  await page.getByText('Attempt 2: 200').waitFor()
  assert.deepEqual([received.length, new Set(received).size], [2, 1], 'the same event, twice')
  await press(olga, 'New secret')
  await page.getByText(/^whsec_/).waitFor()
  assert.deepEqual(olga.complaints, [])
})

test('what the books and the town say of themselves is right', async (t) => {
  const olga = await come('olga')
  leaveAfter(t, olga)
  const { page } = olga
  await goTo(olga, '/operator/money/checks')
  await press(olga, 'Replay now')
  await page.getByText('Sum of everything in EUR').waitFor()
  await page.getByText('All is right').first().waitFor()
  await goTo(olga, '/trust')
  await page.getByText('All of it is true').waitFor()
  await goTo(olga, '/operator')
  await page.getByText('Well', { exact: true }).waitFor()
  assert.deepEqual(olga.complaints, [])
})
