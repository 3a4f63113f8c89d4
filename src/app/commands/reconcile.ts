/** `lakeside reconcile`: asks the payment provider what it moved and compares it with the books. */
import { log } from '#kernel/log'
import { decimal } from '#modules/ledger'
import { type Break, providerOf, reconcile, withSavedKeys } from '#modules/payments'
import { createVault, readMasterKey } from '#modules/privacy'
import { withTown } from '../cli-town.ts'
import { defineUsage, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: ['[--json]'],
  options: { json: { type: 'boolean', does: 'prints everything as JSON' } },
  notes: 'Looks back 31 days. Exit code 1 when anything differs; POST /v1/reconciliation/mends puts it right.',
})

const days = 31

/** Answers 0 when whoever was charged has an order, the money, or a refund; 1 otherwise. */
export async function run(args: readonly string[] = []): Promise<number> {
  const { values } = readArguments(usage, args)
  const found = await withTown(async (open) => {
    const vault = createVault({ db: open.db, town: open.town.id, master: await readMasterKey(open.config, open.db) })
    const config = await withSavedKeys(open.config, { ...open, vault })
    const books = {
      db: open.db,
      town: open.town.id,
      log,
      submit: () => Promise.reject(new Error('nothing is written')),
    }
    return reconcile({ provider: providerOf({ ...open, config }), books }, { days })
  })
  if (values.json === true) console.log(JSON.stringify(found))
  else say(found)
  return found.isWhole ? 0 : 1
}

function say({ provider, payments, matched, breaks }: Awaited<ReturnType<typeof reconcile>>): void {
  for (const one of breaks) console.log(lineOf(one))
  const { charges, refunds, payouts } = matched
  console.log(
    `${provider}: ${payments} payments; ${charges} charges, ${refunds} refunds and ${payouts} payouts agree; ${breaks.length} breaks`,
  )
}

function lineOf({ cause, amountMinor, currency, orderId, transaction, mend }: Break): string {
  const about = [orderId, transaction].filter((id) => id !== null).join(' ')
  return `BREAK ${cause} ${decimal(amountMinor, currency)} ${currency} ${about}${mend === null ? '' : ` (mend: ${mend})`}`
}
