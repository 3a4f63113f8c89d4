import { machineNow } from '#kernel/clock'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { featuresOf } from './live/features.ts'
import { featuresPersonalData } from './personal-data.ts'
import { featureRoutes } from './http/routes.ts'

const baseTask = 'features.base'
const dayMs = 86_400_000

export const module: Module = {
  name: 'features',
  routes: (app, context) => {
    const { db, metrics } = context
    const features = featuresOf(context)
    featureRoutes(app, { db, town: context.town.id, features })
    metrics.gauge('lakeside_features_rows', 'Rows of live features', () => features.figures().rows)
    metrics.gauge('lakeside_features_lag_seconds', 'From receipt to features, of the newest interaction', () => {
      return features.figures().lagMs / 1000
    })
    app.addHook('onReady', async () => {
      features.start()
      // Before the first round of forgetting in this process: the stream must not lose what no base has.
      await addJobs(db, [{ task: baseTask, payload: {}, key: baseTask, runAt: machineNow() + 10_000 }])
    })
    app.addHook('onClose', () => features.stop())
  },
  probes: (context) => ({ features: async () => ({ isOk: true, ...featuresOf(context).figures() }) }),
  personalData: featuresPersonalData,
  jobs: (context) => ({ [baseTask]: baseOf(context) }),
}

/** Keeps what the stream will forget; enqueues itself for tomorrow. */
function baseOf(context: Context): Task {
  const { db, clock } = context
  return async () => {
    await featuresOf(context).renewBase(clock.now())
    await addJobs(db, [{ task: baseTask, payload: {}, key: baseTask, runAt: machineNow() + dayMs }])
  }
}
