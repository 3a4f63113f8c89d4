import { machineNow } from '../kernel/clock.ts'
import { forgetOldKeys } from '../kernel/idempotency.ts'
import { type Task, addJobs, startJobs } from '../kernel/jobs.ts'
import { type Adapter, callTask, deliverCall } from '../kernel/jobs-calls.ts'
import type { Vault } from '../kernel/vault.ts'
import { sweepSecrets } from '../modules/identity/index.ts'
import { orderPurpose } from '../modules/orders/index.ts'
import { backupJobs, planNextNight } from './backup/at-night.ts'
import type { TownProcess } from './context.ts'

/** The jobs of a town's process. */
export type Worker = { stop: () => Promise<void> }

/** Forgets what has had its time; enqueues itself for tomorrow. */
const tidyTask = 'app.tidy'
const dayMs = 86_400_000

/** Runs the jobs of all modules, the calls to devices and providers, and the daily tidying. */
export async function startWorker({ context, modules }: TownProcess, url: string): Promise<Worker> {
  const { db, town, log, vault } = context
  const adapters = modules.flatMap((module) => module.adapters?.(context) ?? []).map((one) => reading(one, vault))
  const tidy: Task = async () => {
    await forgetOldKeys(db, town.id)
    await sweepSecrets(db, { town: town.id, now: machineNow() })
    await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + dayMs }])
  }
  const ofModules = modules.map((module) => module.jobs?.(context) ?? {})
  const tasks = Object.assign(
    { [tidyTask]: tidy, [callTask]: deliverCall(adapters, log), ...backupJobs(context) },
    ...ofModules,
  )
  await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + 60_000 }])
  await planNextNight(context)
  return startJobs({ url, tasks, log })
}

/** An adapter that is told what is personal in its calls: it stands sealed in the log and in the queue of jobs. */
function reading(adapter: Adapter, vault: Vault): Adapter {
  return {
    ...adapter,
    send: async (call, signal) => {
      const [body] = await vault.openWithin([{ purpose: orderPurpose(call.orderId), value: call.body }])
      await adapter.send({ ...call, body: body! }, signal)
    },
  }
}
