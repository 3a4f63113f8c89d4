/**
 * A town's knowledge of what goes together, fed as the town feeds it: things as its listings tell them, then what
 * people do, event by event, as its stream of interactions does. Settings, forgetting and what counts as a choice are
 * those of the running product, for nothing here names any.
 */
import type { Visit } from '#modules/learners'
import { Knowledge, lookedBackMax } from '#modules/recommend'

/** Things with what they are: the shelves that a listing names. */
export type Described = ReadonlyMap<string, readonly string[]>

/** Knowledge of things that nobody has looked at yet. */
export function townOf(things: Described): Knowledge {
  const knowledge = new Knowledge('UTC')
  const rest = { isListed: true, title: '', shelf: '', description: '', seller: '', business: '', priceMinor: 100 }
  const entries = [...things].map(([id, categoryPath]) => ({
    id, categoryPath, ...rest, listedAt: 0, place: null, rating: null,
  })) // prettier-ignore
  knowledge.applyThings(entries)
  return knowledge
}

let pos = 0

/** Tells the town that a thing was looked at; a session of the data is a visit of a person of its own. */
export function look(knowledge: Knowledge, { session, item, at }: Visit): void {
  pos += 1
  const event = {
    id: String(pos), pos, type: 'view', version: 1, subject: item, person: session, at, receivedAt: at, session,
    data: { place: 'detail' }, personal: null,
  } // prettier-ignore
  knowledge.applyInteractions([event], pos)
}

/** How all things rank for whoever has looked at these, oldest first; in the order of `alike.items()`. */
export function scoresFor(knowledge: Knowledge, items: readonly string[], at: number): Float64Array {
  return knowledge.alike.scores({ items: items.slice(-lookedBackMax), at })
}
