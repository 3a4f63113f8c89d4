import { machineNow } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { invalidAt, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { SuggestionsBody, SuggestionsQuery, SynonymsBody, SynonymsInput, SynonymsReply } from './contract.ts'
import { unusableSet } from './offer-index.ts'
import { synonymsChanged } from './problems.ts'
import { searchOf } from './search.ts'
import { suggest } from './suggestions.ts'
import { readSynonyms, replaceSynonyms } from './synonyms.ts'

/** Suggestions while typing, and the words that mean the same. */
export function searchRoutes(app: App, { db, town }: { db: Database; town: number }): void {
  app.get(
    '/v1/search/suggestions',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'suggestSearches',
        summary: 'How a search that is being typed may go on; empty while the index is being built',
        querystring: SuggestionsQuery,
        response: { 200: SuggestionsBody },
      },
    },
    async ({ query }) => suggest(searchOf(db), query),
  )
  app.get(
    '/v1/search/synonyms',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'readSynonyms',
        summary: 'Words that mean the same to the search',
        response: { 200: SynonymsBody },
      },
    },
    async () => {
      const { rev, sets } = await readSynonyms(db, town)
      return { rev, sets: sets.map((set) => [...set]) }
    },
  )
  app.put(
    '/v1/search/synonyms',
    {
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'replaceSynonyms',
        summary: 'Put other synonyms in their place; searches know them within a second or two',
        body: SynonymsInput,
        response: { 200: SynonymsReply, ...problems(synonymsChanged) },
      },
    },
    async (request) => {
      const { rev, sets } = request.body
      const unusable = unusableSet(sets)
      if (unusable !== undefined) throw invalidAt(`/sets/${unusable}`, 'needs a member that is a single word')
      const changed = await replaceSynonyms(db, town, { rev, sets, by: actorOf(request), now: machineNow() })
      if (changed === undefined) throw new Problem(synonymsChanged)
      return { rev: changed }
    },
  )
}
