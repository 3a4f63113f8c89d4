/** What is wrong with the screens of a group: looked at with data, empty, and when nothing is answered. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { SeenData, act, axe, foreignWords, headings, settled, unsettled, sideways } from './audit.ts'
import { type Looking, type Stage, type Visitor, ask, desktop, phone, stage, visit } from './browser.ts'
import { until } from '../../src/kernel/until.ts'
import { prepareTown } from './prepared.ts'
import type { Shown } from './screens.ts'

/** How a screen is looked at; `isFailing`: the town answers none of its questions. */
type Look = Looking & { readonly isFailing?: true }

/** Each screen is seen in both languages, both lights and both widths; which go together takes turns. */
const looks: readonly (readonly Look[])[] = [
  [
    { language: 'en', scheme: 'light', width: phone },
    { language: 'zh', scheme: 'dark', width: desktop },
    { language: 'zh', scheme: 'light', width: phone, isFailing: true },
  ],
  [
    { language: 'zh', scheme: 'light', width: phone },
    { language: 'en', scheme: 'dark', width: desktop },
    { language: 'en', scheme: 'light', width: desktop, isFailing: true },
  ],
]

/** Screens that show one thing alone are seen in one look each; among them there are all. */
const bare = /-(visitor|empty|none|nothing|foreign|gone)$/

/** A refusal is part of some screens; a browser notes each as an error of its own. */
const expected = /Failed to load resource: the server responded with a status of (401|403|404|409|422)/
const expectedWhenFailing = /Failed to load resource/

/** Commands, names of variables and of kinds of money movements are the same in every language. */
const technical = [
  'node bin/lakeside.mjs restore FILE --data-dir NEW_FOLDER', 'node bin/lakeside.mjs restore FILE --check',
  'node bin/lakeside.mjs setup-link', 'node bin/lakeside.mjs go-live --data-dir ./live', 'DATA_DIR=./live',
  'PORT=8081', 'sk_live_', 'sk_test_', 'whsec_', 'Stripe', 'TLS', '/v1/payments/webhooks/stripe', 'npm start', 'Webhooks', 'Webhook', 'CloudEvents',
  'DEMO=off', 'market.paid', 'market.*', '/version', 'orders:read', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET',
  'TOWN_TIME_ZONE', 'TOWN_CURRENCY', 'TOWN_NAME', 'MAIL_FROM', 'SMTP_URL', 'DATA_DIR',
] // prettier-ignore

/** Pages at a time: the browser and the town share two cores. */
const together = 3

/** Looks at screens of a town that has something to show; nothing may be wrong with any of them. */
export async function assertFaultless(screens: readonly Shown[]): Promise<void> {
  const here = await stage()
  const known = await prepared(here)
  const wanted = screens.flatMap((screen, index) =>
    looksOf(screen, index).map((look) => ({ here, known, screen, look })),
  )
  const faults: string[] = []
  const work = async (): Promise<void> => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) faults.push(...(await faultsOf(next)))
  }
  await Promise.all(Array.from({ length: together }, work))
  assert.deepEqual(faults, [])
}

function looksOf({ name, act: work }: Shown, index: number): readonly Look[] {
  // What is pressed on a screen changes nothing of how it fails.
  const all = looks.at(index % looks.length)!.filter(({ isFailing }) => work === undefined || isFailing !== true)
  return bare.test(name) ? all.slice(index % 3 === 0 ? 0 : 1).slice(0, 1) : all
}

let preparing: Promise<readonly string[]> | undefined

/** The town is prepared once, whoever looks at it. @returns texts that nobody translates */
async function prepared(here: Stage): Promise<readonly string[]> {
  preparing ??= prepare(here)
  return preparing
}

async function prepare(here: Stage): Promise<readonly string[]> {
  await found(here)
  return [...(await prepareTown(here)), ...(await namesOf(here)), ...technical]
}

/** Waits until what is searched for is found: the index of a town that has just begun follows its seeds. */
async function found({ origin }: Stage): Promise<void> {
  await until(async () => {
    const { items }: { items: unknown[] } = await (await fetch(`${origin}/v1/offers?q=mug`)).json()
    return items.length > 0
  })
}

type Seen = { here: Stage; known: readonly string[]; screen: Shown; look: Look }

async function faultsOf(seen: Seen): Promise<string[]> {
  const { here, screen, look } = seen
  const { persona, name } = screen
  const { isFailing = false, ...looking } = look
  const visitor = await visit(here, { ...looking, ...(persona === undefined ? {} : { persona }) })
  try {
    const { data, faults } = await opened(visitor, seen)
    const harmless = isFailing ? expectedWhenFailing : expected
    faults.push(...visitor.complaints.filter((text) => !harmless.test(text)))
    faults.push(...(await faultsOfPage(visitor.page, data, looking)))
    const how = `${looking.language}, ${looking.scheme}, ${looking.width}${isFailing ? ', failing' : ''}`
    return faults.map((fault) => `${name} (${how}): ${fault}`)
  } finally {
    await visitor.context.close()
  }
}

/** Brings a screen before the visitor's eyes. */
async function opened(visitor: Visitor, { known, screen, look }: Seen): Promise<{ data: SeenData; faults: string[] }> {
  const { page } = visitor
  const data = new SeenData(page)
  data.keep([...known, ...(screen.words ?? [])])
  await page.goto('/health') // so that the preparations have an origin
  await screen.prepare?.(visitor)
  const path = typeof screen.path === 'string' ? screen.path : await screen.path(visitor)
  const refused = look.isFailing === true ? await answerNothing(page) : undefined
  await page.goto(path, { waitUntil: 'load' })
  const faults = (await settled(page)) ? [] : [`is never finished: ${await unsettled(page)}`]
  if (refused === undefined) await act(screen, visitor)
  else if (refused.count > 0 && !(await tellsOfFailure(page))) faults.push('does not say that it could not be shown')
  return { data, faults }
}

async function faultsOfPage(page: Page, data: SeenData, { language }: Looking): Promise<string[]> {
  const words = language === 'zh' ? await foreignWords(page, async () => knownOf(page, data)) : []
  return [...(await sideways(page)), ...(await headings(page)), ...(await axe(page)), ...words]
}

/** Who is here and what the town is called are known; all else that the page asks for is answered by a failure. */
async function answerNothing(page: Page): Promise<{ count: number }> {
  const refused = { count: 0 }
  const problem = { type: 'about:blank', title: 'Our fault', status: 500, detail: 'Something went wrong on our side' }
  await page.route(/\/v1\/(?!me$|town$|events|sandbox\/personas|sessions)/, async (route) => {
    if (route.request().method() !== 'GET') return route.continue()
    refused.count += 1
    return route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) })
  })
  return refused
}

/** A page that came with its content may still show it; else somebody must be told. */
async function tellsOfFailure(page: Page): Promise<boolean> {
  const hasContent = await page.evaluate(() =>
    document.getElementById('state')?.textContent?.includes('"isRendered":true'),
  )
  if (hasContent === true) return true
  const told = page.locator('[role=alert]').first()
  return told.waitFor().then(
    () => true,
    () => false,
  )
}

/** A manifest that is edited is in nobody's language. */
async function knownOf(page: Page, data: SeenData): Promise<string[]> {
  data.keep(await page.locator('textarea').allTextContents())
  return data.all(page)
}

type Manifest = {
  readonly roles: object
  readonly flow: { readonly states: object }
  readonly rates?: object
  readonly delays?: object
}

/** Names in manifests that have no words of their own are shown as they are called there. */
async function namesOf(here: Stage): Promise<string[]> {
  const visitor = await visit(here, { persona: 'olga' })
  await visitor.page.goto('/health')
  const { body } = await ask(visitor, { path: '/v1/businesses' })
  const names: string[] = []
  for (const { business } of body['items'] as unknown as { business: string }[]) {
    const reply = await ask(visitor, { path: `/v1/businesses/${business}` })
    const { manifest } = reply.body as unknown as { manifest: Manifest }
    names.push(...namesIn(manifest))
  }
  await visitor.context.close()
  return names
}

function namesIn({ roles, flow, rates = {}, delays = {} }: Manifest): string[] {
  const names = [roles, flow.states, rates, delays].flatMap((part) => Object.keys(part))
  const actions = Object.values(flow.states).flatMap((state: { on?: object }) => Object.keys(state.on ?? {}))
  return [...names, ...actions].flatMap((name) => {
    const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
    return [name, words, words.charAt(0).toUpperCase() + words.slice(1)]
  })
}
