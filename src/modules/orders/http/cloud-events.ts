import Type, { type Static } from 'typebox'
import type { Json } from '#kernel/commands'
import type { EventShown } from './contract-events.ts'

/** CloudEvents 1.0 in JSON (structured and batch mode): the envelope that other systems expect of events. */
export const CloudEventBody = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Type.String(),
    source: Type.String(),
    type: Type.String(),
    time: Type.String({ format: 'date-time' }),
    subject: Type.Optional(Type.String()),
    datacontenttype: Type.Literal('application/json'),
    actor: Type.String({ description: 'The party acted for' }),
    cursor: Type.String({ description: 'Where to go on from' }),
    data: Type.Unknown(),
  },
  { title: 'CloudEvent' },
)
export type CloudEvent = Omit<Static<typeof CloudEventBody>, 'data'> & { data: Json }

/** One event; a list of them. */
export const cloudEventMedia = 'application/cloudevents+json'
export const cloudEventsMedia = 'application/cloudevents-batch+json'

/** The id of one event of the log, unique in its town: all events of a command share that of the command. */
export function eventKey({ id, n }: { id: string; n: number }): string {
  return n === 0 ? id : `${id}_${n}`
}

/**
 * An event as it is shown, in the envelope.
 *
 * @param source the address of the town
 */
export function cloudEventOf(event: EventShown, source: string): CloudEvent {
  const { id, type, subject, actor, user, at, cursor, data } = event
  const n = Number(cursor.split('.')[1] ?? 0)
  return {
    specversion: '1.0',
    id: eventKey({ id, n }),
    source,
    type,
    time: at,
    ...(subject === null ? {} : { subject }),
    datacontenttype: 'application/json',
    actor,
    ...(user === null ? {} : { user }),
    cursor,
    data,
  }
}
