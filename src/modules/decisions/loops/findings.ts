/** What the watch does about what it finds: it rolls back, and notes what it suspects and what is well again. */
import type { JsonObject } from '#kernel/commands'
import { type Database, sql, type Tx } from '#kernel/db'
import { derivedId } from '#kernel/ids'
import { log } from '#kernel/log'
import type { Registry } from '../books/registry.ts'
import { noteChapter, readStory } from '../books/story.ts'
import type { GuardMetric, Point } from '../core/point.ts'
import type { Summary, Verdict } from './guarding.ts'
import { rollBack, type RolledNews, type RollingBack, type Worsened } from './rolling-back.ts'
import { type Standing, standingsOf } from './verdicts.ts'

/** What the watch works on. */
export type Watching = {
  db: Database
  town: number
  clock: { now: () => number }
  registry: Registry
  /** Tells the operators, in the transaction that rolls back. */
  alert?: (tx: Tx, news: RolledNews) => Promise<void>
}

/** Looks at one point. @param now town time up to which everything that came of decisions is known, ms */
export async function watchPoint(watching: Watching, point: Point, now: number): Promise<void> {
  const { db, town } = watching
  for (const standing of await standingsOf(db, town, { point, now })) {
    const [worst] = standing.verdicts.toSorted((one, other) => other.evidence - one.evidence)
    const isBad = worst?.state === 'bad'
    if (isBad && !(await isCooling(watching, point, now))) await goBack(watching, { point, standing, verdict: worst })
    else if (isBad || worst?.state === 'suspect') await noteSuspicion(watching, { point, standing, verdict: worst })
    else if (standing.policy.stage === 'live') await noteRecovery(watching, { point, standing })
  }
}

/** After a roll-back the town leaves a point alone for so long, town time: what lives now has to show itself first. */
export const coolDownMs = 3_600_000

async function isCooling({ db, town }: Watching, point: Point, now: number): Promise<boolean> {
  const story = await readStory(db, town, { point: point.declaration.name, limit: 20 })
  return story.some(({ kind, byParty, at }) => kind === 'rolled-back' && byParty === null && at > now - coolDownMs)
}

type Finding = { point: Point; standing: Standing; verdict: Verdict }

async function goBack(watching: Watching, { point, standing, verdict }: Finding): Promise<void> {
  const { db, town, alert } = watching
  const { name } = point.declaration
  const policy = { name: standing.policy.name, version: standing.policy.version }
  const guard = point.declaration.guardMetrics!.find(({ metric }) => metric === verdict.metric)!
  const found = worsenedOf(guard, verdict)
  const evidence = { ...figuresOf(verdict), ...(await examplesOf(watching, { point: name, policy, verdict })) }
  const rolling: RollingBack = { point: name, policy, by: null, why: wordsOf(found), found, evidence }
  const rolled = await rollBack({ db, town }, rolling, async (tx, done) => alert?.(tx, { rolling, rolled: done }))
  if (rolled === undefined) return
  log.warn({ point: name, policy: policy.name, version: policy.version, to: rolled.to }, 'a policy was rolled back')
  await watching.registry.refresh()
}

/** What was found, in a sentence. */
function wordsOf({ metric, before, now, tolerated }: Worsened): string {
  const of = (mean: number): string => Number(mean.toPrecision(3)).toString()
  return `${metric} went from ${of(before)} to ${of(now)} a decision; ${tolerated} is tolerated`
}

function worsenedOf({ tolerated }: GuardMetric, { metric, before, now }: Verdict): Worsened {
  return { metric, before: before?.mean ?? 0, now: now?.mean ?? 0, tolerated }
}

function figuresOf({ metric, before, now, since, evidence }: Verdict): JsonObject {
  const of = (summary: Summary | null): JsonObject => ({ count: summary?.count ?? 0, mean: summary?.mean ?? 0 })
  const at = since === null ? null : new Date(since).toISOString()
  return { metric, before: of(before), now: of(now), since: at, evidence: Math.min(evidence, 1e300) }
}

/** Enough to look at. */
const examplesMax = 5

/** Decisions since the change, of which something came and of which nothing did, and the events that came. */
async function examplesOf(
  { db, town }: Watching,
  { point, policy, verdict }: { point: string; policy: { name: string; version: number }; verdict: Verdict },
): Promise<JsonObject> {
  const { rows } = await sql<{ id: string; events: string[] }>`
    select r.id, array(select o.event from decisions.outcomes o where o.town = r.town and o.decision = r.id
      order by o.at limit ${examplesMax}) as events
    from (
      select town, id, at, row_number() over (partition by value is null order by at desc, id desc) as n
      from decisions.records
      where town = ${town} and point = ${point} and at >= to_timestamp(${verdict.since ?? 0}::float8 / 1000)
        and policy = ${policy.name} and policy_version = ${policy.version}) r
    where r.n <= ${examplesMax} order by r.at desc, r.id desc`.execute(db)
  return { decisions: rows.map(({ id }) => id), events: rows.flatMap(({ events }) => events) }
}

/** Once for each time the policy came to its stage. */
async function noteSuspicion({ db, town }: Watching, { point, standing, verdict }: Finding): Promise<void> {
  const { name, version, stagedAt } = standing.policy
  const id = derivedId(await lastId(db, town, point), `suspected/${name}/${version}/${stagedAt}/${verdict.metric}`)
  const details = { ...figuresOf(verdict) }
  const told = { town, by: null, point: point.declaration.name, policy: { name, version }, details } as const
  await noteChapter(db, { ...told, kind: 'suspected', id })
}

/** The chapter that put the policy where it is; ids of what follows are made from it. */
async function lastId(db: Database, town: number, point: Point): Promise<string> {
  const story = await readStory(db, town, { point: point.declaration.name, limit: 50 })
  const found = story.find(({ kind }) => kind === 'promoted' || kind === 'rolled-back')
  return found?.id ?? '00000000-0000-7000-8000-000000000000'
}

/** After a roll-back: once what lives now has shown that it does well. */
async function noteRecovery({ db, town }: Watching, { point, standing }: Omit<Finding, 'verdict'>): Promise<void> {
  const { verdicts, policy } = standing
  if (verdicts.length === 0 || verdicts.some(({ state }) => state !== 'good')) return
  const story = await readStory(db, town, { point: point.declaration.name, limit: 50 })
  const last = story.find(({ kind }) => kind === 'rolled-back' || kind === 'recovered')
  if (last?.kind !== 'rolled-back') return
  const { name, version } = policy
  const details = { causeId: last.id, figures: verdicts.map(figuresOf) }
  const id = derivedId(last.id, 'recovered')
  const told = { town, by: null, point: point.declaration.name, policy: { name, version }, details, id } as const
  await noteChapter(db, { ...told, kind: 'recovered' })
}
