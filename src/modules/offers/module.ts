import type { Module } from '#kernel/module'
import { applyToListings, listingEvents } from './listings.ts'
import { offersPersonalData } from './personal-data.ts'
import { offersRoutes } from './routes.ts'

export const module: Module = {
  name: 'offers',
  routes: (app, { db, town, submit, commandIdOf }) => offersRoutes(app, { db, town: town.id, submit, commandIdOf }),
  personalData: ({ db, town }) => offersPersonalData(db, town.id),
  projections: ({ town }) => [
    {
      name: 'offers.listings',
      types: listingEvents,
      apply: (tx, events) => applyToListings(tx, town.id, events),
    },
  ],
}
