import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { Id, Status } from './contract.ts'

/** What a seller reads of their own offers. */

const Count = Type.Union([Type.Integer(), Type.Null()])

/** Filters of `GET /v1/offers/mine`. */
export const OwnQuery = pageQuery({
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Words of the title or the variant' })),
  status: Type.Optional(Status),
  business: Type.Optional(Type.String({ maxLength: 63 })),
  category: Type.Optional(Type.String({ maxLength: 63 })),
  availableMax: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'Only what so few, or fewer, are left of' }),
  ),
  sort: Type.Enum(['newest', 'title', 'price', '-price', 'stock'], { default: 'newest' }),
})

/** A page of them, each variant for itself, with all that a change must send back. */
export const OwnBody = Page(
  Type.Object({
    id: Id,
    groupId: Type.Union([Id, Type.Null()]),
    rev: Type.Integer(),
    business: Type.String(),
    title: Type.String(),
    description: Type.String(),
    category: Type.String(),
    currency: Type.String(),
    priceMinor: Type.Integer(),
    taxCode: Type.String(),
    priceIncludesTax: Type.Boolean(),
    variant: Type.Record(Type.String(), Type.String()),
    pictures: Type.Array(Type.String()),
    attributes: Type.Record(Type.String(), Type.Unknown()),
    status: Status,
    createdAt: Type.String({ format: 'date-time' }),
    available: Count,
    held: Count,
    sold: Count,
  }),
)
