import { machineNow } from '#kernel/clock'
import type { Module } from '#kernel/module'
import { identityRoutes } from './routes.ts'

export const module: Module = {
  name: 'identity',
  routes: (app, { db, town, forgetCredentials }) =>
    identityRoutes(app, {
      db,
      town: town.id,
      now: machineNow,
      isSandbox: town.isSandbox,
      forget: forgetCredentials,
    }),
}
