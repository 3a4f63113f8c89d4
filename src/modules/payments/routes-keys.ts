import type { Static } from 'typebox'
import { machineNow } from '#kernel/clock'
import type { Config } from '#kernel/config'
import { type App, actorOf } from '#kernel/http'
import { invalidAt, problems } from '#kernel/http-problems'
import type { Context } from '#kernel/module'
import { ProviderBody, ProviderInput } from './contract.ts'
import { providerKeysChanged } from './problems.ts'
import { type StripeKeys, hintOf, readSavedKeys, saveKeys } from './saved-keys.ts'

/** Who moves the money, and the keys for it. */
export function keysRoutes(app: App, context: Context, provider: string): void {
  app.get(
    '/v1/payments/provider',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'readProvider',
        summary: 'Who moves the town’s money now, and from the next start on; keys are never answered',
        response: { 200: ProviderBody },
      },
    },
    async () => stateOf(context, provider),
  )
  app.put(
    '/v1/payments/provider',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'saveProviderKeys',
        summary: 'Save the keys of Stripe, or take them away; each process uses them from its next start on',
        description:
          'STRIPE_SECRET_KEY of the environment goes before them. A sandbox takes test keys only, a live town live keys ' +
          'only: real money never meets play money.',
        body: ProviderInput,
        response: { 200: ProviderBody, ...problems(providerKeysChanged) },
      },
    },
    async (request) => {
      const { rev, keys } = request.body
      if (keys !== null) checkMode(keys.secretKey, context.town.isSandbox)
      await saveKeys(context, { rev, keys, by: actorOf(request), now: machineNow() })
      return stateOf(context, provider)
    },
  )
}

function checkMode(secretKey: string, isSandbox: boolean): void {
  if (secretKey.includes('_live_') !== isSandbox) return
  const wanted = isSandbox
    ? 'a sandbox takes test keys only (sk_test_…)'
    : 'a live town takes live keys only (sk_live_…)'
  throw invalidAt('/keys/secretKey', `is of the wrong kind: ${wanted}`)
}

async function stateOf(context: Context, active: string): Promise<Static<typeof ProviderBody>> {
  const { config, town } = context
  const { rev, keys } = await readSavedKeys(context)
  const source = sourceOf(config.stripe, keys)
  const next = source === 'none' ? (town.isSandbox ? 'sandbox' : 'none') : 'stripe'
  const isSame = source === 'environment' || keys?.secretKey === config.stripe?.secretKey
  return {
    rev,
    source,
    active,
    next,
    needsRestart: active !== next || !isSame,
    keyHint: keys === null ? null : hintOf(keys),
    webhookUrl: `${config.publicUrl}/v1/payments/webhooks/stripe`,
  }
}

function sourceOf(inUse: Config['stripe'], saved: StripeKeys | null): 'environment' | 'settings' | 'none' {
  if (inUse !== undefined && inUse.isSaved !== true) return 'environment'
  return saved === null ? 'none' : 'settings'
}
