import { machineNow } from '#kernel/clock'
import type { Module } from '#kernel/module'
import { createMailer, mailStateOf } from '#modules/mail'
import { daysHereFact } from './facts.ts'
import { identityPersonalData } from './personal-data.ts'
import { identityRoutes } from './routes.ts'

export const module: Module = {
  name: 'identity',
  facts: { daysHere: daysHereFact },
  personalData: ({ db, vault, town }) => identityPersonalData(db, vault, town.id),
  routes: (app, context) => {
    const { db, town, config, vault, commandIdOf, forgetCredentials } = context
    const hasMailServer = async (): Promise<boolean> => (await mailStateOf(context)).server !== null
    identityRoutes(app, {
      db,
      town,
      now: machineNow,
      publicUrl: config.publicUrl,
      forget: forgetCredentials,
      commandIdOf,
      vault,
      mailer: createMailer({ town, hasServer: hasMailServer }),
      hasMailServer,
    })
  },
}
