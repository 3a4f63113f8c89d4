import Type from 'typebox'

/** Shapes of this module's requests and replies. */

const closed = { additionalProperties: false } as const
const Instant = Type.String({ format: 'date-time' })
const span = {
  opens: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: '`HH:MM` in the town’s zone' }),
  closes: Type.String({
    pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
    description: 'Before `opens`: on the next day',
  }),
}

const hours = {
  week: Type.Array(
    Type.Object({ day: Type.Integer({ minimum: 1, maximum: 7, description: '1 is Monday' }), ...span }, closed),
    { maxItems: 28 },
  ),
  exceptions: Type.Array(
    Type.Object(
      {
        date: Type.String({ format: 'date' }),
        spans: Type.Array(Type.Object(span, closed), { maxItems: 4, description: 'None: closed' }),
        title: Type.Optional(Type.String({ maxLength: 80 })),
      },
      closed,
    ),
    { maxItems: 100, description: 'Days that differ, such as holidays' },
  ),
}

export const HoursBody = Type.Object(hours, closed)
export const PartyParams = Type.Object({ party: Type.String({ format: 'uuid' }) })
export const HoursShown = Type.Object({
  ...hours,
  timeZone: Type.String({ description: 'IANA' }),
  isOpen: Type.Boolean(),
  changesAt: Type.Union([Instant, Type.Null()], {
    description: 'When it closes or opens; null: it never does, or not within two weeks',
  }),
  asOf: Instant,
})
