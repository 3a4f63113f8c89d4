import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { type Visitor, ask, closeStage, desktop, goTo, leaveAfter, stage, visit } from './browser.ts'

after(closeStage)

type Own = { id: string; title: string; priceMinor: number; rev: number; status: string; available: number | null }

async function ownOf(visitor: Visitor, query = ''): Promise<Own[]> {
  const { body } = await ask(visitor, { path: `/v1/offers/mine?limit=200${query}` })
  return body['items'] ?? []
}

async function click({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

/** A photograph that tells where it was taken. */
async function photograph(): Promise<Buffer> {
  const background = { r: 200, g: 160, b: 120 }
  return sharp({ create: { width: 900, height: 600, channels: 3, background } })
    .withExif({ IFD0: { Make: 'Lakephone' }, IFD3: { GPSLatitude: '47/1 30/1 0/1' } })
    .jpeg()
    .toBuffer()
}

test('a thing is offered with a picture and in variants, found, and its sale shows by itself', async (t) => {
  const here = await stage()
  const [anton, mei] = await Promise.all([
    visit(here, { persona: 'anton', width: desktop }),
    visit(here, { persona: 'mei' }),
  ])
  leaveAfter(t, anton, mei)
  await goTo(anton, '/sell/listings/new')
  const { page } = anton
  await click(anton, 'Offer it')
  await page.getByText('Something is not filled in yet.').waitFor()
  const picture = { name: 'bowl.jpg', mimeType: 'image/jpeg', buffer: await photograph() }
  await page.locator('input[type=file]').setInputFiles(picture)
  await page.getByRole('img', { name: 'Picture 1' }).waitFor()
  await page.locator('input[type=file]').setInputFiles({ ...picture, name: 'x.svg', buffer: Buffer.from('<svg/>') })
  await page.getByText('Only PNG, JPEG and WebP pictures are taken.').waitFor()
  await page.getByLabel('Title').fill('Rain bowl')
  await page.getByLabel('Category').selectOption('ceramics')
  await click(anton, 'It comes in variants')
  await page.getByLabel('What variants differ in').fill('size')
  await page.getByRole('textbox', { name: 'Size' }).fill('small')
  await page.getByLabel('Price', { exact: true }).fill('24.50')
  await click(anton, 'Add a variant')
  await page.getByRole('textbox', { name: 'Size' }).nth(1).fill('large')
  await page.getByLabel('Price', { exact: true }).nth(1).fill('32')
  await page.getByLabel('In stock').nth(1).fill('4')
  await page.getByLabel('Shipping').fill('3')
  await click(anton, 'Offer it')
  await page.waitForURL('**/sell/listings')
  await page.getByRole('link', { name: 'Rain bowl, large' }).waitFor()
  const kept = await anton.context.request.get(
    (await page.locator('img[src^="/v1/files/"]').first().getAttribute('src'))!,
  )
  const { exif, format } = await sharp(await kept.body()).metadata()
  assert.deepEqual([format, exif], ['webp', undefined], 'a picture keeps neither place nor device')

  await goTo(mei, '/search?q=rain%20bowl')
  await mei.page.getByRole('link', { name: 'Rain bowl' }).click()
  await click(mei, 'large')
  await mei.page.getByRole('link', { name: 'Buy now' }).click()
  await goTo(anton, '/sell')
  await page.getByRole('heading', { name: 'Today' }).waitFor()
  await mei.page.getByLabel('Address').fill('1 Lakeside Walk')
  await mei.page.getByRole('button', { name: 'Pay €35.00' }).click()
  await mei.page.waitForURL(/\/orders\//)
  await page.getByRole('link', { name: 'Rain bowl' }).first().waitFor()
  assert.deepEqual(
    anton.complaints.filter((text) => !text.includes('415')),
    [],
  )
  assert.deepEqual(mei.complaints, [])
})

test('a file with wrong rows is told line by line, and nothing is imported before it is agreed to', async (t) => {
  const here = await stage()
  const anton = await visit(here, { persona: 'anton', width: desktop })
  leaveAfter(t, anton)
  const { page } = anton
  await goTo(anton, '/sell/listings/import')
  const before = (await ownOf(anton)).length
  const [mug] = (await ownOf(anton, '&q=north%20wind')).map(({ id }) => id)
  const file = [
    'id;Title;Category;Price;Stock;Shipping;Remark',
    ';Salad bowl;ceramics;24,50;5;4,90;right',
    ';;ceramics;12,00;1;4,90;no title',
    ';"Jug',
    'of two lines";spaceships;cheap;2;4,90;two faults',
    ';=HYPERLINK("x");ceramics;9,00;1;0,00;right, and no formula',
    `${mug};;;41,00;;;changes a price`,
    ';Teapot;ceramics;30,00;-1;0,00;fewer than none',
  ].join('\r\n')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'w.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await page.getByRole('heading', { name: 'What the columns stand for (6 rows)' }).waitFor()
  assert.equal(await page.getByLabel('Remark').inputValue(), 'skip')
  await click(anton, 'Try all rows')
  await page.getByText('3 rows are right: 2 new, 1 changed.').waitFor()
  const faults = await page.getByRole('table').locator('tbody tr').allInnerTexts()
  assert.deepEqual(
    faults.map((text) => text.split(/\s*[\t\n]\s*/).slice(0, 2)),
    [
      ['Line 3', 'Title'],
      ['Line 4', 'Category'],
      ['Line 4', 'Price'],
      ['Line 8', 'Stock'],
    ],
  )
  assert.equal((await ownOf(anton)).length, before, 'trying imports nothing')
  await click(anton, 'Import the 3 right rows')
  await page.getByText('Imported: 3 rows').first().waitFor()
  assert.equal((await ownOf(anton)).length, before + 2)
  assert.equal((await ownOf(anton, '&q=north%20wind'))[0]?.priceMinor, 4_100)

  await page.getByRole('link', { name: 'Listings' }).last().click()
  const download = page.waitForEvent('download')
  await click(anton, 'Save as CSV')
  const saved = readFileSync(await (await download).path(), 'utf8')
  assert.match(saved, /"?'=HYPERLINK/, 'what could be a formula is none')
  assert.deepEqual(anton.complaints, [])
})

test('prices of many are lowered by a share, shown before, and all come back at one press', async (t) => {
  const here = await stage()
  const anton = await visit(here, { persona: 'anton' })
  leaveAfter(t, anton)
  const { page } = anton
  await goTo(anton, '/sell/listings?sort=title&q=plate')
  const before = await ownOf(anton, '&q=plate')
  assert.ok(before.length >= 2)
  const boxes = page.getByRole('checkbox', { name: /^Choose Supper/ })
  await boxes.nth(before.length - 1).waitFor() // `all` would take those that are there by now
  for (const box of await boxes.all()) await box.check()
  await click(anton, 'Change prices')
  await page.getByRole('textbox', { name: 'By percent' }).fill('-10')
  await page.getByText('€28.80').first().waitFor()
  await click(anton, `Change ${before.length}`)
  await page.getByText(`Done: ${before.length}`).waitFor()
  const lowered = await ownOf(anton, '&q=plate')
  assert.ok(lowered.every(({ priceMinor }) => priceMinor === 2_880))
  await click(anton, 'Undo')
  await page.getByText(`Undone: ${before.length}`).waitFor()
  const back = await ownOf(anton, '&q=plate')
  const pricesOf = (offers: readonly Own[]) => new Map(offers.map(({ id, priceMinor }) => [id, priceMinor]))
  assert.deepEqual(pricesOf(back), pricesOf(before))

  await goTo(anton, '/sell/listings?q=salt')
  await click(anton, /Salt pig: \d+ in stock/)
  await page.getByLabel('How many there are').fill('2')
  await page.getByLabel('Why').fill('Two fell down')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Salt pig: 2 in stock').waitFor()
  assert.equal((await ownOf(anton, '&q=salt'))[0]?.available, 2)
  await click(anton, 'Undo')
  await page.getByRole('button', { name: /Salt pig: [^2]\d* in stock/ }).waitFor()
  assert.deepEqual(anton.complaints, [])
})
