import Type from 'typebox'

const Word = Type.String({ minLength: 1, maxLength: 60, pattern: '[\\p{L}\\p{N}]' })

const sets = Type.Array(Type.Array(Word, { minItems: 2, maxItems: 20, uniqueItems: true }), {
  maxItems: 1_000,
  description: 'Each set holds words that mean the same; at least one of them is a single word',
})

/** Words that mean the same. */
export const SynonymsBody = Type.Object({
  rev: Type.Integer({ minimum: 0, description: 'Counts the changes; 0 in a town that never had any' }),
  sets,
})

/** Other sets in place of those that were read. */
export const SynonymsInput = Type.Object(
  { rev: Type.Integer({ minimum: 0, maximum: 2_000_000_000, description: 'The rev that was seen' }), sets },
  { additionalProperties: false },
)

export const SynonymsReply = Type.Object({ rev: Type.Integer() })

export const SuggestionsQuery = Type.Object(
  {
    q: Type.String({ minLength: 1, maxLength: 200, description: 'What has been typed so far' }),
    limit: Type.Integer({ minimum: 1, maximum: 20, default: 8, description: 'Most queries and most things' }),
  },
  { additionalProperties: false },
)

/** What may be meant by what has been typed so far. Every query in it finds something. */
export const SuggestionsBody = Type.Object({
  queries: Type.Array(Type.String()),
  categories: Type.Array(Type.Object({ slug: Type.String(), count: Type.Integer() })),
  things: Type.Array(Type.Object({ id: Type.String({ format: 'uuid' }), title: Type.String() })),
})
