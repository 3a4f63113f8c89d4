import type { Module } from '#kernel/module'
import { auditRoutes } from './routes.ts'

export const module: Module = {
  name: 'audit',
  routes: (app, { db, town }) => auditRoutes(app, { db, town: town.id }),
}
