import type { Module } from '#kernel/module'
import { searchRoutes } from './routes.ts'
import { searchOf } from './search.ts'

export const module: Module = {
  name: 'search',
  routes: (app, { db, town }) => searchRoutes(app, { db, town: town.id }),
  // Without an index the database answers: that is slower, and still well.
  probes: ({ db }) => ({ search: async () => ({ isOk: true, ...(await searchOf(db)?.figures()) }) }),
}
