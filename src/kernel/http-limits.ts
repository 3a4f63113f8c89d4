import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './http.ts'
import { credentialOf } from './http-admission.ts'
import { tooManyRequests } from './http-problems.ts'
import { Problem } from './problem.ts'

/**
 * How much one caller may ask: requests a minute by credential, and by address, counted in the memory of this process
 * (two processes allow twice as much; nothing is written). It comes before admission, so guessing costs as well.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `guarded`: guessing here gains something, such as a sign-in: few a minute from one address. */
    rate?: 'guarded'
  }
}

/** Limits of a process. */
export type RateLimits = {
  /** Requests a minute of one credential, or of a stranger's address; 0 switches limits off. */
  readonly perMinute: number
  /** Requests that do not count. */
  readonly isExempt: (request: FastifyRequest) => boolean
}

const minuteMs = 60_000
/** A household, an office or a school behind one address. */
const credentialsPerAddress = 5
/** Tries a minute where guessing gains something: more than anyone mistypes. */
const guardedPerMinute = 20
/** Callers that are remembered at once, some 100 bytes each; the oldest is forgotten first. */
const remembered = 20_000

type Check = ReturnType<App['createRateLimit']>

/** Call it before any other hook. */
export function limitRates(app: App, { perMinute, isExempt }: RateLimits): void {
  if (perMinute === 0) return
  void app.register(rateLimit, { global: false, cache: remembered })
  let checks: { address: Check; caller: Check; guarded: Check } | undefined
  app.addHook('onRequest', async (request, reply) => {
    if (isExempt(request)) return
    checks ??= {
      address: app.createRateLimit({ ...perAddress, max: perMinute * credentialsPerAddress }),
      caller: app.createRateLimit({ timeWindow: minuteMs, max: perMinute, keyGenerator: callerOf }),
      guarded: app.createRateLimit({ ...perAddress, max: guardedPerMinute }),
    }
    const isGuarded = request.routeOptions.config.rate === 'guarded'
    await apply(checks.address, request, reply)
    await apply(isGuarded ? checks.guarded : checks.caller, request, reply)
  })
}

const addressOf = ({ ip }: FastifyRequest): string => normalizeIP(ip)
const perAddress = { timeWindow: minuteMs, keyGenerator: addressOf }

/** The credential as it came, valid or not; strangers by their address. */
function callerOf(request: FastifyRequest): string {
  return credentialOf(request)?.token ?? addressOf(request)
}

/** Header names of draft-ietf-httpapi-ratelimit-headers up to 07, which is what clients know. */
async function apply(check: Check, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const found = await check(request)
  if (found.isAllowed) return
  reply.header('ratelimit-limit', found.max)
  reply.header('ratelimit-remaining', found.remaining)
  reply.header('ratelimit-reset', found.ttlInSeconds)
  if (!found.isExceeded) return
  const retryAfter = Math.max(1, found.ttlInSeconds)
  throw new Problem(tooManyRequests, { detail: `Ask again in ${retryAfter} s.`, extra: { retryAfter } })
}
