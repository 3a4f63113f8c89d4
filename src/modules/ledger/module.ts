import type { Module } from '#kernel/module'
import { heldProjection } from './held.ts'
import { ledgerPersonalData } from './personal-data.ts'
import { ledgerRoutes } from './routes.ts'
import { bookRoutes } from './routes-books.ts'
import { statementsProjection } from './statements.ts'

export const module: Module = {
  name: 'ledger',
  routes: (app, { db, town, submit, commandIdOf }) => {
    const context = { db, town: town.id, submit, commandIdOf }
    ledgerRoutes(app, context)
    bookRoutes(app, context)
  },
  personalData: ({ db, town }) => ledgerPersonalData(db, town.id),
  projections: ({ town }) => [statementsProjection(town.id), heldProjection(town.id)],
}
