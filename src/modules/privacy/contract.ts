import Type from 'typebox'

const HindranceBody = Type.Object({
  kind: Type.String({ description: '`open-order`, `money`, `offer` …' }),
  subject: Type.String({ description: 'Its id, or a name' }),
  detail: Type.String(),
})
const KeptBody = Type.Object({
  what: Type.String(),
  why: Type.String(),
  years: Type.Integer({ description: 'After the year in which it ended' }),
})

/** What an erasure would meet with. */
export const ErasureOutlook = Type.Object({
  hindrances: Type.Array(HindranceBody),
  kept: Type.Array(KeptBody, { description: 'What the law keeps, without your name' }),
})

/** Body of `POST /v1/me/erasure`. */
export const ErasureBody = Type.Object(
  {
    confirm: Type.String({ maxLength: 63, description: 'Your handle (`party.slug` of `GET /v1/me`), typed once more' }),
  },
  { additionalProperties: false },
)

/** An erasure that has happened. */
export const ErasedBody = Type.Object({ erasedAt: Type.String({ format: 'date-time' }), kept: Type.Array(KeptBody) })
