import type { State } from '#modules/flows'
import { failed, moved } from './inputs.ts'

/** Earnings on their way to a bank account, and what a bank may still do when it seemed to be over. */
export const payOuts: { readonly [state: string]: State } = {
  payingOut: {
    title: { en: 'On its way to your account', zh: '提现处理中' },
    waits: 'operator',
    entry: [
      { set: { why: '""' } },
      {
        call: {
          to: '"payments"',
          op: 'pay-out',
          body: '{"amountMinor": terms.amount, "destination": terms.destination}',
        },
      },
    ],
    on: {
      'payOut.succeeded': { by: ['provider'], input: moved, do: [{ pay: 'paidOut' }], target: 'paidOut' },
      'payOut.failed': {
        by: ['provider'],
        input: failed,
        do: [{ set: { why: 'input.reason' } }, { return: 'main' }],
        target: 'returned',
      },
    },
    // The money stays where it is: only the provider knows whether it has gone.
    after: { P7D: { do: [{ openCase: { kind: 'pay-out-unanswered' } }] } },
  },
  paidOut: {
    title: { en: 'Paid out', zh: '已提现' },
    on: {
      'payOut.failed': {
        by: ['provider'],
        input: failed,
        do: [{ set: { why: 'input.reason' } }, { pay: 'bounced' }],
        target: 'returned',
      },
    },
    after: { P30D: { target: 'done' } },
  },
  returned: {
    title: { en: 'Came back to you', zh: '已退回' },
    on: {
      'payOut.succeeded': {
        by: ['provider'],
        input: moved,
        do: [{ pay: 'takenBack' }],
        target: 'paidOut',
        orElse: {
          do: [{ pay: 'owed' }],
          target: 'paidOut',
          orElse: { do: [{ openCase: { kind: 'paid-out-twice' } }] },
        },
      },
    },
    after: { P30D: { target: 'undone' } },
  },
  done: { title: { en: 'Paid out', zh: '已提现' }, final: 'done' },
  undone: { title: { en: 'Came back to you', zh: '已退回' }, final: 'undone' },
}
