import { type Database } from '#kernel/db'
import type { Provider } from './provider.ts'
import { type KeysPlace, type StripeKeys, readSavedKeys } from './saved-keys.ts'
import { createStripe } from './stripe/stripe.ts'

/** A provider that changes with the keys that are saved. */
export type Following = Provider & {
  /** Looks who it is now; whoever reads the name or a webhook does so first. */
  readonly refresh: () => Promise<void>
}

/** Where keys are saved, and where Stripe is asked. */
export type FollowingPlace = Omit<KeysPlace, 'town'> & {
  town: { id: number; isSandbox: boolean }
  config: { stripeUrl: string }
}

/** A process looks at the table again after so long, ms. */
const freshMs = 1_000

/** Real money never meets play money: a live key needs a live town. */
export function fitsTown({ secretKey }: Pick<StripeKeys, 'secretKey'>, { isSandbox }: { isSandbox: boolean }): boolean {
  return secretKey.includes('_live_') !== isSandbox
}

const looked = new WeakMap<Database, Set<() => void>>()

/** What this process has just saved counts here at once; other processes see it within a second. */
export function lookAgain(db: Database): void {
  for (const forget of looked.get(db) ?? []) forget()
}

/** Whom the saved keys name, as they were at most a second ago; without keys, somebody else. */
export function followKeys(place: FollowingPlace, otherwise: Provider): Following {
  let known: { keys: StripeKeys; provider: Provider } | undefined
  let at = Number.NEGATIVE_INFINITY
  let saves = 0
  const forget = (): void => {
    saves += 1
    at = Number.NEGATIVE_INFINITY
  }
  looked.set(place.db, (looked.get(place.db) ?? new Set()).add(forget))

  async function refresh(): Promise<void> {
    if (performance.now() - at < freshMs) return
    const seen = saves
    const { keys } = await readSavedKeys(place)
    if (seen !== saves) return refresh() // saved while we looked
    at = performance.now()
    if (keys === null || !fitsTown(keys, place.town)) known = undefined
    else if (known === undefined || !isSame(known.keys, keys)) {
      known = { keys, provider: createStripe({ ...keys, baseUrl: place.config.stripeUrl }) }
    }
  }
  const current = (): Provider => known?.provider ?? otherwise
  async function now(): Promise<Provider> {
    await refresh()
    return current()
  }
  return {
    get name() {
      return current().name
    },
    refresh,
    charge: async (request) => (await now()).charge(request),
    capture: async (request) => (await now()).capture(request),
    cancel: async (reference) => (await now()).cancel(reference),
    refund: async (request) => (await now()).refund(request),
    payOut: async (request) => (await now()).payOut(request),
    find: async (wanted) => (await now()).find(wanted),
    list: async function* (since) {
      yield* (await now()).list(since)
    },
    read: (incoming) => current().read(incoming),
  }
}

function isSame(one: StripeKeys, other: StripeKeys): boolean {
  return one.secretKey === other.secretKey && one.webhookSecret === other.webhookSecret
}
