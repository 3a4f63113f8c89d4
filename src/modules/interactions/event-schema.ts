import Type, { type Static, type TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'

/**
 * The form of a published schema: a flat part of JSON Schema 2020-12 in which every value has a bound. It has no
 * patterns and no references, so that checking an event takes time linear in its length whoever wrote the schema.
 */

/** Characters of a text and elements of a list at most; an event is a note, not a document. */
const textMax = 2_000
const listMax = 100

const title = { title: Type.Optional(Type.String({ maxLength: 200 })) }
const personal = {
  personal: Type.Optional(
    Type.Literal(true, { description: 'Kept under the key of the person, and forgotten with it' }),
  ),
}
const closed = { additionalProperties: false } as const

const TextField = Type.Object(
  {
    type: Type.Literal('string'),
    maxLength: Type.Integer({ minimum: 1, maximum: textMax }),
    minLength: Type.Optional(Type.Integer({ minimum: 0, maximum: textMax })),
    ...title,
    ...personal,
  },
  closed,
)
const ChoiceField = Type.Object(
  {
    type: Type.Literal('string'),
    enum: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200, uniqueItems: true }),
    ...title,
    ...personal,
  },
  closed,
)
const IdField = Type.Object(
  { type: Type.Literal('string'), format: Type.Enum(['uuid', 'date-time', 'date']), ...title, ...personal },
  closed,
)
const NumberField = Type.Object(
  {
    type: Type.Enum(['integer', 'number']),
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    ...title,
    ...personal,
  },
  closed,
)
const BooleanField = Type.Object({ type: Type.Literal('boolean'), ...title, ...personal }, closed)
const Single = Type.Union([TextField, ChoiceField, IdField, NumberField, BooleanField])
const ListField = Type.Object(
  {
    type: Type.Literal('array'),
    items: Single,
    maxItems: Type.Integer({ minimum: 1, maximum: listMax }),
    ...title,
    ...personal,
  },
  closed,
)

const name = '^[a-z][a-zA-Z0-9]{0,39}$'

/** The schema of the `data` of a type of events. */
export const DataSchema = Type.Object(
  {
    type: Type.Literal('object'),
    properties: Type.Record(Type.String({ pattern: name }), Type.Union([Single, ListField]), { maxProperties: 40 }),
    required: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 40, uniqueItems: true })),
  },
  { ...closed, title: 'EventDataSchema' },
)
export type DataSchema = Static<typeof DataSchema>

/** Fields that only the person's key opens. */
export function personalFields({ properties }: DataSchema): string[] {
  return Object.keys(properties).filter((field) => properties[field]?.personal === true)
}

/** Names that are required but not described; such a schema would refuse every event. */
export function undescribed({ properties, required = [] }: DataSchema): string[] {
  return required.filter((field) => !Object.hasOwn(properties, field))
}

/** Longest text that may stand for an id: a partner's own reference. */
const referenceMax = 200
/** A random id of a visit fits several times. */
const sessionMax = 64

const Uuid = Type.String({ format: 'uuid' })
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One event as it is sent. `data` is described by its type. */
export const EventSent = Type.Object(
  {
    id: Type.String({
      minLength: 1,
      maxLength: referenceMax,
      description: 'A UUIDv7, or a reference of your own: the same id is kept once',
    }),
    type: Type.String({ maxLength: 80 }),
    version: Type.Optional(Type.Integer({ description: 'Of the schema; default the newest' })),
    subject: Type.Optional(orNull(Uuid)),
    person: Type.Optional(orNull(Uuid)),
    at: Type.Optional(Type.String({ format: 'date-time', description: 'Town time; default that of receipt' })),
    session: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: sessionMax }))),
    data: Type.Optional(Type.Object({}, { additionalProperties: true })),
  },
  { ...closed, title: 'InteractionSent' },
)
export type EventSent = Static<typeof EventSent>

/** One compiled check for the whole of an event: the envelope and the data of its type. */
export function compileEvent(schema: DataSchema): Validator {
  const data = { ...schema, additionalProperties: false } as unknown as TSchema // JSON Schema, as TypeBox's are
  const isOptional = (schema.required ?? []).length === 0
  const properties = { ...EventSent.properties, data: isOptional ? Type.Optional(data) : data }
  return Compile(Type.Object(properties, closed))
}
