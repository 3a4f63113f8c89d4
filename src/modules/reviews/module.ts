import type { Module } from '#kernel/module'
import { reviewsPersonalData } from './personal-data.ts'
import { reviewReports } from './reports.ts'
import { reviewRoutes } from './routes.ts'

export const module: Module = {
  name: 'reviews',
  routes: (app, context) => reviewRoutes(app, context),
  caseKinds: (context) => [reviewReports(context)],
  personalData: reviewsPersonalData,
}
