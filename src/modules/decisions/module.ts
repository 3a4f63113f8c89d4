import { machineNow } from '#kernel/clock'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { type Following, projectInteractions } from '#modules/interactions'
import { outcomesOfInteractions, outcomesProjection } from './books/attribution.ts'
import { contests } from './books/contest.ts'
import { coarsenBuckets } from './counting/deltas.ts'
import { deciderOf } from './decider.ts'
import { decisionRoutes } from './http/routes.ts'
import { operatingProjection } from './loops/operating.ts'
import { regretJob, regretTask, watchOf } from './loops/tending.ts'
import { outcomesName } from './loops/watch.ts'
import { decisionsPersonalData } from './personal-data.ts'
import { scheduleTask, trainingJobs } from './training/jobs.ts'
import { forgetOld } from './retention.ts'

const tidyTask = 'decisions.tidy'
const dayMs = 86_400_000

export const module: Module = {
  name: 'decisions',
  routes: (app, context) => {
    const { db, clock, vault, submit, commandIdOf, metrics } = context
    const town = context.town.id
    const decider = deciderOf(context)
    decisionRoutes(app, { db, town, clock, vault, submit, commandIdOf, decider })
    const counts = decider.recorder.counts
    metrics.gauge('lakeside_decisions_recorded', 'Decisions stored since the start', () => counts().stored)
    metrics.gauge('lakeside_decisions_shed', 'Decisions left out of the log since the start', () => counts().shed)
    const watch = watchOf(context, decider.registry)
    let joining: Following | undefined
    app.addHook('onReady', async () => {
      await decider.start()
      const place = { town, registry: decider.registry, clock }
      joining = projectInteractions({ db, town, name: outcomesName }, outcomesOfInteractions(place))
      watch.start()
      const tasks = [tidyTask, regretTask, scheduleTask].map((task) => ({
        task,
        payload: {},
        key: task,
        runAt: machineNow() + 60_000,
      }))
      await addJobs(db, tasks)
    })
    app.addHook('onClose', async () => {
      await Promise.all([joining?.stop(), watch.stop()])
      await decider.stop()
    })
  },
  projections: (context) => [
    outcomesProjection({ town: context.town.id, registry: deciderOf(context).registry, clock: context.clock }),
    operatingProjection(context.town.id),
  ],
  personalData: decisionsPersonalData,
  caseKinds: (context) => [contests(context)],
  jobs: (context) => ({ [tidyTask]: tidyOf(context), [regretTask]: regretJob(context), ...trainingJobs(context) }),
}

/** Forgets what has had its time; enqueues itself for tomorrow. */
function tidyOf(context: Context): Task {
  const { db, town, clock } = context
  const { registry } = deciderOf(context)
  return async () => {
    await registry.refresh()
    const points = registry.all().map(({ point }) => point.declaration)
    await forgetOld({ db, town: town.id }, points, clock.now())
    await coarsenBuckets({ db, town: town.id }, clock.now())
    await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + dayMs }])
  }
}
