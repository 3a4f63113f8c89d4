import { machineNow } from '#kernel/clock'
import type { Module } from '#kernel/module'
import { createMailer } from '#modules/mail'
import { identityPersonalData } from './personal-data.ts'
import { identityRoutes } from './routes.ts'

export const module: Module = {
  name: 'identity',
  personalData: ({ db, town }) => identityPersonalData(db, town.id),
  routes: (app, { db, town, config, commandIdOf, forgetCredentials }) =>
    identityRoutes(app, {
      db,
      town,
      now: machineNow,
      publicUrl: config.publicUrl,
      forget: forgetCredentials,
      commandIdOf,
      mailer: createMailer({ town, hasServer: config.smtpUrl !== undefined }),
      hasMailServer: config.smtpUrl !== undefined,
    }),
}
