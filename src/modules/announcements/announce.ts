import Type, { type Static } from 'typebox'
import type { Actor, Command, DirectCommand, DirectEvent, JsonObject, Submit } from '#kernel/commands'
import type { Executor } from '#kernel/db'
import { derivedId, namedId } from '#kernel/ids'
import { type Task, addJobs } from '#kernel/jobs'

/** Something that was done outside the books, as the log is to tell it. */
export type Announcement = {
  /** UUIDv7 of what was done; with the type it makes the id of the event. */
  id: string
  /** `MODULE.PAST-PARTICIPLE`. */
  type: string
  /** What it is about. */
  subject: string | null
  /** Who did it; null: the town by itself. */
  by: Pick<Actor, 'party' | 'user'> | null
  data: JsonObject
  /** Who else is told that it happened, and not by whom. */
  audience?: Audience
}

/** Parties, and whoever has one of these grants. */
export type Audience = { parties: readonly string[]; grants: readonly string[] }

/** Name of the job that enters one announcement. */
export const enterTask = 'announcements.enter'

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
const Input = Type.Object(
  {
    type: Type.String({ pattern: '^[a-z][a-z-]*\\.[a-z][a-z-]*$', maxLength: 80 }),
    subject: Type.Union([Type.String({ pattern: uuid }), Type.Null()]),
    data: Type.Record(Type.String(), Type.Unknown()),
    audience: Type.Optional(
      Type.Object(
        { parties: Type.Array(Type.String({ pattern: uuid })), grants: Type.Array(Type.String()) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** Says something in the log, if the transaction commits; a moment later, and once. */
export async function announce(tx: Executor, town: number, news: readonly Announcement[]): Promise<void> {
  const jobs = news.map(({ id, type, subject, by, data, audience }) => {
    const actor = { party: by?.party ?? namedId('clock'), ...(by?.user === undefined ? {} : { user: by.user }) }
    const told = audience === undefined ? {} : { audience }
    const said = { town, id: derivedId(id, `announced/${type}`), actor, type, subject, data, ...told }
    return { task: enterTask, payload: said }
  })
  await addJobs(tx, jobs)
}

/** The job: a refusal or an outage is tried again, and the id keeps it from being entered twice. */
export function enterAnnouncement(submit: Submit): Task {
  return async (payload) => {
    const { id, actor, type, subject, data, audience } = payload as Payload // as `announce` wrote it
    const by: Actor = { ...actor, kind: 'clock', grants: [] }
    const told = audience === undefined ? {} : { audience }
    const said = { type, subject, data, ...told }
    const command: Command = { id, actor: by, business: 'announcements', type: 'enter', input: said }
    const [verdict] = await submit([command], { isDerived: true })
    if (verdict?.status === 'refused')
      throw new Error(`the announcement ${type} was refused: ${verdict.refusal.detail}`)
  }
}

type Payload = {
  id: string
  actor: Pick<Actor, 'party' | 'user'>
  type: string
  subject: string | null
  data: JsonObject
  audience?: { parties: string[]; grants: string[] }
}

/** Writes the event. No caller from outside has the kind `clock`. */
export const announcementCommands: readonly DirectCommand<unknown, { event: DirectEvent }>[] = [
  {
    name: 'announcements.enter',
    input: Input,
    decide: (_view, { actor, input }) => {
      if (actor.kind !== 'clock') {
        const detail = 'Only the town itself announces'
        return { ok: false, refusal: { slug: 'not-allowed', status: 403, detail } }
      }
      const { type, subject, data, audience } = input as Static<typeof Input> // checked against the schema
      const told = audience === undefined ? {} : { audience }
      const said = { ...(data as JsonObject), ...told } // a JSON payload
      return { ok: true, changes: { event: { type, subject, data: said } }, result: {} }
    },
  },
]
