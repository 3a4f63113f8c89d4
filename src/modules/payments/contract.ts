import Type from 'typebox'
import { faults } from './sandbox/faults.ts'

/** Shapes of this module's requests and replies. Amounts are minor units of the currency beside them. */

const closed = { additionalProperties: false } as const
const Instant = Type.String({ format: 'date-time' })

const Break = Type.Object({
  cause: Type.String({ description: 'What is wrong, such as `charge-not-booked`' }),
  detail: Type.String({ description: 'The same in words' }),
  orderId: Type.Union([Type.String(), Type.Null()], { description: 'The payment' }),
  transaction: Type.Union([Type.String(), Type.Null()], { description: 'The provider’s name of it' }),
  amountMinor: Type.Integer(),
  currency: Type.String(),
  mend: Type.Union([Type.String(), Type.Null()], {
    description: 'What `POST /v1/reconciliation/mends` would do about it: `take-in`, `refund` or `ask-again`',
  }),
})

export const ReconciliationQuery = Type.Object(
  { days: Type.Integer({ minimum: 1, maximum: 400, default: 31, description: 'How far to look back' }) },
  closed,
)
export const ReconciliationBody = Type.Object({
  provider: Type.String(),
  madeAt: Instant,
  isWhole: Type.Boolean({ description: 'No break: whoever was charged has an order, the money, or a refund' }),
  matched: Type.Object({ charges: Type.Integer(), refunds: Type.Integer(), payouts: Type.Integer() }),
  payments: Type.Integer({ description: 'Payments looked at' }),
  orders: Type.Integer({ description: 'Orders found paid by them' }),
  balances: Type.Array(Type.Object({ currency: Type.String(), atProviderMinor: Type.Integer() }), {
    description: 'What the provider holds for the town by the books',
  }),
  breaks: Type.Array(Break),
})

export const JournalBody = Type.Object({
  transfers: Type.Integer(),
  accounts: Type.Integer(),
  pots: Type.Integer(),
  differences: Type.Array(Type.String(), { description: 'Where the books and the journal disagree; empty is healthy' }),
  sums: Type.Array(Type.Object({ currency: Type.String(), sumMinor: Type.Integer() }), {
    description: 'All accounts and all pots of a currency together: always 0',
  }),
})

export const MendBody = Type.Object(
  {
    cause: Type.String({ maxLength: 40 }),
    orderId: Type.Optional(Type.String({ format: 'uuid' })),
    transaction: Type.Optional(Type.String({ maxLength: 200 })),
  },
  closed,
)
export const MendReply = Type.Object({ mend: Type.String(), isWhole: Type.Boolean() })

export const HeldBody = Type.Object({
  items: Type.Array(
    Type.Object({
      orderId: Type.String(),
      business: Type.String(),
      state: Type.String(),
      amountMinor: Type.Integer(),
      currency: Type.String(),
      words: Type.Object({ en: Type.String(), zh: Type.String() }, { description: 'How much, for what, until when' }),
    }),
  ),
})

export const WebhookParams = Type.Object({ provider: Type.String({ pattern: '^[a-z]{1,40}$' }) })
export const WebhookReply = Type.Object({ received: Type.Literal(true) })

export const FaultBody = Type.Object(
  {
    kind: Type.Union([Type.Literal('charge'), Type.Literal('refund'), Type.Literal('payout')]),
    fault: Type.Union([...new Set(Object.values(faults).flat())].map((fault) => Type.Literal(fault))),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'Default 1' })),
  },
  closed,
)
export const FaultReply = Type.Object({ kind: Type.String(), fault: Type.String(), times: Type.Integer() })
export const ReleaseReply = Type.Object({ released: Type.Integer() })

export const PageParams = Type.Object({ page: Type.String({ pattern: '^[\\w-]{10,60}$' }) })
export const PressBody = Type.Object(
  {
    press: Type.Union(
      (['pay', 'refuse', 'twice', 'double', 'late', 'silent', 'refuse-then-pay', 'other-amount'] as const).map((how) =>
        Type.Literal(how),
      ),
    ),
  },
  closed,
)
export const PressReply = Type.Object({ pressed: Type.String() })

export const ProviderBody = Type.Object({
  rev: Type.Integer({ description: 'Counts the changes; 0 before the first' }),
  source: Type.Union([Type.Literal('environment'), Type.Literal('settings'), Type.Literal('none')], {
    description: 'Where the keys come from; those of the environment go first',
  }),
  active: Type.String({ description: 'Who is asked now: `sandbox`, `stripe`, or `none`' }),
  next: Type.String({ description: 'The same as `active`' }),
  needsRestart: Type.Boolean({ description: 'No more: keys are used within a second' }),
  keyHint: Type.Union([Type.String(), Type.Null()], { description: 'The saved key: its kind and its end' }),
  webhookUrl: Type.String({ description: 'Where Stripe shall tell what has happened' }),
})
export const ProviderInput = Type.Object(
  {
    rev: Type.Integer({ minimum: 0, maximum: 2_000_000_000, description: 'The rev that was seen' }),
    keys: Type.Union([
      Type.Object(
        {
          secretKey: Type.String({ maxLength: 300, pattern: '^[sr]k_(test|live)_\\w+$' }),
          webhookSecret: Type.String({ maxLength: 300, pattern: '^whsec_[\\w+/=-]+$' }),
        },
        closed,
      ),
      Type.Null(),
    ]),
  },
  closed,
)
