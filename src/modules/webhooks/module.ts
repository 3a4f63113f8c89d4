import { machineNow } from '#kernel/clock'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { createCatalogue } from '#modules/orders'
import { type Deliveries, sendTaskOf, sweepDeliveries } from './deliveries.ts'
import { fanOutProjection, sendTask } from './fan-out.ts'
import { webhooksPersonalData } from './personal-data.ts'
import { webhookRoutes } from './routes.ts'

const sweepTask = 'webhooks.sweep'
const sweepEveryMs = 60_000

export const module: Module = {
  name: 'webhooks',
  routes: (app, context) => {
    webhookRoutes(app, { ...deliveriesOf(context), commandIdOf: context.commandIdOf })
    const runAt = (): number => machineNow() + sweepEveryMs
    app.addHook('onReady', () =>
      addJobs(context.db, [{ task: sweepTask, payload: {}, key: sweepTask, runAt: runAt() }]),
    )
  },
  projections: ({ db, town, config }) => [
    fanOutProjection({
      db,
      town: town.id,
      catalogue: createCatalogue({ db, town }),
      source: config.publicUrl,
      now: machineNow,
    }),
  ],
  personalData: webhooksPersonalData,
  jobs: (context) => ({ [sendTask]: sendTaskOf(deliveriesOf(context)), [sweepTask]: sweepOf(context) }),
}

function deliveriesOf({ db, town, vault, log, config }: Context): Deliveries {
  const { allowPrivate, retryMs } = config.webhooks
  const reach = { allowedHosts: allowPrivate, isSandbox: town.isSandbox }
  return { db, town: town.id, vault, log, reach, now: machineNow, ...(retryMs === undefined ? {} : { retryMs }) }
}

/** Looks after what a process left behind; enqueues itself for the next minute. */
function sweepOf(context: Context): Task {
  return async () => {
    await sweepDeliveries(deliveriesOf(context))
    const runAt = machineNow() + sweepEveryMs
    await addJobs(context.db, [{ task: sweepTask, payload: {}, key: sweepTask, runAt }])
  }
}
