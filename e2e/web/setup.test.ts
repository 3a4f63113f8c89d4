import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, sideways } from './audit.ts'
import { type Visitor, desktop, goTo, leaveAfter, visit } from './browser.ts'
import { emptyTown, printedLink } from './empty-town.ts'

async function press({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

/** Waits for a page of that name, which must be usable by everybody. */
async function at({ page }: Visitor, title: string): Promise<void> {
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  await page.waitForFunction(() => document.querySelector('[data-loading]') === null)
  assert.deepEqual([...(await axe(page)), ...(await sideways(page))], [], title)
}

test('a new town is set up from the printed link to a first thing that visitors see', async (t) => {
  const stage = await emptyTown
  const link = await printedLink(stage)
  const [ada, stranger, wide] = await Promise.all([
    visit(stage),
    visit(stage, { language: 'zh' }),
    visit(stage, { width: desktop }),
  ])
  leaveAfter(t, ada, stranger, wide)
  const { page } = ada

  // Before: visitors are told, and a link that is wrong says what makes a new one.
  const closed = await stranger.context.request.get('/', { headers: { accept: 'text/html', 'accept-language': 'zh' } })
  assert.ok((await closed.text()).includes('小镇尚未开放'))
  await goTo(stranger, '/search')
  await at(stranger, '小镇尚未开放')
  await goTo(wide, `${link.slice(0, -4)}abcd`)
  await at(wide, 'This needs a link that works')
  await wide.page.getByText('lakeside.mjs setup-link').waitFor()

  await goTo(ada, link)
  await at(ada, 'You')
  assert.doesNotMatch(page.url(), /setup\/\w/)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail').fill('ada@example.org')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await press(ada, 'Go on')
  await page.getByRole('alert').waitFor()
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'ada@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await press(ada, 'Go on')

  await at(ada, 'The town')
  await page.getByLabel('Name', { exact: true }).fill('Seeheim')
  await page.getByLabel('Time zone').selectOption('Europe/Zurich')
  await page.getByLabel('Currency').selectOption('CHF')
  await page.getByLabel('Where people can write to you').fill('town@example.org')
  await press(ada, 'Go on')

  // The link was good for once; what was begun goes on where it was left, also in a page loaded anew.
  await goTo(wide, link)
  await at(wide, 'This needs a link that works')
  await at(ada, 'Languages')
  await goTo(ada, '/operator/setup')
  await at(ada, 'Languages')
  await press(ada, 'Back')
  await at(ada, 'The town')
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Seeheim')
  await page.goBack()
  await at(ada, 'Languages')
  await page.getByLabel('A sentence about the town (English)').fill('Everything around the lake.')
  await press(ada, 'Go on')

  await at(ada, 'Look')
  await page.getByLabel('Another colour').fill('#ffcc00')
  await page.getByText(/White on it reaches only/).waitFor()
  await press(ada, /^Take #[0-9a-f]{6}$/)
  await press(ada, 'Take #1d5f8a')
  await page.getByText(/which reads well/).waitFor()
  await press(ada, 'Go on')

  await at(ada, 'Fees')
  await page.getByLabel(/^5%/).check()
  await press(ada, 'Go on')
  await at(ada, 'Mail')
  await page.getByLabel('Try it: a letter to').fill('ada@example.org')
  await press(ada, 'Send a test letter')
  await page.getByText('Kept here').waitFor()
  await press(ada, 'Later')
  await at(ada, 'Payment')
  await page.getByLabel('Stripe').check()
  await page.getByLabel('Secret key').fill('not a key')
  await page.getByLabel('Signing secret').fill('whsec_abc')
  await press(ada, 'Go on')
  await page.getByRole('alert').waitFor()
  await page.getByLabel('The sandbox: play money').check()
  await press(ada, 'Go on')
  await at(ada, 'Open')
  await press(ada, 'Open the town')
  await page.waitForURL('**/operator')

  // After: the operator comes in by password, offers something, and everybody sees it in the town's own look.
  await goTo(wide, '/sign-in')
  await wide.page.getByLabel('E-mail').fill('ada@example.org')
  await wide.page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await wide.page.getByRole('button', { name: 'Sign in', exact: true }).last().click()
  await wide.page.waitForURL((url) => url.pathname !== '/sign-in')
  await goTo(wide, '/sell/listings/new')
  await wide.page.getByLabel('Title').fill('Rain bowl')
  await wide.page.getByLabel('Category').selectOption('ceramics')
  await wide.page.getByLabel('Price', { exact: true }).fill('24.50')
  await wide.page.getByLabel('In stock').fill('4')
  await wide.page.getByLabel('Shipping').fill('3')
  await press(wide, 'Offer it')
  await wide.page.waitForURL('**/sell/listings')

  await goTo(stranger, '/search')
  await stranger.page.getByText('Rain bowl').first().waitFor()
  const html = await (await stranger.context.request.get('/search', { headers: { accept: 'text/html' } })).text()
  assert.ok(/<title>[^<]*Seeheim<\/title>/.test(html) && html.includes('#1d5f8a'))
  await goTo(stranger, '/')
  await stranger.page.getByText('town@example.org').waitFor()
  const manifest = await (await stranger.context.request.get('/manifest.webmanifest')).json()
  assert.deepEqual([manifest.name, manifest.description], ['Seeheim', 'Everything around the lake.'])

  // The wizard is over, for the one who did it and for links that were never used.
  await goTo(ada, '/operator/setup')
  await at(ada, 'This town is set up')
  const complaints = [...ada.complaints, ...wide.complaints, ...stranger.complaints]
  // A refusal that a person is told is still an answer that the browser notes.
  assert.deepEqual(complaints.filter((text) => !/status of 4\d\d/.test(text)), [])
}) // prettier-ignore
