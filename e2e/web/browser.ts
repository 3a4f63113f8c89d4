import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { type LaunchedTown, launchTown } from '../../simulator/town.ts'
import { newId } from '../../src/kernel/ids.ts'

/** A real Chromium on a town of its own. */

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Switches of the browser: nothing of a test leaves the machine. */
export const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** One that is installed, else the one that comes in an npm package; else it says what to run. */
export async function findChromium(): Promise<string> {
  const found = installed.find((file) => existsSync(file))
  if (found !== undefined) return found
  try {
    const { default: brought } = await import('@sparticuz/chromium')
    return await brought.executablePath()
  } catch (error) {
    throw new Error('No Chromium here that runs: sudo apt-get install -y chromium', { cause: error })
  }
}

/** Opens a browser. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: quiet })
}

/** A town with a browser, for the tests of one file. */
export type Stage = { readonly town: LaunchedTown; readonly browser: Browser; readonly origin: string }

let shared: Promise<Stage> | undefined

/** The stage of this file, made for the first test that asks. */
export async function stage(): Promise<Stage> {
  shared ??= openStage()
  return shared
}

/** Takes the stage down: `after(closeStage)` at the top of a file. */
export async function closeStage(): Promise<void> {
  if (shared === undefined) return
  const { town, browser } = await shared
  await browser.close()
  await town[Symbol.asyncDispose]()
}

async function openStage(): Promise<Stage> {
  const [town, browser] = await Promise.all([launchTown(), launchBrowser()])
  // Under this name the town knows itself, and a cookie counts for it.
  return { town, browser, origin: town.baseUrl.replace('127.0.0.1', 'localhost') }
}

/** How a visitor looks at the town. */
export type Looking = {
  readonly persona?: string
  readonly width?: number
  readonly language?: 'en' | 'zh'
  readonly scheme?: 'light' | 'dark'
}

/** Phones are looked at as narrow as they are sold. */
export const phone = 390
/** A laptop. */
export const desktop = 1280

/** A browser of one person. What its pages complain of is gathered in `complaints`. */
export type Visitor = { readonly context: BrowserContext; readonly page: Page; readonly complaints: string[] }

/** Somebody comes, as a persona or as a stranger. */
export async function visit({ browser, origin }: Stage, looking: Looking = {}): Promise<Visitor> {
  const { width = phone, language = 'en', scheme = 'light', persona } = looking
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height: width === phone ? 844 : 900 },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: scheme,
    timezoneId: 'UTC',
  })
  context.setDefaultTimeout(15_000)
  if (persona !== undefined) await become(context, { origin, persona })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${page.url()}: ${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return { context, page, complaints }
}

/** Signs a browser in as somebody of the demo town. */
export async function become(
  context: BrowserContext,
  { origin, persona }: { origin: string; persona: string },
): Promise<void> {
  const reply = await context.request.post(`/v1/sandbox/personas/${persona}/token`, {
    data: { session: 'cookie' },
    headers: { 'idempotency-key': newId(), origin },
  })
  assert.equal(reply.status(), 200, await reply.text())
  await context.addInitScript(() => {
    localStorage.setItem('lakeside.session', JSON.stringify({ since: 1, party: null }))
  })
}

/** Goes to an address and waits until the page answers to what is pressed. */
export async function goTo({ page }: Visitor, address: string): Promise<void> {
  await page.goto(address)
  await page.locator('html[data-ready]').waitFor({ state: 'attached' })
}

/** Asks the API as the person of this browser. */
export async function ask(
  { context }: Visitor,
  { method = 'GET', path, body }: { method?: 'GET' | 'POST'; path: string; body?: unknown },
  // What a reply holds is for the test to look into.
): Promise<{ status: number; body: Record<string, never> & { [name: string]: unknown } }> {
  const { origin } = new URL(context.pages()[0]?.url() ?? '')
  const reply = await context.request.fetch(path, {
    method,
    ...(body === undefined ? {} : { data: body }),
    headers: { 'idempotency-key': newId(), ...(origin === 'null' ? {} : { origin }) },
  })
  const text = await reply.text()
  return { status: reply.status(), body: text === '' ? {} : JSON.parse(text) }
}

/** Ends a test's browsers when it is over. */
export function leaveAfter(t: TestContext, ...visitors: readonly Visitor[]): void {
  t.after(async () => {
    for (const { context } of visitors) await context.close()
  })
}
