import type { Manifest } from '#modules/flows'
import { amount, orders, payingOut } from './inputs.ts'
import { payingIn } from './paying-in.ts'
import { payOuts } from './pay-outs.ts'

export const manifest: Manifest = {
  business: 'wallet',
  version: 1,
  title: { en: 'Wallet', zh: '钱包' },
  description: {
    en: 'Money comes in from a payment provider, pays orders, and goes out to a bank account.',
    zh: '通过支付机构充值、付款，并提现到银行账户。',
  },
  roles: {
    payer: { bind: 'actor.id', title: { en: 'Payer', zh: '付款人' } },
    provider: { kind: 'provider', title: { en: 'Payment provider', zh: '支付机构' } },
    operator: { grant: 'operator', title: { en: 'Operator', zh: '运营方' } },
  },
  money: {
    /** What was wanted goes into the wallet, and in the same commit into the orders that are paid. */
    credit: [
      { from: '@provider', to: 'payer', amount: 'input.creditMinor', title: { en: 'Paid in', zh: '充值' } },
      { from: '@provider', to: 'pot:back', amount: 'input.amountMinor - input.creditMinor' },
    ],
    /** What was not wanted waits until the provider has sent it back. */
    unwanted: [{ from: '@provider', to: 'pot:back', amount: 'input.amountMinor' }],
    sendBack: [
      { from: 'payer', to: 'pot:sent', amount: 'input.amountMinor', title: { en: 'Sent back', zh: '原路退回' } },
    ],
    sent: [{ from: 'pot:sent', to: '@provider', rest: true }],
    payOut: [{ from: 'payer:available', to: 'pot', amount: 'terms.amount', title: { en: 'Paid out', zh: '提现' } }],
    paidOut: [{ from: 'pot', to: '@provider', rest: true }],
    /** The bank sent it back after all. */
    bounced: [{ from: '@provider', to: 'payer:available', amount: 'terms.amount' }],
    /** It went out after all, when it was back with its owner already. */
    takenBack: [{ from: 'payer:available', to: '@provider', amount: 'terms.amount', under: 'payOut' }],
    owed: [{ from: 'payer:debt', to: '@provider', amount: 'terms.amount', under: 'payOut' }],
  },
  flow: {
    initial: 'new',
    states: {
      new: {
        on: {
          topUp: {
            by: ['payer'],
            title: { en: 'Top up', zh: '充值' },
            input: amount,
            do: [{ freeze: { kind: '"topUp"', amount: 'input.amountMinor', payerKind: 'actor.kind' } }],
            target: 'pending',
          },
          pay: {
            by: ['payer'],
            title: { en: 'Pay orders', zh: '支付订单' },
            input: orders,
            do: [
              {
                freeze: {
                  kind: '"pay"',
                  orders: 'input.orders',
                  amount: 'sum(input.orders.map(o, o.expectMinor))',
                  payerKind: 'actor.kind',
                },
              },
            ],
            target: 'pending',
          },
          payOut: {
            by: ['payer'],
            title: { en: 'Pay out', zh: '提现' },
            input: payingOut,
            do: [
              { freeze: { kind: '"payOut"', amount: 'input.amountMinor', destination: 'input.destination' } },
              { pay: 'payOut' },
            ],
            consents: { payOut: 'terms.amount' },
            target: 'payingOut',
          },
        },
      },
      ...payingIn,
      ...payOuts,
    },
  },
}
