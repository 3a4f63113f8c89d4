import type { Module } from '#kernel/module'
import { createMailer, mailStateOf } from '#modules/mail'
import { casesPersonalData } from './personal-data.ts'
import { caseRoutes } from './routes.ts'

export const module: Module = {
  name: 'cases',
  routes: (app, context) => {
    const { town, config } = context
    const mailer = createMailer({ town, hasServer: async () => (await mailStateOf(context)).server !== null })
    caseRoutes(app, { ...context, post: { town, mailer, publicUrl: config.publicUrl } })
  },
  personalData: casesPersonalData,
}
