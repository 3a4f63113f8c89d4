import type { Module } from '#kernel/module'
import { pricePoint } from './point.ts'
import { hintRoutes } from './routes.ts'
import { salesProjection } from './sales.ts'

export const module: Module = {
  name: 'hints',
  routes: hintRoutes,
  projections: ({ db, town, clock }) => [salesProjection({ db, town: town.id, clock })],
  points: [pricePoint],
}
