/** What runs beside the loops: the watch, and the looks at regret. */
import { machineNow } from '#kernel/clock'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context } from '#kernel/module'
import { createMailer, mailStateOf } from '#modules/mail'
import { getPoint } from '../books/declaring.ts'
import type { Registry } from '../books/registry.ts'
import { sendRolledBack } from './letters.ts'
import { dueForRegret, lookAtRegret } from './regret.ts'
import { createWatch, type Watch } from './watch.ts'

/** The watch of a town, with letters to its operators. */
export function watchOf(context: Context, registry: Registry): Watch {
  const { db, town, clock, config } = context
  const mailer = createMailer({ town, hasServer: async () => (await mailStateOf(context)).server !== null })
  const post = { town, mailer, publicUrl: config.publicUrl }
  return createWatch({ db, town: town.id, clock, registry, alert: (tx, news) => sendRolledBack(tx, post, news) })
}

/** Name of the job that looks at regret. */
export const regretTask = 'decisions.regret'
/** Machine time from one round to the next. */
const everyMs = 120_000
/** Points looked at in one round: each holds up the process for a moment. */
const pointsMax = 5

/** Looks at the regret of points that are due; enqueues itself. */
export function regretJob({ db, town, clock, vault }: Context): Task {
  return async () => {
    const now = clock.now()
    for (const name of (await dueForRegret(db, town.id, now)).slice(0, pointsMax)) {
      await lookAtRegret({ db, town: town.id, vault, now }, await getPoint(db, town.id, name))
    }
    await addJobs(db, [{ task: regretTask, payload: {}, key: regretTask, runAt: machineNow() + everyMs }])
  }
}
