import { machineNow } from '#kernel/clock'
import type { Module } from '#kernel/module'
import { createMailer } from '#modules/mail'
import { identityPersonalData } from './personal-data.ts'
import { identityRoutes } from './routes.ts'

export const module: Module = {
  name: 'identity',
  personalData: ({ db, vault, town }) => identityPersonalData(db, vault, town.id),
  routes: (app, { db, town, config, vault, commandIdOf, forgetCredentials }) =>
    identityRoutes(app, {
      db,
      town,
      now: machineNow,
      publicUrl: config.publicUrl,
      forget: forgetCredentials,
      commandIdOf,
      vault,
      mailer: createMailer({ town, hasServer: config.smtpUrl !== undefined }),
      hasMailServer: config.smtpUrl !== undefined,
    }),
}
