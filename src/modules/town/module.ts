import type { Module } from '#kernel/module'
import { setupRoutes } from './routes-setup.ts'
import { townRoutes } from './routes.ts'

export const module: Module = {
  name: 'town',
  routes: (app, context) => {
    townRoutes(app, context)
    setupRoutes(app, context)
  },
}
