import type { Context, Module } from '#kernel/module'
import { type Catalogue, createCatalogue } from '#modules/orders'
import { chargesProjection } from './charges.ts'
import { feeClassFact } from './classes.ts'
import { feesPersonalData } from './personal-data.ts'
import { feeRoutes } from './routes.ts'

/** A catalogue to read from, empty until it is refreshed. */
function catalogueOf({ db, town }: Context): Catalogue {
  return createCatalogue({ db, town })
}

export const module: Module = {
  name: 'fees',
  routes: (app, context) => {
    const { db, town, clock, submit, commandIdOf } = context
    feeRoutes(app, { db, town, clock, submit, commandIdOf, catalogue: catalogueOf(context) })
  },
  projections: (context) => [
    chargesProjection({ db: context.db, town: context.town.id, catalogue: catalogueOf(context) }),
  ],
  personalData: ({ db, town }) => feesPersonalData(db, town.id),
  facts: { feeClass: feeClassFact },
}
