import { machineNow } from '../kernel/clock.ts'
import { forgetOldKeys } from '../kernel/idempotency.ts'
import { type Task, addJobs, startJobs } from '../kernel/jobs.ts'
import { callTask, deliverCall } from '../kernel/jobs-calls.ts'
import { sweepSecrets } from '../modules/identity/index.ts'
import type { TownProcess } from './context.ts'

/** The jobs of a town's process. */
export type Worker = { stop: () => Promise<void> }

/** Forgets what has had its time; enqueues itself for tomorrow. */
const tidyTask = 'app.tidy'
const dayMs = 86_400_000

/** Runs the jobs of all modules, the calls to devices and providers, and the daily tidying. */
export async function startWorker({ context, modules }: TownProcess, url: string): Promise<Worker> {
  const { db, town, log } = context
  const adapters = modules.flatMap((module) => module.adapters?.(context) ?? [])
  const tidy: Task = async () => {
    await forgetOldKeys(db, town.id)
    await sweepSecrets(db, { town: town.id, now: machineNow() })
    await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + dayMs }])
  }
  const ofModules = modules.map((module) => module.jobs?.(context) ?? {})
  const tasks = Object.assign({ [tidyTask]: tidy, [callTask]: deliverCall(adapters, log) }, ...ofModules)
  await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + 60_000 }])
  return startJobs({ url, tasks, log })
}
