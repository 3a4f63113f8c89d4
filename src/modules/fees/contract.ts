import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { Menu } from './menu.ts'

/** Shapes of this module's requests and replies. Amounts are minor units of the currency beside them. */

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Business = Type.String({ pattern: '^[a-z][a-zA-Z0-9-]{0,63}$' })
const MonthName = Type.String({
  pattern: '^(19[7-9]\\d|20\\d\\d|21[0-8]\\d)-(0[1-9]|1[0-2])$',
  description: '`2026-03`',
})
const Minor = Type.Integer()

export const MenuBody = Type.Object(
  {
    business: Business,
    lines: Menu,
    effectiveAt: Type.Optional(
      Type.String({ format: 'date-time', description: 'Town time; default: as soon as the notice allows' }),
    ),
  },
  closed,
)
const MenuShown = Type.Object({
  business: Type.String(),
  effectiveAt: Type.Union([Instant, Type.Null()], { description: 'null: since the business was published' }),
  isInForce: Type.Boolean(),
  lines: Menu,
})
export const MenuSetBody = Type.Object({ business: Type.String(), effectiveAt: Instant })
export const MenusQuery = Type.Object({ business: Type.Optional(Business) }, closed)
export const MenusBody = Type.Object({ items: Type.Array(MenuShown) })

export const PreviewQuery = Type.Object(
  {
    business: Business,
    amountMinor: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
    category: Type.String({ maxLength: 63, default: '' }),
    services: Type.Optional(Type.String({ maxLength: 400, description: 'Names, separated by commas' })),
  },
  closed,
)
export const PreviewBody = Type.Object({
  amountMinor: Minor,
  fees: Type.Array(Type.Object({ name: Type.String(), amountMinor: Minor })),
  feesMinor: Minor,
  netMinor: Minor,
})

const effect = { orders: Type.Integer(), goodsMinor: Minor, feesMinor: Minor, otherMinor: Minor }
export const WhatIfBody = Type.Object(
  {
    business: Business,
    lines: Menu,
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, description: 'Until now; default 30' })),
  },
  closed,
)
export const WhatIfReply = Type.Object({
  ...effect,
  currency: Type.String(),
  isPartial: Type.Boolean(),
  sizes: Type.Array(Type.Object({ size: Type.String(), sellers: Type.Integer(), ...effect })),
  sellers: Type.Array(Type.Object({ seller: Id, ...effect }), { description: 'Those who would notice it most' }),
})

export const MonthParams = Type.Object({ month: MonthName })
export const StatementBody = Type.Object({
  month: Type.String(),
  items: Type.Array(
    Type.Object({
      currency: Type.String(),
      orders: Type.Integer(),
      chargedMinor: Minor,
      givenBackMinor: Minor,
      lines: Type.Array(Type.Object({ name: Type.String(), chargedMinor: Minor, givenBackMinor: Minor })),
    }),
  ),
})
export const ChargesQuery = pageQuery({})
export const ChargesBody = Page(
  Type.Object({
    at: Instant,
    commandId: Id,
    orderId: Id,
    business: Type.String(),
    currency: Type.String(),
    amountMinor: Type.Integer({ description: 'Below 0: given back' }),
    lines: Type.Array(Type.Object({ name: Type.String(), amountMinor: Minor })),
  }),
)

export const IssueBody = Type.Object({ month: MonthName }, closed)
export const DocumentBody = Type.Object({
  id: Id,
  number: Type.String({ description: 'Year and number in it, without gaps: `2026-000017`' }),
  kind: Type.Union([Type.Literal('invoice'), Type.Literal('credit-note')]),
  month: Type.String(),
  seller: Id,
  sellerName: Type.String(),
  currency: Type.String(),
  totalMinor: Minor,
  lines: Type.Array(Type.Object({ name: Type.String(), orders: Type.Integer(), amountMinor: Minor })),
  issuedAt: Instant,
})
export const IssuedBody = Type.Object({ items: Type.Array(DocumentBody) })
export const DocumentsQuery = pageQuery({
  everyone: Type.Optional(Type.Boolean({ description: 'For the operator: those of all sellers' })),
})
export const DocumentsBody = Page(DocumentBody)
export const DocumentParams = Type.Object({ id: Id })

export const ClassParams = Type.Object({ party: Id })
export const ClassBody = Type.Object(
  { feeClass: Type.Integer({ minimum: 0, maximum: 1000, description: '0 standard, 1 newcomer, 2 non-profit' }) },
  closed,
)
