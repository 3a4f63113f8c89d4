import type { Static } from 'typebox'
import { machineNow } from '#kernel/clock'
import { type App, actorOf } from '#kernel/http'
import { invalidAt, problems } from '#kernel/http-problems'
import type { Context } from '#kernel/module'
import { ProviderBody, ProviderInput } from './contract.ts'
import { fitsTown, lookAgain } from './following.ts'
import { providerAway, providerKeysChanged } from './problems.ts'
import { type StripeKeys, hintOf, readSavedKeys, saveKeys } from './saved-keys.ts'
import { tryKey } from './stripe/trying.ts'

/** Who moves the money, and the keys for it. */
export function keysRoutes(app: App, context: Context): void {
  app.get(
    '/v1/payments/provider',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'readProvider',
        summary: 'Who moves the town’s money; keys are never answered',
        response: { 200: ProviderBody },
      },
    },
    async () => stateOf(context),
  )
  app.put(
    '/v1/payments/provider',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'saveProviderKeys',
        summary: 'Save the keys of Stripe, or take them away; each process uses them within a second',
        description:
          'A key is tried first: one that Stripe does not know is not saved. ' +
          'STRIPE_SECRET_KEY of the environment goes before them. A sandbox takes test keys only, a live town live keys ' +
          'only: real money never meets play money.',
        body: ProviderInput,
        response: { 200: ProviderBody, ...problems(providerKeysChanged, providerAway) },
      },
    },
    async (request) => {
      const { rev, keys } = request.body
      if (keys !== null) await check(context, keys)
      await saveKeys(context, { rev, keys, by: actorOf(request), now: machineNow() })
      lookAgain(context.db)
      return stateOf(context)
    },
  )
}

/** What is wrong with a key is said before anything depends on it. */
async function check({ config, town }: Context, { secretKey }: StripeKeys): Promise<void> {
  if (!fitsTown({ secretKey }, town)) {
    const wanted = town.isSandbox
      ? 'a sandbox takes test keys only (sk_test_…)'
      : 'a live town takes live keys only (sk_live_…)'
    throw invalidAt('/keys/secretKey', `is of the wrong kind: ${wanted}`)
  }
  await tryKey({ secretKey, baseUrl: config.stripeUrl })
}

async function stateOf(context: Context): Promise<Static<typeof ProviderBody>> {
  const { config, town } = context
  const { rev, keys } = await readSavedKeys(context)
  const source = config.stripe !== undefined ? 'environment' : keys === null ? 'none' : 'settings'
  const active = source === 'none' ? (town.isSandbox ? 'sandbox' : 'none') : 'stripe'
  return {
    rev,
    source,
    active,
    next: active,
    needsRestart: false,
    keyHint: keys === null ? null : hintOf(keys),
    webhookUrl: `${config.publicUrl}/v1/payments/webhooks/stripe`,
  }
}
