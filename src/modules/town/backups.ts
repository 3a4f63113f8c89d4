import type { Actor } from '#kernel/commands'
import { type Database, type Executor, constraintOf, sql, transaction } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { backupRunning, settingsChanged } from './problems.ts'

/** A backup that was asked for in the browser, or made at night. Times are machine time, ms. */
export type BackupRun = {
  id: string
  kind: 'asked' | 'nightly'
  begunAt: number
  finishedAt: number | null
  /** How far it is. */
  note: string
  /** Its name in the folder of backups. */
  file: string | null
  bytes: number | null
  error: string | null
}

/** When backups are made by themselves. */
export type BackupPlan = { rev: number; isOn: boolean; /** Of the town's day. */ hour: number; keep: number }

/** A run that has said nothing for so long has died with its process. */
const silentMs = 10 * 60_000

/** Notes that a backup begins. @throws {Problem} backup-running */
export async function beginBackup(
  db: Database,
  { town, id, kind, by, now }: { town: number; id: string; kind: BackupRun['kind']; by: Actor | null; now: number },
): Promise<void> {
  const at = new Date(now)
  try {
    await transaction(db, async (tx) => {
      await sql`
        update town.backup_runs set finished_at = ${at}, error = 'its process has ended'
        where town = ${town} and finished_at is null and told_at < ${new Date(now - silentMs)}`.execute(tx)
      const { rows } = await sql`
        insert into town.backup_runs (town, id, kind, by_party, begun_at, told_at, note)
        values (${town}, ${id}, ${kind}, ${by?.party ?? null}, ${at}, ${at}, '')
        on conflict on constraint backup_runs_pk do nothing returning 1`.execute(tx)
      if (rows.length > 0 && by !== null) await recordAudit(tx, { town, by, act: 'backups.asked', subject: id, now })
    })
  } catch (error) {
    if (constraintOf(error) === 'backup_runs_one_at_a_time') throw new Problem(backupRunning)
    throw error
  }
}

/** Notes how far it is. */
export async function noteBackup(db: Executor, { town, id, note, now }: Noted & { note: string }): Promise<void> {
  await sql`
    update town.backup_runs set note = ${note.slice(0, 200)}, told_at = ${new Date(now)}
    where town = ${town} and id = ${id} and finished_at is null`.execute(db)
}

type Noted = { town: number; id: string; now: number }
type Ended = { file: string; bytes: number } | { error: string }

/** Notes how it ended. */
export async function endBackup(db: Executor, { town, id, now, ...end }: Noted & Ended): Promise<void> {
  const { file = null, bytes = null, error = null } = { file: undefined, bytes: undefined, error: undefined, ...end }
  await sql`
    update town.backup_runs
    set finished_at = ${new Date(now)}, told_at = ${new Date(now)}, file = ${file}, bytes = ${bytes}, error = ${error}
    where town = ${town} and id = ${id} and finished_at is null`.execute(db)
}

/** The latest runs, the newest first. */
export async function listBackupRuns(db: Executor, town: number, limit = 10): Promise<BackupRun[]> {
  const { rows } = await sql<BackupRun>`
    select id, kind, begun_at, finished_at, note, file, bytes, error
    from town.backup_runs where town = ${town} order by id desc limit ${limit}`.execute(db)
  return rows
}

/** Names of the nightly ones, the newest first: those beyond what is kept are deleted. */
export async function listNightlyFiles(db: Executor, town: number): Promise<string[]> {
  const { rows } = await sql<{ file: string }>`
    select file from town.backup_runs where town = ${town} and kind = 'nightly' and file is not null
    order by id desc limit 1000`.execute(db)
  return rows.map(({ file }) => file)
}

/** The plan; off in a town that never made one. */
export async function readBackupPlan(db: Executor, town: number): Promise<BackupPlan> {
  const { rows } = await sql<BackupPlan>`
    select rev, is_on, hour, keep from town.backup_plans where town = ${town}`.execute(db)
  return rows[0] ?? { rev: 0, isOn: false, hour: 3, keep: 14 }
}

/** Makes another plan. @throws {Problem} settings-changed when somebody else was faster */
export async function changeBackupPlan(
  db: Database,
  town: number,
  { rev, isOn, hour, keep, by, now }: BackupPlan & { by: Actor | null; now: number },
): Promise<void> {
  await transaction(db, async (tx) => {
    const { rows } = await sql`
      insert into town.backup_plans as p (town, rev, is_on, hour, keep, changed_at)
      select ${town}, 1, ${isOn}, ${hour}, ${keep}, ${new Date(now)}
      where ${rev} = 0 or exists (select 1 from town.backup_plans where town = ${town})
      on conflict on constraint backup_plans_pk do update
        set rev = p.rev + 1, is_on = excluded.is_on, hour = excluded.hour, keep = excluded.keep,
          changed_at = excluded.changed_at
        where p.rev = ${rev}
      returning 1`.execute(tx)
    if (rows.length === 0) throw new Problem(settingsChanged)
    await recordAudit(tx, { town, by, act: 'backups.planned', details: { isOn, hour, keep }, now })
  })
}
