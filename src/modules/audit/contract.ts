import Type from 'typebox'

/** Shapes of this module's replies. */
export const AuditEntryBody = Type.Object({
  id: Type.String({ format: 'uuid' }),
  at: Type.String({ format: 'date-time' }),
  party: Type.Union([Type.String(), Type.Null()], { description: 'Who did it; null: the town itself' }),
  person: Type.Union([Type.String(), Type.Null()], { description: 'Who acted for the party' }),
  act: Type.String({ description: 'What was done, as `grants.given`' }),
  subject: Type.Union([Type.String(), Type.Null()], { description: 'What it was done to: an id, or a name' }),
  details: Type.Record(Type.String(), Type.Unknown()),
})
