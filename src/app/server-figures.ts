import Type, { type Static } from 'typebox'
import { machineNow } from '../kernel/clock.ts'
import { sql } from '../kernel/db.ts'
import { newestPos } from '../kernel/events.ts'
import type { App } from '../kernel/http.ts'
import { rfc3339 } from '../kernel/http-pages.ts'
import { findInvariants, violations } from '../kernel/invariants.ts'
import { findLease } from '../kernel/lease.ts'
import { orderFigures } from '../modules/orders/index.ts'
import type { TownProcess } from './context.ts'
import { version } from './version.ts'

const Instant = Type.String({ format: 'date-time' })
const Minor = Type.Array(Type.Object({ currency: Type.String(), amountMinor: Type.Integer() }))

const FiguresBody = Type.Object({
  madeAt: Instant,
  hours: Type.Array(Type.Object({ at: Instant, orders: Type.Integer() }), { description: 'The last day, by hour' }),
  orders: Type.Integer({ description: 'Of the last day' }),
  people: Type.Integer({ description: 'Parties who took part in them' }),
  captured: Minor,
  toDecide: Type.Integer({ description: 'Orders that wait for a ruling or for the operator' }),
  stuck: Type.Integer({ description: 'Orders that a refused timer left where they are' }),
  failedJobs: Type.Integer({ description: 'Jobs that have used up their attempts' }),
  version: Type.String(),
  hasWriter: Type.Boolean({ description: 'Whether some process writes the books' }),
  waiting: Type.Integer({ description: 'Commands that wait in this process' }),
  newest: Type.Integer({ description: 'Position of the newest event' }),
  readers: Type.Array(Type.Object({ name: Type.String(), behind: Type.Integer() }), {
    description: 'Readers of the log, and by how many positions they are behind',
  }),
})

const TrustBody = Type.Object({
  town: Type.String(),
  isSandbox: Type.Boolean(),
  madeAt: Instant,
  isRight: Type.Boolean(),
  holds: Type.Array(Type.Object({ name: Type.String(), isTrue: Type.Boolean() }), {
    description: 'What must be true of the data at any moment, and whether it is',
  }),
})

/** How the town is doing, for whoever runs it; and whether its books are right, for everybody. */
export function figureRoutes(app: App, town: TownProcess): void {
  app.get(
    '/v1/town/figures',
    {
      config: { access: 'operator' },
      schema: { operationId: 'getFigures', summary: 'How the town is doing', response: { 200: FiguresBody } },
    },
    async () => figuresOf(town),
  )
  const trust = keptTrust(town)
  app.get(
    '/v1/trust',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'getTrust',
        summary: 'Whether what must be true of the town’s data is true',
        description:
          'Looked at again when somebody asks and the last look is old; whoever asks meanwhile gets that one.',
        response: { 200: TrustBody },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=5')
      return trust()
    },
  )
}

/** A day, by hour. */
const hours = 24

async function figuresOf({ context: { db, town }, engine, readers }: TownProcess): Promise<Static<typeof FiguresBody>> {
  const now = machineNow()
  const [figures, newest, cursors, holder, failedJobs] = await Promise.all([
    orderFigures(db, { town: town.id, now, hours }),
    newestPos(db, town.id),
    sql<{ name: string; pos: number }>`select name, pos from kernel.cursors where town = ${town.id}`.execute(db),
    findLease(db, town.id),
    countFailedJobs(db),
  ])
  const positions = new Map(cursors.rows.map(({ name, pos }) => [name, pos]))
  return {
    ...figures,
    madeAt: rfc3339(now),
    hours: figures.hours.map(({ at, orders }) => ({ at: rfc3339(at), orders })),
    failedJobs,
    version: version(),
    hasWriter: holder?.isAlive === true,
    waiting: engine.stats().waiting,
    newest,
    readers: readers.map(({ name }) => ({ name, behind: Math.max(0, newest - (positions.get(name) ?? 0)) })),
  }
}

async function countFailedJobs(db: TownProcess['context']['db']): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from graphile_worker._private_jobs where attempts >= max_attempts`.execute(db)
  return rows[0]!.count
}

/** The checks read every row there is: at rest for at least this long, ms, and for this many times what one took. */
const [restMs, restTimes] = [10_000, 20]

function keptTrust({ context: { db, town } }: TownProcess): () => Promise<Static<typeof TrustBody>> {
  let last: { until: number; look: Promise<Static<typeof TrustBody>> } | undefined
  const look = async (): Promise<Static<typeof TrustBody>> => {
    const invariants = findInvariants()
    const broken = new Set((await violations(db, invariants)).map(({ name }) => name))
    const holds = invariants.map(({ name }) => ({ name, isTrue: !broken.has(name) }))
    const { name, isSandbox } = town
    return { town: name, isSandbox, madeAt: rfc3339(machineNow()), isRight: broken.size === 0, holds }
  }
  return () => {
    if (last !== undefined && performance.now() < last.until) return last.look
    const begunAt = performance.now()
    const next = { until: Infinity, look: look() }
    last = next
    const rest = (): void => {
      const endedAt = performance.now()
      next.until = endedAt + Math.max(restMs, (endedAt - begunAt) * restTimes)
    }
    next.look.then(rest, () => {
      next.until = 0 // whoever asks next looks again, and hears for themselves
    })
    return next.look
  }
}
