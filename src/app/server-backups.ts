import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { Static } from 'typebox'
import { machineNow } from '#kernel/clock'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { problems } from '#kernel/http-problems'
import { derivedId } from '#kernel/ids'
import type { Context } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import {
  BackupParams,
  BackupPlanInput,
  BackupRunBody,
  type BackupRun,
  BackupsBody,
  backupNotFound,
  backupRunning,
  beginBackup,
  changeBackupPlan,
  listBackupRuns,
  readBackupPlan,
  settingsChanged,
} from '#modules/town'
import { askForBackup, planNextNight } from './backup/at-night.ts'
import { backupFolder, isBackupName, listBackupFiles } from './backup/folder.ts'

/** Backups for the operator in a browser. Restoring stays a command: it wants an empty database and no running town. */
export function backupRoutes(app: App, context: Context): void {
  listRoute(app, context)
  askRoute(app, context)
  planRoute(app, context)
  contentRoute(app, context)
}

function listRoute(app: App, context: Context): void {
  app.get(
    '/v1/backups',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'listBackups',
        summary: 'Backups that lie in DATA_DIR, those under way, and the plan for the nights',
        response: { 200: BackupsBody },
      },
    },
    async () => backupsBody(context),
  )
}

function askRoute(app: App, context: Context): void {
  const { db, town, commandIdOf } = context
  app.post(
    '/v1/backups',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'makeBackup',
        summary: 'Begin a backup; the town goes on meanwhile, and `GET /v1/backups` says how far it is',
        description: 'The master key is not in it: keep a copy of that elsewhere.',
        response: { 202: BackupRunBody, ...problems(backupRunning) },
      },
    },
    async (request, reply) => {
      const by = actorOf(request)
      const cause = await commandIdOf(by.party, '/v1/backups', String(request.headers['idempotency-key']))
      const id = derivedId(cause, 'backup')
      const known = (await listBackupRuns(db, town.id)).find((run) => run.id === id)
      if (known === undefined) {
        await beginBackup(db, { town: town.id, id, kind: 'asked', by, now: machineNow() })
        await askForBackup(context, id)
      }
      const run = known ?? (await listBackupRuns(db, town.id)).find((one) => one.id === id)
      return reply.code(202).send(runBody(run!))
    },
  )
}

function planRoute(app: App, context: Context): void {
  const { db, town } = context
  app.put(
    '/v1/backups/plan',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'planBackups',
        summary: 'Make a backup every night at an hour of the town, and keep so many of them',
        body: BackupPlanInput,
        response: { 200: BackupsBody, ...problems(settingsChanged) },
      },
    },
    async (request) => {
      await changeBackupPlan(db, town.id, { ...request.body, by: actorOf(request), now: machineNow() })
      await planNextNight(context)
      return backupsBody(context)
    },
  )
}

function contentRoute(app: App, { db, town, config }: Context): void {
  app.get(
    '/v1/backups/:name/content',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'downloadBackup',
        summary: 'A backup, byte by byte; who took it stands in the record',
        params: BackupParams,
        response: problems(backupNotFound),
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const found = isBackupName(name) ? listBackupFiles(config).find((file) => file.name === name) : undefined
      if (found === undefined) throw new Problem(backupNotFound)
      const by = actorOf(request)
      await recordAudit(db, { town: town.id, by, act: 'backups.taken', subject: name, now: machineNow() })
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('content-length', found.bytes)
        .header('cache-control', 'no-store')
        .type('application/gzip')
        .send(createReadStream(path.join(backupFolder(config), name)))
    },
  )
}

async function backupsBody({ db, town, config }: Context): Promise<Static<typeof BackupsBody>> {
  const [runs, plan] = await Promise.all([listBackupRuns(db, town.id), readBackupPlan(db, town.id)])
  const items = listBackupFiles(config).map(({ madeAt, ...file }) => ({ ...file, madeAt: rfc3339(madeAt) }))
  return { items, runs: runs.map(runBody), plan, folder: backupFolder(config) }
}

function runBody({ begunAt, finishedAt, ...run }: BackupRun): Static<typeof BackupRunBody> {
  const ended = finishedAt === null ? null : rfc3339(finishedAt)
  return { ...run, begunAt: rfc3339(begunAt), finishedAt: ended }
}
