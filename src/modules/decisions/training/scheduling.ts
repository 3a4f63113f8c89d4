/** Policies that learn by themselves: every so many hours, or after so many decisions with new outcomes. */
import { machineNow } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import { type Database, type Executor, sql, transaction } from '#kernel/db'
import { log } from '#kernel/log'
import { recordAudit } from '#modules/audit'
import { getPoint } from '../books/declaring.ts'
import { teacherOf, type TeachingPlace } from './teachers.ts'
import { askForTraining, reviveTrainings } from './trainings.ts'

/** When a policy learns; both null: only when asked. */
export type Schedule = { everyHours: number | null; afterOutcomes: number | null }

type Scheduled = Schedule & { point: string; policy: string }

/** The schedule of a policy. */
export async function findSchedule(
  db: Executor,
  town: number,
  { point, policy }: { point: string; policy: string },
): Promise<Schedule> {
  const { rows } = await sql<Schedule>`
    select every_hours, after_outcomes from decisions.schedules
    where town = ${town} and point = ${point} and policy = ${policy}`.execute(db)
  return rows[0] ?? { everyHours: null, afterOutcomes: null }
}

/** Says when a policy learns. */
export async function setSchedule(
  { db, town, by }: { db: Database; town: number; by: Actor },
  { point, policy, everyHours, afterOutcomes }: Scheduled,
): Promise<void> {
  const now = machineNow()
  await transaction(db, async (tx) => {
    await sql`
      insert into decisions.schedules (town, every_hours, after_outcomes, changed_by, changed_at, point, policy)
      values (${town}, ${everyHours}, ${afterOutcomes}, ${by.party}, ${new Date(now)}, ${point}, ${policy})
      on conflict on constraint schedules_pk do update set every_hours = excluded.every_hours,
        after_outcomes = excluded.after_outcomes, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
      tx,
    )
    const details = { policy, everyHours, afterOutcomes }
    await recordAudit(tx, { town, by, act: 'decisions.training-scheduled', subject: point, details, now })
  })
}

/** Asks for what is due, and lets what was left behind begin anew. */
export async function askForDue(place: { db: Database; town: number; now: () => number }): Promise<void> {
  const { db, town } = place
  await transaction(db, async (tx) => {
    const revived = await reviveTrainings(tx, town)
    if (revived > 0) log.info({ revived }, 'trainings of a process that is gone begin anew')
    for (const { point, policy, version } of await due(tx, town)) {
      if (!(await isReady({ db, town, now: place.now() }, point))) continue
      await askForTraining(tx, town, { point, policy, version, since: 0, by: null })
    }
  })
}

/** Who teaches a point says when there is enough to learn from; until then it stays due. */
async function isReady(place: TeachingPlace, point: string): Promise<boolean> {
  const teacher = teacherOf(point)
  if (teacher === undefined) return true
  const { lessons, enough } = await teacher.readiness(place, await getPoint(place.db, place.town, point))
  return lessons >= enough
}

type Due = { point: string; policy: string; version: number }

/** The newest version learns; counting stops where enough has been counted. */
async function due(db: Executor, town: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select s.point, s.policy, p.version
    from decisions.schedules s
    cross join lateral (
      select max(version) as version from decisions.policies p
      where p.town = s.town and p.point = s.point and p.name = s.policy) p
    left join lateral (
      select t.asked_at, t.until, t.state from decisions.trainings t
      where t.town = s.town and t.point = s.point and t.policy = s.policy
      order by t.asked_at desc, t.id desc limit 1) last on true
    where s.town = ${town} and p.version is not null and coalesce(last.state, '') not in ('waiting', 'running')
      and (coalesce(last.asked_at, s.changed_at) <= ${new Date(machineNow())}::timestamptz
          - make_interval(hours => s.every_hours)
        or s.after_outcomes is not null and (select count(*) from (
          select 1 from decisions.records r
          where r.town = s.town and r.point = s.point and r.value is not null
            and r.at > coalesce(last.until, '-infinity') limit s.after_outcomes) r) >= s.after_outcomes)`.execute(db)
  return rows
}
