import type { Module } from '#kernel/module'
import { settledProjection } from './outcomes.ts'
import { orderPoint } from './point.ts'
import { inboxRoutes } from './routes.ts'

export const module: Module = {
  name: 'inbox',
  routes: inboxRoutes,
  projections: ({ town, clock }) => [settledProjection({ town: town.id, clock })],
  points: [orderPoint],
}
