import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { SeenData, axe, foreignWords, settled, sideways } from './audit.ts'
import { type Looking, type Stage, ask, desktop, phone, stage, visit } from './browser.ts'
import { act, buyMug, prepareTown } from './prepared.ts'
import type { Shown } from './screens.ts'

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

/** Screens that show one thing alone are seen in one look each; among them there are all. */
const bare = /-(visitor|empty|none|foreign|gone)$/

/** A refusal is part of some screens; a browser notes each as an error of its own. */
const expected = /Failed to load resource: the server responded with a status of (401|403|404|409|422)/

/** Commands, names of variables and of kinds of money movements are the same in every language. */
const technical = [
  'node bin/lakeside.mjs restore FILE',
  'node bin/lakeside.mjs backup',
  'npm start',
  'Webhooks',
  'Webhook',
  'CloudEvents',
  'DEMO=off',
  'market.paid',
  'market.*',
  '/version',
  'orders:read',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'TOWN_TIME_ZONE',
  'TOWN_CURRENCY',
  'TOWN_NAME',
  'MAIL_FROM',
  'SMTP_URL',
  'DATA_DIR',
]

type Manifests = { readonly flow: { readonly states: object }; readonly rates?: object; readonly delays?: object }

/** Names in manifests that have no words of their own are shown as they are called there. */
function namesIn({ flow, rates = {}, delays = {} }: Manifests): string[] {
  const names = [flow.states, rates, delays].flatMap((part) => Object.keys(part))
  const actions = Object.values(flow.states).flatMap((state: { on?: object }) => Object.keys(state.on ?? {}))
  return [...names, ...actions].flatMap((name) => {
    const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
    return [name, words, words.charAt(0).toUpperCase() + words.slice(1)]
  })
}

async function namesOf(here: Stage): Promise<string[]> {
  const visitor = await visit(here, { persona: 'olga' })
  await visitor.page.goto('/health')
  const { body } = await ask(visitor, { path: '/v1/businesses' })
  const items = body['items'] as unknown as { business: string }[]
  const names: string[] = []
  for (const { business } of items) {
    const reply = await ask(visitor, { path: `/v1/businesses/${business}` })
    const manifest = reply.body['manifest'] as unknown as Manifests & { roles: object }
    names.push(...namesIn(manifest), ...Object.keys(manifest.roles).flatMap((role) => [role, capital(role)]))
  }
  await visitor.context.close()
  return names
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

async function dispute(here: Stage): Promise<void> {
  const [mei, anton] = await Promise.all([visit(here, { persona: 'mei' }), visit(here, { persona: 'anton' })])
  await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
  const orderId = await buyMug(mei)
  await act(anton, orderId, ['ship', { tracking: 'LS 3' }])
  await act(mei, orderId, ['dispute', { reason: 'damaged' }])
  await Promise.all([mei, anton].map(async ({ context }) => context.close()))
}

/** A manifest that is edited is in nobody's language. */
async function knownOf(page: Page, data: SeenData): Promise<string[]> {
  data.keep(await page.locator('textarea').allTextContents())
  return data.all(page)
}

type Seen = { here: Stage; known: readonly string[]; screen: Shown; looking: Looking }

async function faultsOf({ here, known, screen, looking }: Seen): Promise<string[]> {
  const { persona, name } = screen
  const visitor = await visit(here, { ...looking, ...(persona === undefined ? {} : { persona }) })
  const { page, complaints, context } = visitor
  try {
    const data = new SeenData(page)
    data.keep(known)
    await page.goto('/health') // so that the preparations have an origin
    await page.goto(typeof screen.path === 'string' ? screen.path : await screen.path(visitor), { waitUntil: 'load' })
    const isSettled = await settled(page)
    const isChinese = looking.language === 'zh'
    const faults = [
      ...(isSettled ? [] : ['is never finished']),
      ...complaints.filter((text) => !expected.test(text)),
      ...(await sideways(page)),
      ...(await axe(page)),
      ...(isChinese ? await foreignWords(page, await knownOf(page, data)) : []),
    ]
    return faults.map((fault) => `${name} (${looking.language}, ${looking.scheme}, ${looking.width}): ${fault}`)
  } finally {
    await context.close()
  }
}

/** Pages at a time: the browser and the town share two cores. */
const together = 3

/** Looks at screens of a town that has something to show; nothing may be wrong with any of them. */
export async function assertFaultless(screens: readonly Shown[]): Promise<void> {
  const here = await stage()
  const prepared = await prepareTown(here)
  await dispute(here)
  const known = [...prepared, ...(await namesOf(here)), ...technical]
  const wanted = screens.flatMap((screen, index) => {
    const both = looks.at(index % looks.length)!
    const chosen = bare.test(screen.name) ? both.slice(index % 3 === 0 ? 1 : 0).slice(0, 1) : both
    return chosen.map((looking) => ({ here, known, screen, looking }))
  })
  const faults: string[] = []
  const work = async (): Promise<void> => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) faults.push(...(await faultsOf(next)))
  }
  await Promise.all(Array.from({ length: together }, work))
  assert.deepEqual(faults, [])
}
