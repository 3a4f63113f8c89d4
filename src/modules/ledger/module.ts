import type { Module } from '#kernel/module'
import { ledgerRoutes } from './routes.ts'
import { statementsProjection } from './statements.ts'

export const module: Module = {
  name: 'ledger',
  routes: (app, { db, town, submit, commandIdOf }) => ledgerRoutes(app, { db, town: town.id, submit, commandIdOf }),
  projections: ({ town }) => [statementsProjection(town.id)],
}
