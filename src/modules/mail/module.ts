import { machineNow } from '#kernel/clock'
import { addJobs } from '#kernel/jobs'
import type { Module } from '#kernel/module'
import { sendTask, sweepLetters } from './letters.ts'
import { mailRoutes } from './routes.ts'
import { sendLetter } from './sending.ts'

const sweepTask = 'mail.sweep'
const dayMs = 86_400_000

export const module: Module = {
  name: 'mail',
  routes: async (app, { db, town }) => {
    mailRoutes(app, { db, town })
    await addJobs(db, [{ task: sweepTask, payload: {}, key: sweepTask, runAt: machineNow() + dayMs }])
  },
  jobs: ({ db, town, config: { smtpUrl, mailFrom } }) => ({
    ...(smtpUrl === undefined ? {} : { [sendTask]: sendLetter(db, { smtpUrl, from: mailFrom }) }),
    [sweepTask]: async () => {
      await sweepLetters(db, { town: town.id, now: machineNow() })
      await addJobs(db, [{ task: sweepTask, payload: {}, key: sweepTask, runAt: machineNow() + dayMs }])
    },
  }),
}
