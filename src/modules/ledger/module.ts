import type { Module } from '#kernel/module'
import { heldProjection } from './held.ts'
import { ledgerPersonalData } from './personal-data.ts'
import { ledgerRoutes } from './routes.ts'
import { statementsProjection } from './statements.ts'

export const module: Module = {
  name: 'ledger',
  routes: (app, { db, town, submit, commandIdOf }) => ledgerRoutes(app, { db, town: town.id, submit, commandIdOf }),
  personalData: ({ db, town }) => ledgerPersonalData(db, town.id),
  projections: ({ town }) => [statementsProjection(town.id), heldProjection(town.id)],
}
