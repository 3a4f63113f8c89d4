import type { Module } from '#kernel/module'
import { openSearch } from '#modules/search'
import { openSearches } from '#modules/searches'
import { applyToListings, listingEvents } from './listings.ts'
import { createOpenSellers } from './open-sellers.ts'
import { offersPersonalData } from './personal-data.ts'
import { offersRoutes } from './routes.ts'
import { listingReports } from './reports.ts'
import { listingsSource } from './search-source.ts'

export const module: Module = {
  name: 'offers',
  routes: (app, context) => {
    const { db, town, submit, commandIdOf } = context
    const search = openSearch(app, context, { source: listingsSource(db, town.id) })
    const noteSearch = openSearches(app, context)
    const openSellers = createOpenSellers(context)
    offersRoutes(app, { db, town: town.id, submit, commandIdOf, search, openSellers, noteSearch })
  },
  caseKinds: (context) => [listingReports(context)],
  personalData: ({ db, town }) => offersPersonalData(db, town.id),
  projections: ({ town }) => [
    {
      name: 'offers.listings',
      types: listingEvents,
      apply: (tx, events) => applyToListings(tx, town.id, events),
    },
  ],
}
