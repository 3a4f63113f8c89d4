import { ask } from './browser.ts'
import type { Visitor } from './browser.ts'
import type { Shown } from './screens.ts'

async function aParty(visitor: Visitor): Promise<string> {
  const { body } = await ask(visitor, { path: '/v1/parties?text=mei&limit=1' })
  const [first] = body['items'] as unknown as { id: string }[]
  return `/operator/parties/${first?.id}`
}

async function anException(visitor: Visitor): Promise<string> {
  const { body } = await ask(visitor, { path: '/v1/exceptions?limit=1' })
  const [first] = body['items'] as unknown as { id: string }[]
  return `/operator/exceptions/${first?.id}`
}

async function aWebhook(visitor: Visitor): Promise<string> {
  const { body } = await ask(visitor, { path: '/v1/webhooks' })
  const [first] = body['items'] as unknown as { id: string }[]
  if (first !== undefined) return `/operator/settings/webhooks/${first.id}`
  const wanted = { url: 'https://example.com/events', types: ['*'] }
  const made = await ask(visitor, { method: 'POST', path: '/v1/webhooks', body: wanted })
  return `/operator/settings/webhooks/${String(made.body['id'])}`
}

async function chooseStripe({ page }: Visitor): Promise<void> {
  await page.locator('input[name=provider]').last().check()
}

const persona = 'olga'

/** The operator's: with something to do, empty, and for those whose it is not. */
export const operatorScreens: readonly Shown[] = [
  { name: 'operator-town', path: '/operator', persona },
  { name: 'operator-town-visitor', path: '/operator' },
  { name: 'operator-town-foreign', path: '/operator', persona: 'mei' },
  { name: 'operator-exceptions', path: '/operator/exceptions', persona },
  { name: 'operator-exceptions-empty', path: '/operator/exceptions?business=campaigns', persona },
  { name: 'operator-exception', path: anException, persona: 'helena' },
  { name: 'operator-exception-operator', path: anException, persona },
  { name: 'operator-businesses', path: '/operator/businesses', persona },
  { name: 'operator-business-flow', path: '/operator/businesses/market', persona },
  { name: 'operator-business-text', path: '/operator/businesses/tools?view=json', persona },
  { name: 'operator-business-rates', path: '/operator/businesses/market?view=rates', persona },
  { name: 'operator-business-versions', path: '/operator/businesses/market?view=versions', persona },
  { name: 'operator-business-new', path: '/operator/businesses/new', persona },
  { name: 'operator-business-gone', path: '/operator/businesses/nothing', persona },
  { name: 'operator-parties', path: '/operator/parties', persona },
  { name: 'operator-parties-none', path: '/operator/parties?q=zzzzqqq', persona },
  { name: 'operator-party', path: aParty, persona },
  { name: 'operator-visitors', path: '/operator/visitors', persona },
  { name: 'operator-money', path: '/operator/money', persona },
  { name: 'operator-checks', path: '/operator/money/checks', persona },
  { name: 'operator-fees', path: '/operator/money/fees', persona },
  { name: 'operator-invoices', path: '/operator/money/invoices', persona },
  { name: 'operator-settings', path: '/operator/settings', persona },
  { name: 'operator-services', path: '/operator/settings/services', persona },
  { name: 'operator-services-stripe', path: '/operator/settings/services', persona, act: chooseStripe },
  { name: 'operator-backups', path: '/operator/settings/backups', persona },
  { name: 'operator-live', path: '/operator/settings/live', persona },
  { name: 'setup-without-link', path: '/operator/setup' },
  { name: 'setup-over', path: '/operator/setup', persona },
  { name: 'operator-searches', path: '/operator/settings/searches', persona },
  { name: 'operator-newcomers', path: '/operator/settings/newcomers', persona },
  { name: 'operator-webhooks', path: '/operator/settings/webhooks', persona },
  { name: 'operator-webhook', path: aWebhook, persona },
  { name: 'operator-keys', path: '/operator/settings/keys', persona },
  { name: 'operator-letters', path: '/operator/settings/mail', persona },
  { name: 'operator-record', path: '/operator/settings/record', persona },
  { name: 'operator-trust', path: '/operator/trust', persona },
  { name: 'trust', path: '/trust' },
]
