/**
 * What people who are not signed in do with what they are shown. It is stored as nobody's: no name, no visit, no
 * address, so nothing has to be kept in their browser and nothing can be put together about them. A place of a page
 * counts once, whoever tells it; and so that nobody moves what others are shown, one address counts a little only.
 */
import ipaddr from 'ipaddr.js'
import type { Delivery } from './intake.ts'

/** Types of which a stranger may tell. */
export const strangerTypes = ['impression', 'click', 'basket'] as const

/** Something done with a place of a page. */
export type StrangerEvent = {
  type: (typeof strangerTypes)[number]
  subject: string
  data: { place: string; position: number; decision: string }
}

/**
 * What one address counts for in a day: a household that looks around, or an office in which many do a little. What is
 * beyond is not learnt from; whoever sends it is not told, for it would help only those who try.
 */
const limits = { events: 3_000, choices: 150, choicesOfOne: 3 } as const
const dayMs = 86_400_000
/** Addresses remembered, up to 10 kB each for the busiest; the one longest here goes first. */
const addressesMax = 20_000

export type Strangers = {
  /** The events of an address that count. */
  admit: (address: string, events: readonly StrangerEvent[]) => StrangerEvent[]
}

type Seen = { since: number; events: number; choices: number; ofOne: Map<string, number> }

/** A memory of this process: two processes let through twice as much. @param now machine time, ms */
export function createStrangers({ now }: { now: () => number }): Strangers {
  const known = new Map<string, Seen>()
  const seenOf = (address: string): Seen => {
    const key = networkOf(address)
    const found = known.get(key)
    if (found !== undefined && now() - found.since < dayMs) return found
    known.delete(key)
    const seen: Seen = { since: now(), events: 0, choices: 0, ofOne: new Map() }
    known.set(key, seen)
    if (known.size > addressesMax) known.delete(known.keys().next().value!)
    return seen
  }
  return {
    admit: (address, events) => {
      const seen = seenOf(address)
      return events.filter((event) => counts(seen, event))
    },
  }
}

function counts(seen: Seen, { type, subject }: StrangerEvent): boolean {
  if (seen.events >= limits.events) return false
  seen.events += 1
  if (type === 'impression') return true
  const ofOne = seen.ofOne.get(subject) ?? 0
  if (seen.choices >= limits.choices || ofOne >= limits.choicesOfOne) return false
  seen.choices += 1
  seen.ofOne.set(subject, ofOne + 1)
  return true
}

/** One customer of a provider has a whole /64 of IPv6. */
function networkOf(address: string): string {
  // A proxy may say anything.
  if (!ipaddr.isValid(address)) return address
  const found = ipaddr.process(address)
  return found instanceof ipaddr.IPv6 ? found.parts.slice(0, 4).join(':') : found.toString()
}

/** Stands for all of them where a sender is asked for. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Their events as the stream takes them in: of nobody, and one for each place of a page and what was done with it. */
export function deliveryOf(events: readonly StrangerEvent[]): Delivery {
  return {
    sender: nobody,
    isCollector: false,
    mayBeUnstorable: false,
    events: events.map(({ type, subject, data: { place, position, decision } }) => ({
      id: `${type}/${decision}/${subject}`.toLowerCase(),
      type,
      subject,
      person: null,
      data: type === 'basket' ? { change: 'added', decision } : { place, position, decision },
    })),
  }
}
