import type { DataSchema } from './event-schema.ts'

/** Why something is noted. Only `service` needs nobody's consent: without it the service asked for cannot be given. */
export const purposes = ['service', 'analytics', 'personalisation', 'advertising'] as const
export type Purpose = (typeof purposes)[number]

/** A version of a type of events. */
export type EventType = { type: string; version: number; purpose: Purpose; title: string; schema: DataSchema }

const place = { type: 'string', maxLength: 80, title: 'Where on the screen: `search`, `home`, `similar` …' } as const
const position = { type: 'integer', minimum: 0, maximum: 100_000, title: 'Rank in the list, 0 is the first' } as const
const decision = { type: 'string', format: 'uuid', title: 'The decision that showed it' } as const
const topic = { type: 'string', maxLength: 16, title: 'Key of the words that led there, not the words' } as const
const query = { type: 'string', maxLength: 200, personal: true, title: 'What was typed' } as const
const milliseconds = { type: 'integer', minimum: 0, maximum: 86_400_000 } as const

function type(name: string, title: string, schema: Omit<DataSchema, 'type'>): EventType {
  return { type: name, version: 1, purpose: 'analytics', title, schema: { type: 'object', ...schema } }
}

/** Types that every town has. An operator may publish newer versions of them, and types of its own. */
export const builtinTypes: readonly EventType[] = [
  type('impression', 'Something was shown', { properties: { place, position, decision, topic } }),
  type('view', 'A page of one thing was opened', { properties: { place, position, decision, topic } }),
  type('click', 'Something shown was chosen', { properties: { place, position, decision, topic } }),
  type('search', 'Somebody looked for something', {
    properties: { query, found: { type: 'integer', minimum: 0, maximum: 10_000_000 }, decision },
    required: ['query'],
  }),
  type('basket', 'Something was put into the basket, or taken out', {
    properties: {
      change: { type: 'string', enum: ['added', 'removed'] },
      qty: { type: 'integer', minimum: 1, maximum: 100_000 },
      decision,
      topic,
    },
    required: ['change'],
  }),
  type('dwell', 'How long something was looked at', { properties: { ms: milliseconds, place }, required: ['ms'] }),
  type('dead-end', 'Somebody left without what they came for', {
    properties: { place, query, reason: { type: 'string', enum: ['nothing-found', 'sold-out', 'error', 'left'] } },
    required: ['reason'],
  }),
]
