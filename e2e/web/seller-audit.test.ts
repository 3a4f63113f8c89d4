import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeenData, axe, foreignWords, settled, sideways } from './audit.ts'
import { type Looking, type Stage, type Visitor, closeStage, desktop, phone, stage, visit } from './browser.ts'
import { prepareTown } from './prepared.ts'
import type { Shown } from './screens.ts'
import { sellerScreens } from './seller-screens.ts'

after(closeStage)

/** Each screen is seen in both languages, both lights and both widths; which go together takes turns. */
const looks: readonly (readonly Looking[])[] = [
  [
    { language: 'en', scheme: 'light', width: phone },
    { language: 'zh', scheme: 'dark', width: desktop },
  ],
  [
    { language: 'zh', scheme: 'light', width: phone },
    { language: 'en', scheme: 'dark', width: desktop },
  ],
]

/** A refusal is part of some screens; a browser notes each as an error of its own. */
const expected = /Failed to load resource: the server responded with a status of (401|403|404|409|422)/

/** What sellers wrote: the columns of a file, and what their variants differ in. */
const fileWords = ['title', 'price', 'category', 'cheap', 'Jug', 'Glaze']

/** Screens that show one thing alone are seen in one look each; among them there are all. */
const bare = /-(visitor|empty|none|nothing|foreign|gone)$/

/** What is opened on a screen before it is looked at once more. */
const opened: Readonly<Record<string, (visitor: Visitor) => Promise<void>>> = {
  'sell-listings': async ({ page }) => {
    await page.locator('tbody input[type=checkbox]').first().check()
    await page.locator('[role=group] button').first().click()
    await page.getByRole('dialog').waitFor()
  },
  'sell-table': async ({ page }) => page.locator('tbody input[type=checkbox]').first().check(),
  'sell-new': async ({ page }) => page.locator('main form button[type=submit]').click(),
  'sell-import': async ({ page }) => {
    const buffer = Buffer.from('title,price,category\nJug,cheap,ceramics\n')
    await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: /Try all rows|试算所有行/ }).click()
    await page.getByRole('table').waitFor()
  },
  'sell-shop': async ({ page }) => {
    await page.getByRole('button', { name: /^(Invite|邀请)$/ }).click()
    await page.locator('input[readonly]').waitFor()
  },
  'sell-money': async ({ page }) => page.locator('summary').first().click(),
}

type Seen = { here: Stage; known: readonly string[]; screen: Shown; looking: Looking }

async function faultsOf({ here, known, screen, looking }: Seen): Promise<string[]> {
  const { persona, name } = screen
  const visitor = await visit(here, { ...looking, ...(persona === undefined ? {} : { persona }) })
  const { page, complaints, context } = visitor
  try {
    const data = new SeenData(page)
    data.keep([...known, ...fileWords])
    await page.goto('/health') // so that the preparations have an origin
    await screen.prepare?.(visitor)
    await page.goto(typeof screen.path === 'string' ? screen.path : await screen.path(visitor), { waitUntil: 'load' })
    const isSettled = await settled(page)
    const look = async (): Promise<string[]> => [
      ...(await sideways(page)),
      ...(await axe(page)),
      ...(looking.language === 'zh' ? await foreignWords(page, await data.all(page)) : []),
    ]
    const faults = [...(isSettled ? [] : ['is never finished']), ...(await sideways(page))]
    if (opened[name] === undefined) faults.push(...(await look()))
    else {
      await opened[name](visitor)
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight)) // where nothing floats over anything
      await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
      faults.push(...(await look()).map((fault) => `opened: ${fault}`))
    }
    faults.push(...complaints.filter((text) => !expected.test(text)))
    return faults.map((fault) => `${name} (${looking.language}, ${looking.scheme}, ${looking.width}): ${fault}`)
  } finally {
    await context.close()
  }
}

/** Waits until what is searched for is found: the index of a town that has just begun follows its seeds. */
async function found({ origin }: Stage): Promise<void> {
  for (let count = 0; count < 100; count += 1) {
    const { items }: { items: unknown[] } = await (await fetch(`${origin}/v1/offers?q=mug`)).json()
    if (items.length > 0) return
    await sleep(100)
  }
}

/** Pages at a time: the browser and the town share two cores. */
const together = 3

test('no screen of sellers has an error, a fault for axe, sideways scroll or an untranslated word', async () => {
  const here = await stage()
  await found(here)
  const known = await prepareTown(here)
  const wanted = sellerScreens.flatMap((screen, index) => {
    const both = looks.at(index % looks.length)!
    const seen = bare.test(screen.name) ? both.slice(index % 3 === 0 ? 0 : 1).slice(0, 1) : both
    return seen.map((looking) => ({ here, known, screen, looking }))
  })
  const faults: string[] = []
  const work = async (): Promise<void> => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) faults.push(...(await faultsOf(next)))
  }
  await Promise.all(Array.from({ length: together }, work))
  assert.deepEqual(faults, [])
})
