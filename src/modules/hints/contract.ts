import Type from 'typebox'

/** Shapes of this module's requests and replies. */

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Id = Type.String({ format: 'uuid' })
const Minor = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 })

export const AskBody = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 140 }),
    category: Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  closed,
)

export const HintBody = Type.Object({
  hint: orNull(
    Type.Object(
      {
        id: Type.String({ format: 'uuid', description: 'Of the decision' }),
        priceMinor: Minor,
        lowMinor: Minor,
        medianMinor: Minor,
        highMinor: Minor,
        sold: Type.Integer({ description: 'Similar things that were bought' }),
        days: Type.Integer({ description: 'Within so many days' }),
        words: Type.Array(Type.String(), { description: 'That they share with the title; none: of the same shelf' }),
        pChosen: Type.Number({ description: 'Probability with which this step was chosen' }),
        wording: Type.Enum(['range', 'middle'], { description: 'Which figure to say first; of the flag hint-wording' }),
      },
      { description: 'Null where too few similar things were bought to say anything' },
    ),
  ),
  found: Type.Integer({ description: 'Things of the shelf that were bought' }),
  needed: Type.Integer({ description: 'So many similar ones are needed' }),
})

export const HintParams = Type.Object({ id: Id })
export const ChoiceBody = Type.Object(
  { offer: Id, priceMinor: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }) },
  closed,
)
export const ChoiceReply = Type.Object({ isTaken: Type.Boolean({ description: 'At the price that was suggested' }) })
