import { machineNow } from '#kernel/clock'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { deciderOf } from '#modules/decisions'
import { type Following, projectInteractions } from '#modules/interactions'
import { lookAtAll } from './books/looking.ts'
import { observationsOfInteractions, observationsProjection } from './books/observing.ts'
import { experimentsOf } from './experiments.ts'
import { experimentRoutes } from './http/routes.ts'
import { experimentsPersonalData } from './personal-data.ts'
import { forgetOld } from './retention.ts'

const observationsName = 'experiments.observations'
const watchTask = 'experiments.watch'
const tidyTask = 'experiments.tidy'
/** A guard is felt within this time, ms of machine time. */
const watchMs = 10_000
const dayMs = 86_400_000

export const module: Module = {
  name: 'experiments',
  routes: async (app, context) => {
    const { db, clock } = context
    const town = context.town.id
    const experiments = experimentsOf(context)
    await experimentRoutes(app, { db, town, clock, experiments })
    let counting: Following | undefined
    app.addHook('onReady', async () => {
      await experiments.start()
      experiments.joinDecisions(deciderOf(context))
      const place = { town, registry: experiments.registry }
      counting = projectInteractions({ db, town, name: observationsName }, observationsOfInteractions(place))
      await addJobs(db, [
        { task: watchTask, payload: {}, key: watchTask, runAt: machineNow() + watchMs },
        { task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + 60_000 },
      ])
    })
    app.addHook('onClose', async () => {
      await counting?.stop()
      await experiments.stop()
    })
  },
  projections: (context) => [
    observationsProjection({ town: context.town.id, registry: experimentsOf(context).registry }),
  ],
  personalData: experimentsPersonalData,
  jobs: (context) => ({ [watchTask]: watchOf(context), [tidyTask]: tidyOf(context) }),
}

/** Guards, ramps and weights; enqueues itself. */
function watchOf({ db, town, clock }: Context): Task {
  return async () => {
    await lookAtAll({ db, town: town.id, now: clock.now() })
    await addJobs(db, [{ task: watchTask, payload: {}, key: watchTask, runAt: machineNow() + watchMs }])
  }
}

/** Forgets what has had its time; enqueues itself for tomorrow. */
function tidyOf({ db, town, clock }: Context): Task {
  return async () => {
    await forgetOld({ db, town: town.id }, clock.now())
    await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + dayMs }])
  }
}
