import type { StoredEvent } from '#kernel/events'
import { namedId, newId } from '#kernel/ids'
import type { Interaction } from '#modules/interactions'
import type { Entry } from '#modules/search'
import { Knowledge } from './state/knowledge.ts'

/** Town time of these tests. */
export const at = 1_800_000_000_000

/** The id of a thing by number. */
export function thingId(thing: number): string {
  return namedId(`recommend/thing/${thing}`)
}

/** A thing: every fifth stands on the same shelf, every tenth is of the same seller. */
export function entry(thing: number, given: Partial<Entry> = {}): Entry {
  return {
    id: thingId(thing), isListed: true, title: `Thing ${thing}`, shelf: '', description: '', business: 'market',
    seller: namedId(`recommend/seller/${thing % 10}`), categoryPath: ['all', `shelf-${thing % 5}`],
    priceMinor: 1_000, listedAt: at - 1_000, rating: null, place: null, ...given,
  } // prettier-ignore
}

/** Knowledge of so many things. */
export function knowledgeOf(things: number): Knowledge {
  const knowledge = new Knowledge('Europe/Berlin')
  knowledge.applyThings(Array.from({ length: things }, (_, thing) => entry(thing)))
  return knowledge
}

let pos = 0

/** Something done with a thing that a decision had placed. */
export function did(type: string, thing: number, given: Partial<Interaction> = {}): Interaction {
  pos += 1
  const data = { place: 'home', position: 0, decision: newId() }
  return {
    id: newId(), pos, type, version: 1, subject: thingId(thing), person: null, at, receivedAt: at, session: null, data,
    personal: null, ...given,
  } // prettier-ignore
}

/** Tells knowledge of what was done. */
export function tell(knowledge: Knowledge, ...events: Interaction[]): void {
  knowledge.applyInteractions(events, events.at(-1)?.pos ?? knowledge.streamPos)
}

/** An event of the log about an order. */
export function ofOrder(order: string, data: StoredEvent['data'], given: Partial<StoredEvent> = {}): StoredEvent {
  return {
    id: newId(),
    n: 0,
    pos: 1,
    type: 'market.paid',
    subject: order,
    actor: newId(),
    user: null,
    at,
    data,
    ...given,
  }
}
