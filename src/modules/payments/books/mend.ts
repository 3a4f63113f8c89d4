import type { Actor } from '#kernel/commands'
import { newId } from '#kernel/ids'
import type { Desk } from '../desk.ts'
import { walletBusiness } from '../intake.ts'
import type { Break } from './breaks.ts'
import { reconcile } from './reconcile.ts'

/** What to mend: a break as it was told, and who wants it mended. */
export type Mending = {
  cause: string
  orderId?: string | undefined
  transaction?: string | undefined
}

/** As far back as providers list. */
const days = 400

/** Mends a break if it is still there; undefined when it is not, or nothing mends it by itself. */
export async function mend(
  desk: Desk,
  { cause, orderId, transaction }: Mending,
  by: Actor,
): Promise<{ mend: string; isWhole: boolean } | undefined> {
  const { breaks } = await reconcile(desk, { days })
  const found = breaks.find(
    (one) =>
      one.cause === cause &&
      (orderId === undefined || one.orderId === orderId) &&
      (transaction === undefined || one.transaction === transaction),
  )
  if (found === undefined || found.mend === null) return undefined
  await mendOne(desk, found, by)
  const { isWhole } = await reconcile(desk, { days })
  return { mend: found.mend, isWhole }
}

/** Asks the provider for everything about a payment and takes it in. */
export async function takeInAll({ ask }: Pick<Desk, 'ask'>, reference: string): Promise<void> {
  for (const kind of ['charge', 'refund', 'payout'] as const) await ask({ kind, reference })
}

async function mendOne({ ask, provider, books }: Desk, found: Break, by: Actor): Promise<void> {
  const { mend: act, transaction, amountMinor, currency } = found
  const reference = found.orderId ?? ''
  const charge = transaction ?? ''
  if (act === 'take-in') {
    await takeInAll({ ask }, reference)
  } else if (act === 'refund') {
    // The same charge is given back once, however often it is mended.
    await provider.refund({ key: `stray/${charge}`, reference, amountMinor, currency, charge, purpose: 'refund' })
  } else {
    const input = { charge, amountMinor }
    await books.submit([
      { id: newId(), actor: by, business: walletBusiness, type: 'refundAgain', orderId: reference, input },
    ])
  }
}
