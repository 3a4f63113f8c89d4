import Type, { type Static } from 'typebox'

/**
 * A fee menu: what is taken of a sale, line by line. It is the rate `fees` of a line of business, so it is versioned
 * and dated as tariffs are, and an order keeps the menu of its placement.
 */

const slug = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'
const Bps = Type.Integer({ minimum: 0, maximum: 10_000, description: '1/100 %' })
const Minor = Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'Minor units' })

/** One fee. Lines that do not apply to a sale are not charged. */
export const FeeLine = Type.Object(
  {
    name: Type.String({ pattern: slug, description: 'Stays the same from menu to menu' }),
    title: Type.Record(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]+)*$' }), Type.String({ maxLength: 80 })),
    bps: Bps,
    bpsByCategory: Type.Record(Type.String({ pattern: slug }), Bps, { description: 'Instead of `bps`, by category' }),
    fixedMinor: Minor,
    minMinor: Minor,
    maxMinor: Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'Minor units; 0: no most' }),
    categories: Type.Array(Type.String({ pattern: slug }), { maxItems: 100, description: 'Empty: all' }),
    classes: Type.Array(Type.Integer({ minimum: 0, maximum: 1000 }), { maxItems: 20, description: 'Empty: all' }),
    service: Type.String({ maxLength: 40, description: 'Charged when the seller picked it; empty: always' }),
  },
  { additionalProperties: false },
)
export type FeeLineOf = Static<typeof FeeLine>

/** The lines of a menu; names are unique. Some twenty lines are all that the limits of expressions allow. */
export const Menu = Type.Array(FeeLine, { minItems: 1, maxItems: 20 })

/** A line that charges nothing, to be filled in. */
export function feeLineOf(name: string, title: FeeLineOf['title'], more: Partial<FeeLineOf> = {}): FeeLineOf {
  return {
    name,
    title,
    bps: 0,
    bpsByCategory: {},
    fixedMinor: 0,
    minMinor: 0,
    maxMinor: 0,
    categories: [],
    classes: [],
    service: '',
    ...more,
  }
}

/** Classes of sellers that a menu may tell apart; a town may use further numbers. */
export const feeClasses = { standard: 0, newcomer: 1, nonProfit: 2 } as const
