import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Visitor, ask, closeStage, desktop, goTo, leaveAfter, stage, visit } from './browser.ts'
import { until } from '../../src/kernel/until.ts'

after(closeStage)

const lake = { latitude: 47.366, longitude: 8.541 }

/** The list says "busy" until what it shows belongs to the address. */
async function settled({ page }: Visitor): Promise<void> {
  await page.locator('main ul[aria-busy=false]').first().waitFor()
}

async function lookFor(visitor: Visitor, words: string): Promise<void> {
  const box = visitor.page.getByRole('combobox', { name: /Search|搜索/ })
  await box.fill(words)
  await box.press('Enter')
  await visitor.page.waitForURL((url) => url.searchParams.get('q') === words)
}

test('a slip of the finger is found all the same, and said; a price narrows it down and widens again', async (t) => {
  const visitor = await visit(await stage(), { width: desktop })
  leaveAfter(t, visitor)
  const { page } = visitor
  await goTo(visitor, '/')
  await lookFor(visitor, 'honny')
  await page.getByText('Nothing is written like that; this was found for “honey”').waitFor()
  await settled(visitor)
  assert.ok((await page.locator('main li a[href^="/offers/"]').count()) > 0)
  const price = page.getByRole('navigation', { name: 'Narrow it down' }).getByRole('link').first()
  const counted = Number(/(\d+)$/.exec((await price.textContent()) ?? '')?.[1])
  await price.click()
  await page.waitForURL(/priceMinorMin=/)
  await until(async () => page.locator('main li a[href^="/offers/"]').count(), (count) => count === counted) // prettier-ignore
  await page.locator('main nav a[aria-current=true][href*="honny"]').last().click()
  await page.waitForURL((url) => !url.searchParams.has('priceMinorMin'))
  assert.deepEqual(visitor.complaints, [])
})

test('Chinese words are found in the Chinese town, and keys of an input method choose no suggestion', async (t) => {
  const visitor = await visit(await stage(), { language: 'zh' })
  leaveAfter(t, visitor)
  const { page } = visitor
  await goTo(visitor, '/')
  const box = page.getByRole('combobox')
  await box.fill('龙')
  await page.getByRole('option').first().waitFor()
  await box.dispatchEvent('keydown', { key: 'ArrowDown', isComposing: true, bubbles: true })
  assert.equal(await box.getAttribute('aria-activedescendant'), null)
  await lookFor(visitor, '龙井')
  await page.locator('main li:has(a[href^="/offers/"])', { hasText: /龙井/ }).first().waitFor()
  assert.deepEqual(visitor.complaints, [])
})

test('what finds nothing is no dead end, and the operator sees it, teaches the search a word and takes it back', async (t) => {
  const here = await stage()
  const [visitor, olga] = await Promise.all([visit(here), visit(here, { persona: 'olga', width: desktop })])
  leaveAfter(t, visitor, olga)
  await goTo(visitor, '/')
  await lookFor(visitor, 'zzbeaker')
  await visitor.page.getByRole('heading', { name: 'Nothing found' }).waitFor()
  await visitor.page.getByRole('heading', { name: 'New in town' }).waitFor()

  await goTo(olga, '/operator/settings/searches')
  const { page } = olga
  await page.getByRole('table', { name: 'In vain' }).getByText('zzbeaker').waitFor()
  const { body } = await ask(olga, { path: '/v1/event-counters?type=dead-end' })
  assert.match(JSON.stringify(body), /dead-end/)

  await page.getByRole('textbox', { name: 'Words that mean the same' }).fill('zzbeaker, mug, 杯子')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. Searches know them').waitFor()
  await page.getByRole('textbox', { name: 'Words', exact: true }).fill('zzbeaker')
  await page.getByText(/\d+ things? found/).waitFor()
  await goTo(visitor, '/search?q=zzbeaker')
  await settled(visitor)
  await visitor.page.locator('main li a[href^="/offers/"]').first().click()
  await visitor.page.waitForURL(/\/offers\//)

  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('As it was before').waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Words that mean the same' }).inputValue(), '')
  const { body: known } = await ask(olga, { path: '/v1/search/synonyms' })
  assert.deepEqual(known['sets'], [])
  const { body: searched } = await ask(olga, { path: '/v1/searches' })
  const [beaker] = (searched['items'] as unknown as { words: string; clicks: number; empty: number }[]).filter(
    ({ words }) => words === 'zzbeaker',
  )
  assert.deepEqual([beaker?.empty, beaker?.clicks], [1, 1])
  for (const { complaints } of [visitor, olga]) assert.deepEqual(complaints, [])
})

test('suggestions are walked through by keys, what was looked for is remembered here, and forgotten', async (t) => {
  const visitor = await visit(await stage())
  leaveAfter(t, visitor)
  const { page } = visitor
  await goTo(visitor, '/')
  const box = page.getByRole('combobox')
  await box.fill('hon')
  await page.getByRole('option').first().waitFor()
  assert.equal(await box.getAttribute('aria-expanded'), 'true')
  await box.press('ArrowDown')
  const first = page.getByRole('option', { selected: true })
  await first.waitFor()
  await page.waitForFunction(
    (id) => document.activeElement?.getAttribute('aria-activedescendant') === id,
    await first.getAttribute('id'),
  )
  const words = (await first.textContent()) ?? ''
  await box.press('ArrowUp')
  await page.waitForFunction(() => document.querySelector('[role=option][aria-selected=true]') === null)
  await box.press('Escape')
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  assert.equal(await box.inputValue(), 'hon')
  await box.press('ArrowDown')
  await page.getByRole('option').first().waitFor()
  await box.press('ArrowDown')
  await box.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('q') === words)

  await goTo(visitor, '/')
  await box.click()
  await page.getByRole('option', { name: words }).waitFor()
  await page.getByRole('button', { name: `Forget “${words}”` }).click()
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  assert.deepEqual(visitor.complaints, [])
})

test('who says where they stand finds what is near first, with its distance; the address tells nobody', async (t) => {
  const here = await stage()
  const [visitor, anton] = await Promise.all([visit(here), visit(here, { persona: 'anton' })])
  leaveAfter(t, visitor, anton)
  await goTo(anton, '/sell/shop')
  const form = anton.page.getByRole('form', { name: 'Where you are' })
  await form.getByLabel('Address').fill('Seestrasse 4')
  await form.getByLabel('Latitude').fill(String(lake.latitude + 0.01))
  await form.getByLabel('Longitude').fill(String(lake.longitude))
  await form.getByRole('button', { name: 'Save', exact: true }).click()
  await form.getByRole('button', { name: 'Take it back' }).waitFor()

  await visitor.context.grantPermissions(['geolocation'], { origin: here.origin })
  await visitor.context.setGeolocation({ latitude: lake.latitude + 0.000_2, longitude: lake.longitude })
  const { page } = visitor
  // The listings follow the log within a moment.
  await until(async () => {
    const { body } = await ask(anton, { path: `/v1/offers?near=${lake.latitude},${lake.longitude}&withinKm=5&limit=1` })
    return (body['items'] as unknown as object[]).length > 0
  })
  await goTo(visitor, '/search')
  await page.getByRole('button', { name: 'Near me' }).click()
  await page.waitForURL(/near=10/)
  await settled(visitor)
  await page.getByText('· 1.1 km').first().waitFor()
  assert.doesNotMatch(page.url().slice(here.origin.length), /47/, 'a port may have these digits, an address not')
  await page.getByRole('button', { name: 'Near me' }).click()
  await page.waitForURL((url) => !url.searchParams.has('near'))
  await page.getByText('· 1.1 km').first().waitFor({ state: 'detached' })
  for (const { complaints } of [visitor, anton]) assert.deepEqual(complaints, [])
})

type Told = {
  type: string
  subject: string
  person: string | null
  session: string | null
  data: { decision?: string }
}

/** What the town has heard of things that were chosen, newest last. */
async function heard(operator: Visitor, after: number, subject: string): Promise<Told[]> {
  const { body } = await ask(operator, { path: `/v1/interactions?after=${after}&limit=1000` })
  return (body['items'] as unknown as Told[]).filter((one) => one.subject === subject)
}

test('choosing a hit counts for the decision that placed it, of a stranger as nobody’s, and so does the basket', async (t) => {
  const here = await stage()
  const [stranger, signedIn, olga] = await Promise.all([
    visit(here, { width: desktop }),
    visit(here, { persona: 'mei', width: desktop }),
    visit(here, { persona: 'olga' }),
  ])
  leaveAfter(t, stranger, signedIn, olga)
  await goTo(olga, '/operator/settings/searches')
  for (const visitor of [stranger, signedIn]) {
    const { page } = visitor
    const { body } = await ask(olga, { path: '/v1/interactions?after=0&limit=1' })
    const before = body['newest'] as unknown as number
    await goTo(visitor, '/')
    await lookFor(visitor, 'mug')
    await page.getByRole('heading', { level: 1, name: /mug/ }).waitFor()
    await settled(visitor)
    const hit = page.locator('main ul[aria-busy=false] li a[href^="/offers/"]').first()
    const subject = /[0-9a-f-]{36}/.exec((await hit.getAttribute('href')) ?? '')![0]
    await hit.click()
    await page.waitForURL(/\/offers\//)
    await page.getByRole('button', { name: 'Into the basket' }).click()
    const told = await until(async () => {
      const all = await heard(olga, before, subject)
      return all.some(({ type }) => type === 'basket') ? all : undefined
    })
    const [click, basket] = ['click', 'basket'].map((type) =>
      told.find((one) => one.type === type && one.data.decision),
    )
    assert.equal(click?.data.decision, basket?.data.decision)
    if (visitor === stranger) assert.ok(told.every(({ person, session }) => person === null && session === null))
    const decided = await until(async () => {
      const found = await ask(olga, { path: `/v1/decisions/${click!.data.decision}` })
      return found.status === 200 && Number(found.body['value']) >= 2 ? found.body : undefined
    })
    assert.deepEqual([decided['point'], decided['value']], ['recommend.search', 2])
  }
  assert.equal(await stranger.page.evaluate(() => sessionStorage.getItem('lakeside.visit')), null)
  for (const { complaints } of [stranger, signedIn]) assert.deepEqual(complaints, [])
})
