import { machineNow } from '#kernel/clock'
import type { Module } from '#kernel/module'
import { identityRoutes } from './routes.ts'

export const module: Module = {
  name: 'identity',
  routes: (app, { db, town, config, forgetCredentials }) =>
    identityRoutes(app, {
      db,
      town,
      now: machineNow,
      publicUrl: config.publicUrl,
      forget: forgetCredentials,
    }),
}
