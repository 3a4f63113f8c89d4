import { machineNow } from '#kernel/clock'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { type Following, projectInteractions } from '#modules/interactions'
import { outcomesOfInteractions, outcomesProjection } from './books/attribution.ts'
import { contests } from './books/contest.ts'
import { deciderOf } from './decider.ts'
import { decisionRoutes } from './http/routes.ts'
import { decisionsPersonalData } from './personal-data.ts'
import { forgetOld } from './retention.ts'

const outcomesName = 'decisions.outcomes'
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
    let joining: Following | undefined
    app.addHook('onReady', async () => {
      await decider.start()
      const place = { town, registry: decider.registry, clock }
      joining = projectInteractions({ db, town, name: outcomesName }, outcomesOfInteractions(place))
      await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + 60_000 }])
    })
    app.addHook('onClose', async () => {
      await joining?.stop()
      await decider.stop()
    })
  },
  projections: (context) => [
    outcomesProjection({ town: context.town.id, registry: deciderOf(context).registry, clock: context.clock }),
  ],
  personalData: decisionsPersonalData,
  caseKinds: (context) => [contests(context)],
  jobs: (context) => ({ [tidyTask]: tidyOf(context) }),
}

/** Forgets what has had its time; enqueues itself for tomorrow. */
function tidyOf(context: Context): Task {
  const { db, town, clock } = context
  const { registry } = deciderOf(context)
  return async () => {
    await registry.refresh()
    const points = registry.all().map(({ point }) => point.declaration)
    await forgetOld({ db, town: town.id }, points, clock.now())
    await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + dayMs }])
  }
}
