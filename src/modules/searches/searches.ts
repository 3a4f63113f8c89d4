import type { Actor } from '#kernel/commands'
import type { App } from '#kernel/http'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import type { Context } from '#kernel/module'
import { intakeOf } from '#modules/interactions'
import { createCounting } from './counting.ts'
import { searchesRoutes } from './routes.ts'

/** A search that was answered; without words, one that filters left nothing of. */
export type Answered = { text: string; isEmpty: boolean; actor: Actor | null }

/** Hears of searches. Nobody waits for it. */
export type NoteSearch = (answered: Answered) => void

/** Serves what is known of searches, and gives what is to be called for each one. */
export function openSearches(app: App, { db, town, clock }: Pick<Context, 'db' | 'town' | 'clock'>): NoteSearch {
  const now = (): number => clock.now()
  const counting = createCounting({ db, town: town.id, now })
  app.addHook('onClose', () => counting.stop())
  searchesRoutes(app, { db, town: town.id, now, counting })
  return ({ text, isEmpty, actor }) => {
    // Whoever runs the town tries words out; that is no demand.
    if (actor?.grants.includes('operator') === true) return
    counting.search(text, isEmpty)
    if (isEmpty) tellOfDeadEnd({ db, text, actor })
  }
}

/** In the stream of interactions a search in vain is a dead end, under the consents of whoever was there. */
function tellOfDeadEnd({ db, text, actor }: Pick<Answered, 'text' | 'actor'> & Pick<Context, 'db'>): void {
  const person = actor === null ? null : (actor.user ?? actor.party)
  const data = { place: 'search', ...(text === '' ? {} : { query: text }), reason: 'nothing-found' }
  const delivery = {
    sender: person ?? '',
    isCollector: true,
    events: [{ id: newId(), type: 'dead-end', person, data }],
    mayBeUnstorable: true,
  }
  intakeOf(db)?.(delivery).catch((error: unknown) => log.warn({ err: error }, 'a dead end could not be told of'))
}
