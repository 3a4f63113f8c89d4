import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { type Visitor, ask, closeStage, goTo, leaveAfter, stage, visit } from './browser.ts'
import { act, buyMug } from './prepared.ts'

after(closeStage)

const toolLibrary = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../docs/examples/tool-library.json'), 'utf8'),
)

async function click({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

/** Money in the wallet, minor units. */
async function walletOf(visitor: Visitor): Promise<number> {
  const { body } = await ask(visitor, { path: '/v1/wallet' })
  const accounts = body['accounts'] as unknown as { purpose: string; balanceMinor: number }[]
  return accounts.find(({ purpose }) => purpose === 'wallet')?.balanceMinor ?? 0
}

test('a business that was posted a moment ago is rented from and returned to, without a line of code', async (t) => {
  const here = await stage()
  const [olga, anton, mei] = await Promise.all([
    visit(here, { persona: 'olga' }),
    visit(here, { persona: 'anton' }),
    visit(here, { persona: 'mei', language: 'zh' }),
  ])
  leaveAfter(t, olga, anton, mei)
  await Promise.all([olga, anton, mei].map(async ({ page }) => page.goto('/health')))
  const posted = await ask(olga, { method: 'POST', path: '/v1/businesses', body: { ...toolLibrary, business: 'shed' } })
  assert.equal(posted.status, 201, JSON.stringify(posted.body))
  const { body } = await ask(anton, { path: '/v1/offers?limit=1' })
  const [first] = body['items'] as unknown as { category: string }[]
  const offer = { business: 'shed', title: 'Drill', category: first?.category, currency: 'EUR', priceMinor: 500 }
  const made = await ask(anton, { method: 'POST', path: '/v1/offers', body: offer })
  assert.equal(made.status, 201, JSON.stringify(made.body))

  await goTo(mei, `/offers/${String(made.body['offerId'])}`)
  await mei.page.getByRole('link', { name: '租用' }).click()
  const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  await mei.page.getByLabel('起租日').fill(inTwoDays)
  await mei.page.getByLabel('天数').fill('3')
  await mei.page.getByText('押金', { exact: true }).first().waitFor()
  await click(mei, '支付 €35.00')
  await mei.page.waitForURL(/\/orders\//)

  await goTo(anton, new URL(mei.page.url()).pathname)
  await click(anton, 'Hand over')
  await anton.page
    .getByRole('button', { name: /Returned|Return|It is back/ })
    .first()
    .waitFor()
  await anton.page
    .getByRole('button', { name: /Returned|Return|It is back/ })
    .first()
    .click()
  await mei.page.getByText('已无托管款项').waitFor()
  assert.equal(await walletOf(mei), 50_000 - 1_500)
  for (const { complaints } of [mei, anton]) assert.deepEqual(complaints, [])
})

test('a basket of three sellers is one press and one payment, also when it is pressed twice', async (t) => {
  const here = await stage()
  const mei = await visit(here, { persona: 'mei' })
  leaveAfter(t, mei)
  await goTo(mei, '/search?sort=price&available=1')
  const { body } = await ask(mei, { path: '/v1/offers?limit=100&sort=price&isAvailable=true&business=market' })
  const items = body['items'] as unknown as { id: string; seller: { id: string } }[]
  const chosen = [...new Map(items.map((offer) => [offer.seller.id, offer.id])).values()].slice(0, 3)
  for (const id of chosen) {
    await goTo(mei, `/offers/${id}`)
    await click(mei, 'Into the basket')
    await mei.page.getByText(/^In the basket/).waitFor()
  }
  await goTo(mei, '/basket')
  await mei.page
    .getByRole('heading', { name: /^From / })
    .nth(2)
    .waitFor()
  await mei.page.getByLabel('Address').fill('1 Lakeside Walk')
  const before = await walletOf(mei)
  const pay = mei.page.getByRole('button', { name: /^Pay €/ })
  const paidMinor = Math.round(Number(/[\d.]+/.exec((await pay.textContent()) ?? '')?.[0]) * 100)
  await pay.dblclick()
  await mei.page.waitForURL('**/orders')
  assert.equal(await walletOf(mei), before - paidMinor)
  const { body: orders } = await ask(mei, { path: '/v1/orders?limit=10' })
  const groups = (orders['items'] as unknown as { groupId: string | null }[]).map(({ groupId }) => groupId)
  assert.equal(groups.filter((group) => group !== null && group === groups[0]).length, 3)
  assert.deepEqual(mei.complaints, [])

  const { body: listed } = await ask(mei, { path: '/v1/orders?limit=1' })
  await goTo(mei, `/orders/${(listed['items'] as unknown as { id: string }[])[0]?.id}`)
  await click(mei, 'Cancel')
  await click(mei, 'Yes: Cancel')
  await mei.page.getByText('Cancelled').first().waitFor()
})

test('a price that has changed is shown before anything is paid, and what was typed stays', async (t) => {
  const here = await stage()
  const [mei, anton] = await Promise.all([visit(here, { persona: 'mei' }), visit(here, { persona: 'anton' })])
  leaveAfter(t, mei, anton)
  await anton.page.goto('/health')
  const { body } = await ask(anton, { path: '/v1/offers?q=butter%20dish&limit=1' })
  const [dish] = body['items'] as unknown as { id: string; category: string; priceMinor: number }[]
  const detail = await ask(anton, { path: `/v1/offers/${dish?.id}` })
  const [variant] = detail.body['variants'] as unknown as { rev: number; attributes: object; pictures: string[] }[]
  await goTo(mei, `/offers/${dish?.id}`)
  await mei.page.getByRole('link', { name: 'Buy now' }).click()
  await mei.page.getByLabel('Address').fill('7 Harbour Lane')
  await mei.page.getByRole('button', { name: /^Pay €/ }).waitFor()
  const changed = await anton.context.request.put(`/v1/offers/${dish?.id}`, {
    headers: { origin: here.origin },
    data: {
      business: 'market',
      title: 'Butter dish with water bell',
      category: dish?.category,
      currency: 'EUR',
      priceMinor: (dish?.priceMinor ?? 0) + 100,
      attributes: variant?.attributes,
      pictures: variant?.pictures,
      rev: variant?.rev,
    },
  })
  assert.equal(changed.status(), 200, await changed.text())
  await click(mei, /^Pay €/)
  await mei.page.getByText('The price has changed').waitFor()
  assert.equal(await mei.page.getByLabel('Address').inputValue(), '7 Harbour Lane')
  await click(mei, 'Pay €51.90')
  await mei.page.waitForURL(/\/orders\//)
})

test('without a connection the last orders can be read, and a code that was typed is sent when it is back', async (t) => {
  const here = await stage()
  const [mei, anton, joana] = await Promise.all([
    visit(here, { persona: 'mei' }),
    visit(here, { persona: 'anton' }),
    visit(here, { persona: 'joana' }),
  ])
  leaveAfter(t, mei, anton, joana)
  await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
  const orderId = await buyMug(mei)
  const order = await ask(anton, { path: `/v1/orders/${orderId}` })
  const { code } = (order.body['codes'] as unknown as { pickup: { code: string } }).pickup
  await goTo(joana, '/')
  await joana.page.evaluate(async () => navigator.serviceWorker.ready.then(() => undefined))
  await goTo(joana, `/orders/${orderId}`)
  await joana.page.getByRole('heading', { name: 'Collect' }).waitFor()
  const isKept = async (id: string): Promise<boolean> =>
    (await (await caches.open('lakeside-answers')).keys()).some(({ url }) => url.includes(`/v1/orders/${id}?`))
  await joana.page.waitForFunction(isKept, orderId)

  await joana.context.setOffline(true)
  await joana.page.reload()
  await joana.page.getByRole('group', { name: 'Code' }).getByRole('textbox').first().fill(code)
  await joana.page.getByText('No connection').waitFor()
  await click(joana, 'Collect')
  await joana.page.getByText('1 step waits to be sent').waitFor({ timeout: 30_000 })
  assert.equal((await ask(anton, { path: `/v1/orders/${orderId}` })).body['state'], 'paid')

  await joana.context.setOffline(false)
  await joana.page.getByText('On its way').first().waitFor({ timeout: 30_000 })
  assert.equal((await ask(anton, { path: `/v1/orders/${orderId}` })).body['state'], 'shipped')
})

test('somebody signs up, tops up at the bank, sends money, and comes back with a passkey', async (t) => {
  const here = await stage()
  const newcomer = await visit(here)
  leaveAfter(t, newcomer)
  const { page, context } = newcomer
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  })
  await goTo(newcomer, '/sign-up')
  await page.getByLabel('Name').fill('Ines Novak')
  await page.getByLabel('E-mail address').fill('ines@example.org')
  await page.getByLabel('Password', { exact: true }).fill('a lake and three ducks')
  await click(newcomer, 'Sign up')
  await page.getByRole('button', { name: 'You are Ines Novak' }).waitFor()

  await goTo(newcomer, '/wallet')
  await click(newcomer, 'Top up')
  await page.getByLabel('Amount').fill('20')
  await page.getByRole('form', { name: 'Top up' }).getByRole('button', { name: 'Top up' }).click()
  await page.getByRole('link', { name: 'Go to the payment page' }).click()
  await page.getByRole('button', { name: 'Pay', exact: true }).click()
  await page.waitForURL(/\/orders\//)
  await goTo(newcomer, '/wallet')
  await page.getByText('€20.00').first().waitFor()

  await click(newcomer, 'Send')
  await page.getByLabel('To whom').selectOption({ label: 'Mei Lin' })
  await page.getByLabel('Amount').fill('5.50')
  await click(newcomer, 'Send €5.50')
  await page.getByText('€14.50').first().waitFor()

  await goTo(newcomer, '/me')
  await click(newcomer, 'Add a passkey')
  await page.getByText('The passkey is added.').waitFor()
  await click(newcomer, 'You are Ines Novak')
  await click(newcomer, 'Sign out')
  await goTo(newcomer, '/sign-in')
  await click(newcomer, 'Sign in with a passkey')
  await page.getByRole('button', { name: 'You are Ines Novak' }).waitFor()
})

test('a purchase whose answer was lost shows what is true, and is not made twice', async (t) => {
  const here = await stage()
  const mei = await visit(here, { persona: 'mei' })
  leaveAfter(t, mei)
  await goTo(mei, '/search?q=mug')
  await mei.page.getByRole('link', { name: /Mug “North Wind”/ }).click()
  await mei.page.getByRole('link', { name: 'Buy now' }).click()
  await mei.page.getByLabel('Address').fill('1 Lakeside Walk')
  const countOf = async (): Promise<number> => {
    const { body } = await ask(mei, { path: '/v1/orders?limit=200' })
    return (body['items'] as unknown as unknown[]).length
  }
  const before = await countOf()
  let isLost = false
  await mei.page.route('**/v1/commands', async (route) => {
    if (isLost) return route.continue()
    isLost = true
    await route.fetch() // it arrives and is done; only the answer is lost
    await route.abort('connectionreset')
  })
  await click(mei, /^Pay €/)
  await mei.page.waitForURL(/\/orders\//)
  assert.equal(await countOf(), before + 1)
})

test('a return is asked for by lines and paid back in proportion', async (t) => {
  const here = await stage()
  const [mei, anton] = await Promise.all([visit(here, { persona: 'mei' }), visit(here, { persona: 'anton' })])
  leaveAfter(t, mei, anton)
  await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
  const orderId = await buyMug(mei)
  await act(anton, orderId, ['ship', {}])
  await act(mei, orderId, ['confirm'])
  await goTo(mei, `/orders/${orderId}`)
  const amount = mei.page.getByRole('group', { name: /Mug/ })
  await amount.getByRole('button', { name: 'One more' }).click()
  await click(mei, 'Return something')
  await mei.page.getByRole('button', { name: 'I have sent it back' }).click()
  await goTo(anton, `/orders/${orderId}`)
  await anton.page.getByText('You pay').waitFor()
  await click(anton, 'I have it back')
  await mei.page.getByText('Given back').waitFor()
})
