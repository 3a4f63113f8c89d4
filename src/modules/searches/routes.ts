import Type from 'typebox'
import type { Database } from '#kernel/db'
import type { App } from '#kernel/http'
import { ClickBody, SearchesBody, SearchesQuery } from './contract.ts'
import { type Counting, dayOf } from './counting.ts'
import { listSearches, sumSearches } from './reading.ts'

const dayMs = 86_400_000

export type SearchesRoutes = { db: Database; town: number; now: () => number; counting: Counting }

export function searchesRoutes(app: App, { db, town, now, counting }: SearchesRoutes): void {
  app.get(
    '/v1/searches',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'listSearches',
        summary: 'What people look for, and what they look for in vain',
        querystring: SearchesQuery,
        response: { 200: SearchesBody },
      },
    },
    async ({ query: { days, isInVain, limit } }) => {
      await counting.flush()
      const since = dayOf(now() - (days - 1) * dayMs)
      const [total, items] = await Promise.all([
        sumSearches(db, town, since),
        listSearches(db, town, { since, isInVain, limit }),
      ])
      return { total, items }
    },
  )
  app.post(
    '/v1/searches/clicks',
    {
      // A count: one more or less of the same says the same.
      config: { access: 'open', idempotency: 'none' },
      schema: {
        operationId: 'countSearchClick',
        summary: 'Count that a hit of a search was chosen; who chose it is not kept',
        body: ClickBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      counting.click(request.body.q)
      return reply.code(204).send(null)
    },
  )
}
