import { machineNow } from '#kernel/clock'
import { addJobs } from '#kernel/jobs'
import type { Module } from '#kernel/module'
import { sendTask, sweepLetters } from './letters.ts'
import { mailServerRoutes } from './routes-server.ts'
import { mailRoutes } from './routes.ts'
import { sendLetter } from './sending.ts'
import { mailStateOf, urlOf } from './server.ts'

const sweepTask = 'mail.sweep'
const dayMs = 86_400_000

export const module: Module = {
  name: 'mail',
  routes: async (app, context) => {
    const { db } = context
    mailRoutes(app, context)
    mailServerRoutes(app, context)
    await addJobs(db, [{ task: sweepTask, payload: {}, key: sweepTask, runAt: machineNow() + dayMs }])
  },
  jobs: ({ db, town, config, vault }) => ({
    [sendTask]: sendLetter(db, async () => {
      const { server, sender } = await mailStateOf({ db, town, config, vault })
      return { smtpUrl: config.smtpUrl ?? (server === null ? undefined : urlOf(server)), from: sender }
    }),
    [sweepTask]: async () => {
      await sweepLetters(db, { town: town.id, now: machineNow() })
      await addJobs(db, [{ task: sweepTask, payload: {}, key: sweepTask, runAt: machineNow() + dayMs }])
    },
  }),
}
