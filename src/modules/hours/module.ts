import type { Module } from '#kernel/module'
import { hoursPersonalData } from './personal-data.ts'
import { hoursRoutes } from './routes.ts'

export const module: Module = {
  name: 'hours',
  routes: (app, context) => hoursRoutes(app, context),
  personalData: hoursPersonalData,
}
