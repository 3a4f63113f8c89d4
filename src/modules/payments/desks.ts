import { createHmac } from 'node:crypto'
import type { JsonObject } from '#kernel/commands'
import { addJobs } from '#kernel/jobs'
import type { Context } from '#kernel/module'
import { absentProvider } from './absent.ts'
import { createDesk, type Desk } from './desk.ts'
import { fitsTown, followKeys } from './following.ts'
import type { Provider } from './provider.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox/sandbox.ts'
import { createStripe } from './stripe/stripe.ts'

/** The desk of a town's process, and the sandbox provider when that is who is asked. */
export type TownDesk = Desk & { readonly sandbox: Sandbox | undefined }

/** Brings a webhook of the sandbox provider to us, as the network would. */
const tellTask = 'payments.tell'

const desks = new WeakMap<Context, TownDesk>()

/** One desk for all parts of a module in one process. */
export function deskOf(context: Context): TownDesk {
  const known = desks.get(context)
  if (known !== undefined) return known
  const desk = openDesk(context)
  desks.set(context, desk)
  return desk
}

type Place = Pick<Context, 'db' | 'town' | 'config'>

/** The provider of a town, for who only asks it. */
export function providerOf(place: Place): Provider {
  return stripeOf(place) ?? sandboxOf(place, () => Promise.resolve()) ?? absentProvider
}

/**
 * Of the environment, or of a process that has read the saved keys once. A key of the wrong kind is said at the start;
 * a live town without a key has a provider that refuses everything.
 */
function stripeOf({ config, town }: Place): Provider | undefined {
  if (config.stripe === undefined) return undefined
  if (!fitsTown(config.stripe, town)) {
    const wanted = town.isSandbox ? 'a test key (sk_test_…)' : 'a live key (sk_live_…)'
    throw new Error(
      `STRIPE_SECRET_KEY must be ${wanted}: ${town.name} is a ${town.isSandbox ? 'sandbox' : 'live'} town`,
    )
  }
  return createStripe({ ...config.stripe, baseUrl: config.stripeUrl })
}

function sandboxOf({ db, town, config }: Place, tell: SandboxOptions['tell']): Sandbox | undefined {
  if (!town.isSandbox) return undefined
  const secret = createHmac('sha256', town.codeSecret).update('sandbox provider').digest('hex')
  return createSandbox({ db, town: town.id, secret, publicUrl: config.publicUrl, tell })
}

function openDesk(context: Context): TownDesk {
  const stripe = stripeOf(context)
  if (stripe !== undefined) return { ...createDesk(context, { provider: stripe }), sandbox: undefined }
  const tell: SandboxOptions['tell'] = (body) => addJobs(context.db, [{ task: tellTask, payload: { body } }])
  const sandbox = sandboxOf(context, tell)
  const provider = followKeys(context, sandbox ?? absentProvider)
  const former = sandbox === undefined ? [] : [sandbox]
  const desk = createDesk(context, { provider, refresh: provider.refresh, former })
  if (sandbox === undefined) return { ...desk, sandbox }
  const jobs = {
    ...desk.jobs,
    // as told above
    [tellTask]: (payload: JsonObject) => desk.receive(sandbox.name, sandbox.sign(payload['body'] as string)),
  }
  return { ...desk, jobs, sandbox }
}
