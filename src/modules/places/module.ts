import type { Module } from '#kernel/module'
import { placesPersonalData } from './personal-data.ts'
import { placesRoutes } from './routes.ts'

export const module: Module = {
  name: 'places',
  routes: (app, { db, town }) => placesRoutes(app, { db, town: town.id }),
  personalData: placesPersonalData,
}
