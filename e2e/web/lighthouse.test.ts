import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import lighthouse from 'lighthouse'
import { type Browser, chromium } from 'playwright-core'
import { type LaunchedTown, freePort, launchTown } from '../../simulator/town.ts'
import { findChromium, quiet } from './browser.ts'

/** What Lighthouse must give for accessibility, best practices and findability, at the settings of a phone. */
const least = 0.95
const categories = ['accessibility', 'best-practices', 'seo'] as const

let town: LaunchedTown | undefined
let browser: Browser | undefined

after(async () => {
  await browser?.close()
  await town?.[Symbol.asyncDispose]()
})

test('home and the page of an offer pass Lighthouse at phone settings', async () => {
  const port = await freePort()
  const args = [...quiet, `--remote-debugging-port=${port}`]
  town = await launchTown()
  browser = await chromium.launch({ executablePath: await findChromium(), args })
  const origin = town.baseUrl.replace('127.0.0.1', 'localhost')
  const { items }: { items: { id: string }[] } = await (await fetch(`${origin}/v1/offers?q=mug&limit=1`)).json()
  for (const path of ['/', `/offers/${items[0]?.id}`]) {
    const result = await lighthouse(`${origin}${path}`, { port, onlyCategories: [...categories], logLevel: 'error' })
    assert.ok(result !== undefined)
    const { lhr } = result
    for (const name of categories) {
      const { score, auditRefs } = lhr.categories[name] ?? { score: 0, auditRefs: [] }
      const failed = auditRefs
        .filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 1)
        .map(({ id }) => id)
      assert.ok((score ?? 0) >= least, `${path} ${name} ${score}: ${failed.join(', ')}`)
    }
  }
})
