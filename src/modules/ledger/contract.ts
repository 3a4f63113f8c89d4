import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { issueInput, mandateInput, transferInput } from './commands.ts'

/** Shapes of this module's requests and replies. Amounts are minor units of the currency beside them. */

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Currency = Type.String({ pattern: '^[A-Z]{3}$' })

export const WalletBody = Type.Object({
  accounts: Type.Array(
    Type.Object({
      purpose: Type.String({
        description: '`wallet`, `earned` (may still come back), `available` (may be paid out) or `debt`',
      }),
      currency: Currency,
      balanceMinor: Type.Integer(),
    }),
  ),
})

export const StatementQuery = pageQuery({
  purpose: Type.String({ pattern: '^[a-z]{1,20}$', default: 'wallet' }),
  currency: Type.Optional(Currency),
})

/** What a CSV is asked by: everything of one purpose. */
export const CsvQuery = Type.Object(
  {
    purpose: Type.String({ pattern: '^[a-z]{1,20}$', default: 'wallet' }),
    currency: Type.Optional(Currency),
  },
  { additionalProperties: false },
)

export const StatementBody = Page(
  Type.Object({
    at: Instant,
    words: Type.Object({ en: Type.String(), zh: Type.String() }, { description: 'What happened, in plain words' }),
    amount: Type.String({ description: 'The same amount as decimal text' }),
    debit: Type.String({ description: 'The entry behind the line: what lost, `PURPOSE:PARTY`, `@NAME`, `pot:ORDER`' }),
    credit: Type.String({ description: 'What gained' }),
    amountMinor: Type.Integer({ description: 'Above 0 when the account gained' }),
    currency: Currency,
    code: Type.String({ description: 'What moved it: `hold`, `settle`, `refund`, `transfer` …' }),
    commandId: Id,
    orderId: Type.Union([Id, Type.Null()]),
    other: Type.Union([Type.String(), Type.Null()], {
      description: 'The other account, `PURPOSE:PARTY` or `@NAME`; null when the money was held on the order',
    }),
  }),
)

const expectMinor = Type.Optional(Type.Integer({ description: 'What you expect to be debited', minimum: 1 }))

export const TransferBody = Type.Object({ ...transferInput.properties, expectMinor }, { additionalProperties: false })
export const TransferReply = Type.Object({
  to: Id,
  amountMinor: Type.Integer(),
  currency: Currency,
  note: Type.Optional(Type.String()),
})

export const IssueBody = issueInput

export const MandateBody = mandateInput
export const MandateReply = Type.Object({
  business: Type.String(),
  name: Type.String(),
  currency: Currency,
  limitMinor: Type.Integer(),
  expiresAt: Type.Union([Type.Integer(), Type.Null()], { description: 'Town time, ms since 1970' }),
  isActive: Type.Boolean(),
  period: Type.Optional(
    Type.Object(
      {
        days: Type.Integer(),
        limitMinor: Type.Integer(),
        startsAt: Type.Union([Type.Integer(), Type.Null()], {
          description: 'Town time, ms; null until the first debit',
        }),
        spentMinor: Type.Integer({ description: 'Drawn since then' }),
      },
      { description: 'The limit on all debits of a period together' },
    ),
  ),
})
export const MandatesBody = Type.Object({ items: Type.Array(MandateReply) })
