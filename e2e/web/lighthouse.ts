/** Lighthouse on a town of its own, as a stranger and as a buyer who looks at an order. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import lighthouse, { type Result } from 'lighthouse'
import { chromium } from 'playwright-core'
import { type LaunchedTown, freePort, launchTown } from '../../simulator/town.ts'
import { type Visitor, ask, become, findChromium, quiet } from './browser.ts'
import { buyMug } from './prepared.ts'

/** Pages that are measured: home, an offer, and an order as its buyer sees it. */
export type Measured = 'home' | 'offer' | 'order'

/** A town and a browser that Lighthouse can steer. */
export type LighthouseStage = AsyncDisposable & {
  /** Measures a page at Lighthouse's settings of a phone. */
  measure: (page: Measured, categories: readonly string[]) => Promise<Result>
}

/** Opens the town, its browser, and an order of the demo's buyer. */
export async function openLighthouse(): Promise<LighthouseStage> {
  const town = await launchTown()
  const origin = town.baseUrl.replace('127.0.0.1', 'localhost')
  const port = await freePort()
  const profile = mkdtempSync(path.join(os.tmpdir(), 'lakeside-lighthouse-'))
  const args = [...quiet, `--remote-debugging-port=${port}`]
  // Lighthouse opens its tabs in the browser's own profile: who is signed in there is seen by it.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    args,
    baseURL: origin,
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto('/health')
  const visitor: Visitor = { context, page, complaints: [] }
  const { body } = await ask(visitor, { path: '/v1/offers?q=mug&limit=1' })
  const [offer] = body['items'] as unknown as { id: string }[]
  // Who is signed in has a stream of events open, at whose end Lighthouse would wait: the order comes last.
  let order: Promise<string> | undefined
  const pathOf = async (name: Measured): Promise<string> => {
    if (name !== 'order') return name === 'home' ? '/' : `/offers/${offer?.id}`
    order ??= become(context, { origin, persona: 'mei' }).then(async () => buyMug(visitor))
    return `/orders/${await order}`
  }
  return {
    measure: async (name, categories) => {
      const result = await lighthouse(`${origin}${await pathOf(name)}`, {
        port,
        onlyCategories: [...categories],
        logLevel: 'error',
        disableStorageReset: true,
        maxWaitForLoad: 15_000,
        // An order is its parties' own: it must not be found, and the page that the server sends says nothing of it.
        skipAudits: name === 'order' ? ['is-crawlable', 'meta-description'] : [],
      })
      assert.ok(result !== undefined, `Lighthouse said nothing of ${name}`)
      assert.equal(result.lhr.runtimeError, undefined, JSON.stringify(result.lhr.runtimeError))
      return result.lhr
    },
    [Symbol.asyncDispose]: async () => closeAll(context.close.bind(context), town, profile),
  }
}

async function closeAll(closeBrowser: () => Promise<void>, town: LaunchedTown, profile: string): Promise<void> {
  await closeBrowser()
  await town[Symbol.asyncDispose]()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
}
