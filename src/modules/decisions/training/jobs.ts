import { machineNow } from '#kernel/clock'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context } from '#kernel/module'
import { runTraining } from './running.ts'
import { askForDue } from './scheduling.ts'
import { trainTask } from './trainings.ts'

/** Looks whether a training is due; enqueues itself. */
export const scheduleTask = 'decisions.schedule'
/** Silent trainings begin anew, and due ones begin, within this time, ms of machine time. */
const lookMs = 30_000

/** The jobs of learning. */
export function trainingJobs({ db, town, vault, clock }: Context): Readonly<Record<string, Task>> {
  const place = { db, town: town.id, vault, now: () => clock.now() }
  return {
    [trainTask]: async ({ training }, { signal }) => {
      if (typeof training === 'string') await runTraining(place, training, { signal })
    },
    [scheduleTask]: async () => {
      await askForDue(place)
      await addJobs(db, [{ task: scheduleTask, payload: {}, key: scheduleTask, runAt: machineNow() + lookMs }])
    },
  }
}
