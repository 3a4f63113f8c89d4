import type { Effect, State, Transition, Transitions } from '#modules/flows'
import { amount, charged, failed, moved, notRefunded, started } from './inputs.ts'

/** How often a refund that fails is asked for again before somebody looks at it. */
const triesMax = 5

/** Whatever the provider took and nobody wanted is sent back by itself. */
const unwanted: readonly Effect[] = [
  { set: { backMinor: 'data.backMinor + input.amountMinor' } },
  { pay: 'unwanted' },
  { call: { to: '"payments"', op: 'refund', body: '{"charge": input.transaction, "amountMinor": input.amountMinor}' } },
]

/** The part of a charge that found no order goes back, the rest has done its work. */
const credited: readonly Effect[] = [
  {
    set: {
      transaction: 'input.transaction',
      chargedMinor: 'input.amountMinor',
      backMinor: 'data.backMinor + input.amountMinor - input.creditMinor',
      creditedMinor: 'input.creditMinor',
      returnableMinor: 'input.creditMinor',
      paid: 'has(input.paid) ? input.paid : []',
    },
  },
  { pay: 'credit' },
]

const restBack: Effect = {
  call: {
    to: '"payments"',
    op: 'refund',
    body: '{"charge": input.transaction, "amountMinor": input.amountMinor - input.creditMinor}',
  },
}

const askAgain: Effect = {
  call: { to: '"payments"', op: 'refund', body: '{"charge": input.charge, "amountMinor": input.amountMinor}' },
}

/** A refund that is owed is asked for again, and in the end by somebody who looks at it. */
const owedStill: readonly Transition[] = [
  {
    by: ['provider'],
    input: notRefunded,
    guard: `data.refundTries < ${triesMax}`,
    do: [{ set: { refundTries: 'data.refundTries + 1' } }, askAgain],
  },
  {
    by: ['provider'],
    input: notRefunded,
    do: [
      {
        openCase: { kind: 'refund-failed', data: '{"charge": input.charge, "amountMinor": input.amountMinor}' },
      },
    ],
  },
]

/** What refunds that are under way may say, in every state that they may reach. */
const refunds: Transitions = {
  'refund.succeeded': {
    by: ['provider'],
    input: moved,
    // What has happened cannot be refused: beyond what is owed, reconciliation tells.
    do: [
      { refund: 'min(all, input.amountMinor)', pot: 'back' },
      { set: { backMinor: 'max(0, data.backMinor - input.amountMinor)', refundTries: '0' } },
    ],
  },
  'refund.failed': [
    // Asked for twice, as after a mending act: nothing is owed any more.
    { by: ['provider'], input: notRefunded, guard: 'data.backMinor == 0', do: [{ set: { refundTries: '0' } }] },
    ...owedStill,
  ],
}

/** A charge that comes when nobody waits for it any more: late, after a refusal, or a second time. */
const late: Transition = {
  by: ['provider'],
  input: charged,
  // Whoever wants some of it for orders must hear that it is too late before those are paid in the same list.
  require: [{ that: 'input.creditMinor == 0', else: 'too-late' }],
  do: unwanted,
}

/** The operator asks again for refunds that the provider did not carry out. */
const refundAgain: Transition = {
  by: ['operator'],
  title: { en: 'Ask for the refund again', zh: '再次发起退款' },
  input: {
    required: ['charge', 'amountMinor'],
    properties: {
      charge: { type: 'string', minLength: 1, maxLength: 200 },
      amountMinor: { type: 'integer', minimum: 1, maximum: 1_000_000_000_000 },
    },
  },
  require: [{ that: 'data.backMinor > 0', else: 'nothing-to-refund' }],
  do: [askAgain],
}

const settled: Transitions = { ...refunds, 'charge.succeeded': late, refundAgain }

const forgetCharge: Effect = { call: { to: '"payments"', op: 'cancel' } }

/** Money on its way in: from the request to the provider to the end of the time in which it may be sent back. */
export const payingIn: { readonly [state: string]: State } = {
  pending: {
    title: { en: 'Waiting for the payment', zh: '等待付款' },
    entry: [
      { set: { backMinor: '0', refundTries: '0', why: '""', returnableMinor: '0' } },
      { call: { to: '"payments"', op: 'charge', body: '{"amountMinor": terms.amount}' } },
    ],
    on: {
      'charge.started': {
        by: ['provider'],
        input: started,
        do: [
          {
            set: {
              transaction: 'input.transaction',
              page: 'has(input.page) ? input.page : ""',
              clientSecret: 'has(input.clientSecret) ? input.clientSecret : ""',
            },
          },
        ],
      },
      'charge.succeeded': [
        {
          by: ['provider'],
          input: charged,
          guard: 'input.creditMinor == input.amountMinor',
          do: credited,
          target: 'paid',
        },
        {
          by: ['provider'],
          input: charged,
          guard: 'input.creditMinor > 0 && input.creditMinor < input.amountMinor',
          do: [...credited, restBack],
          target: 'paid',
        },
        {
          by: ['provider'],
          input: charged,
          require: [{ that: 'input.creditMinor == 0', else: 'more-than-charged' }],
          do: [{ set: { why: '"nothing-to-pay"' } }, ...unwanted],
          target: 'unpaid',
        },
      ],
      'charge.declined': {
        by: ['provider'],
        input: failed,
        do: [{ set: { why: 'input.reason' } }, forgetCharge],
        target: 'unpaid',
      },
      cancel: {
        by: ['payer'],
        title: { en: 'Cancel', zh: '取消' },
        do: [{ set: { why: '"cancelled"' } }, forgetCharge],
        target: 'unpaid',
      },
    },
    after: { PT15M: { do: [{ set: { why: '"expired"' } }, forgetCharge], target: 'unpaid' } },
  },
  paid: {
    title: { en: 'Paid', zh: '已付款' },
    on: {
      ...settled,
      sendBack: {
        by: ['payer'],
        title: { en: 'Send back to where it came from', zh: '原路退回' },
        input: amount,
        require: [{ that: 'input.amountMinor <= data.returnableMinor', else: 'more-than-paid-in' }],
        do: [
          { pay: 'sendBack' },
          { set: { sentMinor: 'input.amountMinor' } },
          {
            call: {
              to: '"payments"',
              op: 'send-back',
              body: '{"charge": data.transaction, "amountMinor": input.amountMinor}',
            },
          },
        ],
        target: 'sendingBack',
      },
    },
    after: { P180D: { target: 'closing' } },
  },
  sendingBack: {
    title: { en: 'On its way back', zh: '退回中' },
    waits: 'operator',
    on: {
      ...settled,
      'sendBack.succeeded': {
        by: ['provider'],
        input: moved,
        do: [{ pay: 'sent' }, { set: { returnableMinor: 'data.returnableMinor - data.sentMinor' } }],
        target: 'paid',
      },
      'sendBack.failed': {
        by: ['provider'],
        input: notRefunded,
        do: [{ return: 'sent' }, { set: { why: 'input.reason' } }],
        target: 'paid',
      },
    },
    after: { P7D: { do: [{ openCase: { kind: 'send-back-unanswered' } }], target: 'sendingBack', reenter: true } },
  },
  unpaid: {
    title: { en: 'Not paid', zh: '未付款' },
    on: settled,
    after: { P30D: { target: 'closing' } },
  },
  /** Nothing ends while something is still to be sent back. */
  closing: {
    title: { en: 'Waiting for a refund', zh: '等待退款' },
    waits: 'operator',
    always: [
      { guard: 'data.backMinor == 0 && data.returnableMinor > 0', target: 'closed' },
      { guard: 'data.backMinor == 0', target: 'dropped' },
    ],
    on: { ...settled, 'refund.failed': owedStill },
    after: { P7D: { do: [{ openCase: { kind: 'refund-unanswered' } }], target: 'closing', reenter: true } },
  },
  closed: { title: { en: 'Closed', zh: '已结束' }, final: 'done' },
  dropped: { title: { en: 'Not paid', zh: '未付款' }, final: 'undone' },
}
