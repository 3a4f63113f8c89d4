/**
 * Taking a policy off its stage because it has turned bad, by the town itself or by hand: the last good version lives
 * again, or the safe default stands. The bad one is marked, and comes back by a person's hand only; so however often
 * this happens, it ends.
 */
import { machineNow } from '#kernel/clock'
import type { Actor, JsonObject } from '#kernel/commands'
import { type Database, sql, transaction, type Tx } from '#kernel/db'
import { derivedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { announce } from '#modules/announcements'
import { recordAudit } from '#modules/audit'
import { compiled, getPoint, listPolicies, lock, type PolicyListed } from '../books/declaring.ts'
import { noteChapter, townTime } from '../books/story.ts'

/** Which policy is to go, and why. */
export type RollingBack = {
  point: string
  policy: { name: string; version: number }
  /** Null: the town itself. */
  by: Actor | null
  /** In words; what the guard found, or what the person says. */
  why: string
  /** The guard's figures, where one found it. */
  found?: Worsened
  /** What it was concluded from: guard, figures, ids of decisions and events. */
  evidence: JsonObject
}

/** Means a decision, before and now, of what a guard watches. */
export type Worsened = { metric: string; before: number; now: number; tolerated: number }

/** What came of it. */
export type RolledBack = {
  /** Chapter of the story, and event of the log. */
  id: string
  eventId: string
  /** What lives now; null: the safe default stands. */
  to: { name: string; version: number } | null
  stage: 'live' | 'canary'
}

/** What operators are told. */
export type RolledNews = { rolling: RollingBack; rolled: RolledBack }

/** Name of the event in the log. */
export const rolledBackEvent = 'decisions.rolled-back'

/**
 * Rolls a policy back, once however many processes want to: answers undefined when it stands on no stage any more.
 *
 * @param alert is called in the transaction: letters leave with it
 * @throws {Problem} decision-point-not-found
 */
export async function rollBack(
  { db, town }: { db: Database; town: number },
  rolling: RollingBack,
  alert: (tx: Tx, rolled: RolledBack) => Promise<void> = () => Promise.resolve(),
): Promise<RolledBack | undefined> {
  const { point: name, policy } = rolling
  const point = await getPoint(db, town, name)
  return transaction(db, async (tx) => {
    await lock(tx, town)
    const all = await listPolicies(tx, town, name)
    const bad = all.find((one) => one.name === policy.name && one.version === policy.version)
    if (bad === undefined || (bad.stage !== 'live' && bad.stage !== 'canary')) return undefined
    const good = bad.stage === 'live' ? lastGood(all, bad, (row) => fits(point, row)) : undefined
    await move(tx, town, { rolling, bad, good })
    const rolled = await note(tx, town, { rolling, bad, good })
    await alert(tx, rolled)
    return rolled
  })
}

type Moving = { rolling: RollingBack; bad: PolicyListed; good: PolicyListed | undefined }

/** The policy that lived before, was not found bad, and still fits the point. */
function lastGood(
  all: readonly PolicyListed[],
  bad: PolicyListed,
  isFit: (row: PolicyListed) => boolean,
): PolicyListed | undefined {
  const isOther = (one: PolicyListed): boolean => one.name !== bad.name || one.version !== bad.version
  return all
    .filter((one) => isOther(one) && one.stage === 'retired' && one.liveAt !== null && one.marked === null)
    .toSorted((one, other) => other.liveAt! - one.liveAt!)
    .find(isFit)
}

function fits(point: Parameters<typeof compiled>[0], row: PolicyListed): boolean {
  try {
    compiled(point, row)
    return true
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return false
  }
}

async function move(tx: Tx, town: number, { rolling, bad, good }: Moving): Promise<void> {
  const now = new Date(await townTime(tx, town))
  const mark = { why: rolling.why, found: rolling.found ?? null, at: now.toISOString() }
  await sql`
    update decisions.policies set stage = 'retired', canary_bps = 0, marked = ${JSON.stringify(mark)}::json
    where town = ${town} and point = ${bad.point} and name = ${bad.name} and version = ${bad.version}`.execute(tx)
  if (good === undefined) return
  await sql`
    update decisions.policies set stage = 'live', staged_at = ${now}, live_at = ${now}
    where town = ${town} and point = ${good.point} and name = ${good.name} and version = ${good.version}`.execute(tx)
}

/** The record, the story and the log: each says the same, and names the others. */
async function note(tx: Tx, town: number, { rolling, bad, good }: Moving): Promise<RolledBack> {
  const { by, point, why, found = null, evidence } = rolling
  const policy = { name: bad.name, version: bad.version }
  const to = good === undefined ? null : { name: good.name, version: good.version }
  const stage = bad.stage === 'canary' ? 'canary' : 'live'
  const turned = { town, by, point, kind: 'turned-bad', policy, details: { why, found, evidence } } as const
  const causeId = by === null ? await noteChapter(tx, turned) : undefined
  const details = { why, stage, to, causeId: causeId ?? null }
  const id = (await noteChapter(tx, { town, by, point, kind: 'rolled-back', policy, details }))!
  const data = { point, policy, stage, to, why, storyId: id }
  await announce(tx, town, [{ id, type: rolledBackEvent, subject: null, by, data }])
  const recorded = { ...data, policy: policy.name }
  await recordAudit(tx, { town, by, act: rolledBackEvent, subject: point, details: recorded, now: machineNow() })
  return { id, eventId: eventIdOf(id), to, stage }
}

/** Id of the event in the log that a chapter became. */
export function eventIdOf(chapter: string): string {
  return derivedId(chapter, `announced/${rolledBackEvent}`)
}
