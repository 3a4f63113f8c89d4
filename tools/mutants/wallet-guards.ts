import type { Mutant } from './mutant.ts'

const payments = 'src/modules/payments'
const wallet = 'src/businesses/wallet'

/** Guards between a payment provider and the books, and on what others may take from a wallet. */
export const walletGuards: readonly Mutant[] = [
  {
    name: 'provider-signature',
    file: `${payments}/sandbox/sandbox.ts`,
    guard: 'throw new Problem(webhookUnsigned)',
    without: 'void webhookUnsigned',
    test: { file: `${payments}/provider.test.ts`, name: 'sandbox: a webhook that is not signed' },
  },
  {
    name: 'provider-signature-age',
    file: `${payments}/signature.ts`,
    guard: 'Math.abs(nowMs / 1000 - seconds) > toleranceS',
    without: 'toleranceS < 0',
    test: { file: `${payments}/signature.test.ts`, name: 'five minutes' },
  },
  {
    name: 'provider-key-once',
    file: `${payments}/stripe/http.ts`,
    guard: "...(key === undefined ? {} : { 'idempotency-key': key }),",
    without: '',
    test: { file: `${payments}/provider.test.ts`, name: 'stripe: a charge asked for twice' },
  },
  {
    name: 'charge-as-asked',
    file: `${payments}/intake.ts`,
    guard: "const isAsAsked = amountMinor === payment.terms['amount'] && currency === payment.currency",
    without: 'const isAsAsked = amountMinor > 0 && currency !== ""',
    test: { file: `${wallet}/intake.test.ts`, name: 'another amount' },
  },
  {
    name: 'late-charge-pays-nothing',
    file: `${wallet}/paying-in.ts`,
    guard: "require: [{ that: 'input.creditMinor == 0', else: 'too-late' }],",
    without: '',
    test: { file: `${wallet}/intake.test.ts`, name: 'a charge that comes late' },
  },
  {
    name: 'ended-payment-sends-back',
    file: `${payments}/desk.ts`,
    guard: "if (outcome === 'returned') await sendBack(",
    without: "if (outcome === 'strange' && transaction === '') await sendBack(",
    test: { file: `${wallet}/reconciliation.test.ts`, name: 'a payment that has ended' },
  },
  {
    name: 'mandate-of-a-period',
    file: 'src/modules/ledger/mandates.ts',
    guard: 'if (begun.spentMinor + amountMinor > begun.limitMinor) return undefined',
    without: '',
    test: { file: 'src/modules/ledger/mandates.test.ts', name: 'whatever is asked for' },
  },
  {
    name: 'mandate-counts',
    file: 'src/modules/orders/engine/apply.ts',
    guard: "for (const mandate of mandates) put(books, 'mandates', [mandateKey(mandate), mandate])\n  append",
    without: 'append',
    test: { file: `${wallet}/mandates.test.ts`, name: 'debits that come at once' },
  },
  {
    name: 'csv-formula',
    file: 'src/modules/ledger/csv.ts',
    guard: "`'${value}`",
    without: 'value',
    test: { file: 'src/modules/ledger/csv.test.ts', name: 'spreadsheet would calculate' },
  },
  {
    name: 'paid-out-of-available',
    file: `${wallet}/manifest.ts`,
    guard: "{ from: 'payer:available', to: 'pot',",
    without: "{ from: 'payer', to: 'pot',",
    test: { file: `${wallet}/intake.test.ts`, name: 'only what is available' },
  },
]
