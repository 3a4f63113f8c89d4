import { Problem } from '#kernel/problem'
import { invalidAt } from '#kernel/http-problems'
import { providerAway } from '../problems.ts'
import { ProviderAway, ProviderKeyWrong } from '../provider.ts'
import { type StripeAccess, askStripe } from './http.ts'

/**
 * Asks with a key for what changes nothing, before anything depends on it. A restricted key may be without the right to
 * see the balance: Stripe says so to keys that it knows.
 *
 * @throws {Problem} invalid-input at /keys/secretKey, provider-away
 */
export async function tryKey(access: StripeAccess): Promise<void> {
  try {
    await askStripe(access, { method: 'GET', path: '/v1/balance' })
  } catch (error) {
    if (error instanceof ProviderKeyWrong) throw invalidAt('/keys/secretKey', 'is not known to Stripe')
    if (!(error instanceof ProviderAway)) throw error
    if (error.message.includes('(403)')) return
    throw new Problem(providerAway, { detail: `${error.message}. The keys could not be tried, and are not saved.` })
  }
}
