import { unlink } from 'node:fs/promises'
import path from 'node:path'
import { machineNow } from '#kernel/clock'
import { newId } from '#kernel/ids'
import { type Task, addJobs } from '#kernel/jobs'
import { hasCode } from '#kernel/lifecycle'
import type { Context } from '#kernel/module'
import { type BackupPlan, beginBackup, endBackup, listNightlyFiles, noteBackup, readBackupPlan } from '#modules/town'
import { version } from '../version.ts'
import { backUp } from './back-up.ts'
import { backupFolder, backupName, makeBackupFolder } from './folder.ts'

/** Backups that a running town makes: when the operator asks for one, and every night by the plan. */

/** Makes the backup whose run has been entered. */
const makeTask = 'app.back-up'
/** Wakes at the hour of the plan; enqueues itself for the next day. */
const nightTask = 'app.back-up-nightly'

type Place = Pick<Context, 'db' | 'town' | 'config' | 'log'>

/** The jobs. A backup is tried once: whoever asked sees that it failed, and the night comes again. */
export function backupJobs(place: Place): Readonly<Record<string, Task>> {
  return {
    [makeTask]: async ({ id }) => {
      if (typeof id !== 'string') throw new TypeError(`a job of ${makeTask} names a run`)
      await make(place, { id, kind: 'asked' })
    },
    [nightTask]: async () => {
      await planNextNight(place)
      if ((await readBackupPlan(place.db, place.town.id)).isOn) await makeNightly(place)
    },
  }
}

/** Enters a run and enqueues its job. @throws {Problem} backup-running */
export async function askForBackup({ db }: Place, id: string): Promise<void> {
  await addJobs(db, [{ task: makeTask, key: `${makeTask}/${id}`, payload: { id }, attemptsMax: 1 }])
}

/** Sets the clock for the next night, or stops it. Called when the plan changes, and at each start. */
export async function planNextNight({ db, town }: Place): Promise<void> {
  const plan = await readBackupPlan(db, town.id)
  const runAt = nextNight(plan, town.timeZone, machineNow())
  await addJobs(db, [{ task: nightTask, key: nightTask, payload: {}, runAt, attemptsMax: 1 }])
}

const hourMs = 3_600_000

/**
 * The next instant at which the clocks of a zone strike the hour of the plan; a night without that hour (the one when
 * summer begins) is passed over for the next.
 *
 * @param now machine time, ms
 */
export function nextNight({ hour }: Pick<BackupPlan, 'hour'>, timeZone: string, now: number): number {
  const hourAt = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' })
  // Zones lie whole quarters of an hour apart, so each quarter is looked at; two days hold the hour at least once.
  const quarterMs = hourMs / 4
  const first = (Math.floor(now / quarterMs) + 1) * quarterMs
  for (let at = first; at < now + 49 * hourMs; at += quarterMs)
    if (Number(hourAt.format(at)) === hour && Number(hourAt.format(at - quarterMs)) !== hour) return at
  throw new Error(`no clock of ${timeZone} strikes ${hour}`)
}

type Run = { id: string; kind: 'asked' | 'nightly' }

async function makeNightly(place: Place): Promise<void> {
  const { db, town } = place
  const now = machineNow()
  const run: Run = { id: newId(now), kind: 'nightly' }
  await beginBackup(db, { town: town.id, ...run, by: null, now })
  await make(place, run)
  await forgetOld(place)
}

/** Progress is noted at most so often: each note is a write. */
const noteEveryMs = 500

async function make({ db, town, config, log }: Place, { id, kind }: Run): Promise<void> {
  const name = backupName(machineNow(), kind)
  const noted = { at: 0, last: Promise.resolve() }
  const tell = (message: string): void => {
    if (performance.now() - noted.at < noteEveryMs) return
    noted.at = performance.now()
    noted.last = noteBackup(db, { town: town.id, id, note: message.trim(), now: machineNow() }).catch(
      (error: unknown) => log.warn({ err: error }, 'the progress of a backup was not noted'),
    )
  }
  try {
    makeBackupFolder(config)
    const target = path.join(backupFolder(config), name)
    const from = { url: db.url, dataDir: config.dataDir, version: version(), now: machineNow() }
    const { bytes } = await backUp({ ...from, target, withKeys: false, tell })
    await noted.last
    await endBackup(db, { town: town.id, id, now: machineNow(), file: name, bytes })
  } catch (error) {
    log.error({ err: error }, 'the backup failed')
    const reason = error instanceof Error ? error.message : String(error)
    await endBackup(db, { town: town.id, id, now: machineNow(), error: reason.slice(0, 300) })
  }
}

/** Deletes nightly backups beyond those that are kept; those that somebody asked for stay. */
async function forgetOld({ db, town, config }: Place): Promise<void> {
  const { keep } = await readBackupPlan(db, town.id)
  for (const file of (await listNightlyFiles(db, town.id)).slice(keep)) {
    try {
      await unlink(path.join(backupFolder(config), file))
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error // taken away by hand
    }
  }
}
