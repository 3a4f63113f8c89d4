import Type from 'typebox'

const Counts = {
  searches: Type.Integer(),
  empty: Type.Integer({ description: 'Of these nothing was found' }),
  clicks: Type.Integer({ description: 'Hits that were chosen' }),
}

export const SearchesQuery = Type.Object(
  {
    days: Type.Integer({ minimum: 1, maximum: 90, default: 28, description: 'Of town time, today included' }),
    isInVain: Type.Boolean({ default: false, description: 'Only what found nothing, most often first' }),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  },
  { additionalProperties: false },
)

export const SearchesBody = Type.Object({
  total: Type.Object(Counts, { description: 'Of all searches, not only of those listed' }),
  items: Type.Array(Type.Object({ words: Type.String(), ...Counts })),
})

/** A hit was chosen. */
export const ClickBody = Type.Object(
  { q: Type.String({ minLength: 1, maxLength: 200, description: 'What had been looked for' }) },
  { additionalProperties: false },
)
