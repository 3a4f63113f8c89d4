import { ProviderAway, ProviderKeyWrong, ProviderRefused } from '../provider.ts'

/** What reaching Stripe needs. */
export type StripeAccess = {
  /** `sk_test_…` or `sk_live_…`. */
  secretKey: string
  /** Default `https://api.stripe.com`. */
  baseUrl?: string
}

/** Anything Stripe says; fields are read where they are known to be. */
export type StripeObject = { readonly id: string; readonly object: string; readonly [name: string]: unknown }
export type StripeList = { readonly data: readonly StripeObject[]; readonly has_more: boolean }

/** The version whose shapes this code reads; Stripe keeps it for whoever asks for it. */
const apiVersion = '2025-06-30.basil'
/** Stripe answers in a second or two; charges at slow banks take longer, and are then found by asking. */
const timeoutMs = 20_000

type Asking = { method: 'GET' | 'POST'; path: string; form?: Readonly<Record<string, string>>; key?: string }

/** One request. Nothing is retried here: whoever asks again does so with the same key. */
export async function askStripe<T>(access: StripeAccess, { method, path, form = {}, key }: Asking): Promise<T> {
  const fields = new URLSearchParams(form)
  const query = method === 'GET' && fields.size > 0 ? `?${fields.toString()}` : ''
  const response = await reach(`${access.baseUrl ?? 'https://api.stripe.com'}${path}${query}`, {
    method,
    headers: {
      authorization: `Bearer ${access.secretKey}`,
      'stripe-version': apiVersion,
      ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(method === 'POST' ? { body: fields.toString() } : {}),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const body = await bodyOf(response)
  if (response.ok) return body as T // the shape that Stripe documents for this path
  throw refusalOf(response.status, body as StripeFault)
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    throw new ProviderAway('Stripe could not be reached', { cause: error })
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throw new ProviderAway(`Stripe answered ${response.status} and no JSON`, { cause: error })
  }
}

/** https://docs.stripe.com/api/errors */
type StripeFault = {
  error?: { type?: string; code?: string; decline_code?: string; message?: string; payment_intent?: StripeObject }
}

/** Stripe keeps a server error under its idempotency key only when the request began; all of these are asked again. */
function refusalOf(status: number, { error = {} }: StripeFault): Error {
  const words = [error.code, error.decline_code, error.message].filter((word) => word !== undefined).join(': ')
  const isOutage = status >= 500 || status === 429 || status === 409 || error.type === 'api_error'
  if (isOutage) return new ProviderAway(`Stripe answered ${status}: ${words}`)
  // A wrong key or a right that is missing is the operator's to mend: the request waits until then.
  if (status === 401) return new ProviderKeyWrong(`Stripe does not let us in (401): ${words}`)
  if (status === 403) return new ProviderAway(`Stripe does not let us in (${status}): ${words}`)
  return new ProviderRefused(words === '' ? `Stripe answered ${status}` : words)
}
