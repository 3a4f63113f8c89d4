import { machineNow } from '#kernel/clock'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { loadConsents } from '#modules/identity'
import { countInteractions } from './counters.ts'
import { createEventTypes } from './event-types.ts'
import { createIntake, keepIntake } from './intake.ts'
import { interactionsPersonalData } from './personal-data.ts'
import { createPseudonyms } from './pseudonyms.ts'
import { forgetOld } from './retention.ts'
import { interactionRoutes } from './routes.ts'
import { createShortMemory } from './short-memory.ts'
import { countersName, type Following, projectInteractions } from './stream.ts'

const tidyTask = 'interactions.tidy'
const dayMs = 86_400_000

export const module: Module = {
  name: 'interactions',
  routes: async (app, context) => {
    const { db, clock, vault, commandIdOf } = context
    const town = context.town.id
    const types = createEventTypes(db, town)
    const consents = createShortMemory((parties) => loadConsents(db, town, parties), { now: machineNow })
    const takeIn = createIntake({ db, town, clock, vault, types, pseudonyms: createPseudonyms(vault), consents })
    keepIntake(db, takeIn)
    await interactionRoutes(app, { db, town, clock, vault, types, takeIn, commandIdOf })
    let counting: Following | undefined
    app.addHook('onReady', async () => {
      counting = projectInteractions({ db, town, name: countersName }, countInteractions(town))
      await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + 60_000 }])
    })
    app.addHook('onClose', async () => counting?.stop())
  },
  personalData: interactionsPersonalData,
  jobs: (context) => ({ [tidyTask]: tidyOf(context) }),
}

/** Forgets what has had its time; enqueues itself for tomorrow. */
function tidyOf({ db, town, clock }: Context): Task {
  return async () => {
    await forgetOld(db, town.id, clock.now())
    await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + dayMs }])
  }
}
