/** What happened to a point and its policies, in order: what an operator reads when something went wrong. */
import { machineNow } from '#kernel/clock'
import type { Actor, JsonObject } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { findTown } from '#kernel/towns'

export const storyKinds = [
  'promoted', 'retired', 'switched', 'proved', 'suspected', 'turned-bad', 'rolled-back', 'recovered',
] as const // prettier-ignore
export type StoryKind = (typeof storyKinds)[number]

/** One thing that happened. */
export type Chapter = {
  id: string
  /** Town time, ms. */
  at: number
  point: string
  kind: StoryKind
  policy: string | null
  version: number | null
  /** Null: the town itself. */
  byParty: string | null
  details: JsonObject
}

/** What is to be noted; `id` where the same must not be noted twice. */
export type NewChapter = {
  town: number
  by: Pick<Actor, 'party' | 'user'> | null
  point: string
  kind: StoryKind
  policy?: { name: string; version: number }
  details?: JsonObject
  id?: string
}

const none = { name: null, version: null }

/** Notes what happened; answers its id, or undefined when it was noted before. */
export async function noteChapter(
  tx: Executor,
  { town, by, point, kind, policy, details = {}, id = newId() }: NewChapter,
): Promise<string | undefined> {
  const { name, version } = policy ?? none
  const now = new Date(await townTime(tx, town))
  const { rows } = await sql<{ id: string }>`
    insert into decisions.story (town, version, id, by_party, at, point, kind, policy, details)
    values (${town}, ${version}, ${id}, ${personOf(by)}, ${now}, ${point}, ${kind}, ${name},
      ${JSON.stringify(details)}::json)
    on conflict do nothing returning id`.execute(tx)
  return rows[0]?.id
}

function personOf(by: NewChapter['by']): string | null {
  return by?.user ?? by?.party ?? null
}

/** Chapters of a point, the newest first, before one. */
export async function readStory(
  db: Executor,
  town: number,
  { point, before, limit }: { point: string; before?: { at: number; id: string } | undefined; limit: number },
): Promise<Chapter[]> {
  const earlier = before === undefined ? sql`true` : sql`(at, id) < (${new Date(before.at)}, ${before.id}::uuid)`
  const { rows } = await sql<Chapter>`
    select id, at, point, kind, policy, version, by_party, details from decisions.story
    where town = ${town} and point = ${point} and ${earlier}
    order by at desc, id desc limit ${limit}`.execute(db)
  return rows
}

/** Of each point the newest chapter that tells of a roll-back, or of what came after it. */
export async function lastTurns(db: Executor, town: number): Promise<Map<string, Chapter>> {
  const { rows } = await sql<Chapter>`
    select distinct on (point) id, at, point, kind, policy, version, by_party, details from decisions.story
    where town = ${town} and kind in ('rolled-back', 'recovered', 'promoted')
    order by point, at desc, id desc`.execute(db)
  return new Map(rows.map((chapter) => [chapter.point, chapter]))
}

/** What the clock of the town says, ms; what stands in books goes by it. */
export async function townTime(db: Executor, town: number): Promise<number> {
  return machineNow() + ((await findTown(db, town))?.clockOffsetMs ?? 0)
}
