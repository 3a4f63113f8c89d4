import Type from 'typebox'
import { type App, actorOf } from '#kernel/http'
import { cursorOf, pageOf } from '#kernel/http-pages'
import { problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { getPoint, getPolicy } from '../books/declaring.ts'
import { listPlaces, readKinds } from '../books/places.ts'
import type { Known } from '../books/registry.ts'
import { lastTurns, noteChapter, readStory } from '../books/story.ts'
import { sumOf } from '../counting/tally.ts'
import { readBuckets } from '../counting/deltas.ts'
import { climb, rungsOf } from '../loops/climbing.ts'
import { createDriftMemory } from '../loops/drift.ts'
import { readFigures } from '../loops/health.ts'
import { keepProof } from '../loops/ladder.ts'
import { readOperating } from '../loops/operating.ts'
import { readRegrets } from '../loops/regret.ts'
import { rollBack } from '../loops/rolling-back.ts'
import { standingsOf } from '../loops/verdicts.ts'
import { ladderStepRefused, nothingToRollBack, pointNotFound, policyNotFound, policyUnfit } from '../problems.ts'
import {
  ClimbBody,
  ClimbedBody,
  LoopBody,
  LoopParams,
  LoopsBody,
  LoopsQuery,
  RollBackBody,
  RolledBackBody,
  SimulatedBody,
  SimulatedReply,
  StoryBody,
  StoryQuery,
} from './contract-loops.ts'
import type { DecisionRoutes } from './routes.ts'
import { lineOf, type Seen, seriesOf, shownChapter, shownLoop, shownOperating, shownPolicy } from './shown-loops.ts'

const config = { access: 'operator' } as const
const hourMs = 3_600_000

/** How loops do, and what is done about them. */
export function loopRoutes(app: App, context: DecisionRoutes): void {
  const see = seeing(context)
  listRoute(app, context, see)
  oneRoute(app, context, see)
  storyRoute(app, context)
  climbRoute(app, context)
  rollBackRoute(app, context)
  simulatedRoute(app, context)
}

type See = (known: readonly Known[], span: { now: number; since: number }) => Promise<Seen[]>

/** Reads what is known of some loops. */
function seeing({ db, town }: DecisionRoutes): See {
  const drift = createDriftMemory(db, town)
  return async (all, { now, since }) => {
    const only = all.length === 1 ? all[0]!.point.declaration.name : null
    const [figures, regrets, turns] = await Promise.all([
      readFigures(db, town, { point: only, since }),
      readRegrets(db, town),
      lastTurns(db, town),
    ])
    const buckets = Map.groupBy(figures, ({ point }) => point)
    return Promise.all(
      all.map(async (known) => {
        const { name } = known.point.declaration
        return {
          known, now, since,
          buckets: buckets.get(name) ?? [],
          drift: await drift(name, now),
          standings: await standingsOf(db, town, { point: known.point, now }),
          regret: regrets.get(name) ?? null,
          last: turns.get(name),
        } // prettier-ignore
      }),
    )
  }
}

/** Parts of the line of a list. */
const lineParts = 24

function listRoute(app: App, { db, town, clock, decider }: DecisionRoutes, see: See): void {
  app.get(
    '/v1/decisions/loops',
    {
      config,
      schema: {
        operationId: 'listLoops',
        summary: 'How every decision point does, and the share of operating decisions made by machine',
        querystring: LoopsQuery,
        response: { 200: LoopsBody },
      },
    },
    async ({ query: { hours } }) => {
      await decider.registry.refresh()
      const now = clock.now()
      const since = now - hours * hourMs
      const all = decider.registry.all().toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
      const seen = await see(all, { now, since })
      const items = seen.map((one) => ({
        ...shownLoop(one),
        line: lineOf(one.buckets, { since, now, parts: lineParts }),
      }))
      return { items, operating: shownOperating(await readOperating(db, town, since), hours) }
    },
  )
}

function nameOf({ point }: Known): string {
  return point.declaration.name
}

/** Steps of a chart: at most about two hundred. */
function stepOf(hours: number): number {
  if (hours <= 30) return hourMs / 6
  return hours <= 200 ? hourMs : 24 * hourMs
}

function oneRoute(app: App, { db, town, clock, decider }: DecisionRoutes, see: See): void {
  app.get(
    '/v1/decisions/loops/:point',
    {
      config,
      schema: {
        operationId: 'getLoop',
        summary: 'One loop: its figures over time, its policies with their guards and their place on the ladder',
        params: LoopParams,
        querystring: LoopsQuery,
        response: { 200: LoopBody, ...problems(pointNotFound) },
      },
    },
    async ({ params, query: { hours } }) => {
      await decider.registry.refresh()
      const known = decider.registry.find(params.point)
      if (known === undefined) throw new Problem(pointNotFound)
      const now = clock.now()
      const since = now - hours * hourMs
      const [seen] = await see([known], { now, since })
      const rungs = await rungsOf(db, town, { point: known.point, now })
      const kinds = await readKinds(db, town, params.point)
      const stepMs = stepOf(hours)
      const whole = await readBuckets(db, town, { point: params.point, since })
      return {
        ...shownLoop(seen!),
        stepMs,
        series: seriesOf(seen!.buckets, stepMs),
        policies: rungs.map((rung) => shownPolicy(rung, seen!, kinds)),
        chosen: { ...sumOf(whole.map(({ tally }) => ({ chosen: tally.chosen ?? {} }))).chosen },
      }
    },
  )
}

const cursor = cursorOf(Type.Object({ at: Type.Integer(), id: Type.String({ format: 'uuid' }) }))

function storyRoute(app: App, { db, town }: DecisionRoutes): void {
  app.get(
    '/v1/decisions/loops/:point/story',
    {
      config,
      schema: {
        operationId: 'readLoopStory',
        summary: 'What happened to a point and its policies, the newest first, with the ids of decisions and events',
        params: LoopParams,
        querystring: StoryQuery,
        response: { 200: StoryBody, ...problems(pointNotFound) },
      },
    },
    async ({ params: { point }, query: { limit, cursor: from } }) => {
      await getPoint(db, town, point)
      const before = from === undefined ? undefined : cursor.decode(from)
      const rows = await readStory(db, town, { point, before, limit: limit + 1 })
      return pageOf(rows, { limit, item: shownChapter, cursor: ({ at, id }) => cursor.encode({ at, id }) })
    },
  )
}

/** A tenth. */
const usualCanaryBps = 1_000

function climbRoute(app: App, { db, town, vault, clock, decider }: DecisionRoutes): void {
  app.post(
    '/v1/decisions/loops/:point/promote',
    {
      // Pressed twice it goes one step, and refuses the next one until that is earned.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'promoteOnLadder',
        summary: 'Take a policy one step up: replay, simulator, shadow, canary, live',
        description:
          'Refused with what is missing; `force` says in words why to go on all the same, which is recorded.',
        params: LoopParams,
        body: ClimbBody,
        response: { 200: ClimbedBody, ...problems(pointNotFound, policyNotFound, policyUnfit, ladderStepRefused) },
      },
    },
    async (request) => {
      const { policy: name, version, canaryBps = usualCanaryBps, force = null } = request.body
      const climbing = { point: request.params.point, name, version, canaryBps, force, by: actorOf(request) }
      const climbed = await climb({ db, town, vault, now: clock.now() }, climbing)
      await decider.registry.refresh()
      return { policy: name, version, ...climbed }
    },
  )
}

function rollBackRoute(app: App, { db, town, decider }: DecisionRoutes): void {
  app.post(
    '/v1/decisions/loops/:point/roll-back',
    {
      // A policy that stands on no stage is rolled back no further.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'rollBackPolicy',
        summary: 'Take a live policy or a canary out of use; the last good version lives again, or the safe default',
        params: LoopParams,
        body: RollBackBody,
        response: { 200: RolledBackBody, ...problems(pointNotFound, policyNotFound, policyUnfit, nothingToRollBack) },
      },
    },
    async (request) => {
      const { policy: name, version, why } = request.body
      const { point } = request.params
      await getPolicy(db, town, { point: await getPoint(db, town, point), name, version })
      const rolling = { point, policy: { name, version }, by: actorOf(request), why, evidence: {} }
      const rolled = await rollBack({ db, town }, rolling)
      if (rolled === undefined) throw new Problem(nothingToRollBack)
      await decider.registry.refresh()
      const { id, eventId, to } = rolled
      return { id, eventId, to: to === null ? null : { policy: to.name, version: to.version } }
    },
  )
}

function simulatedRoute(app: App, { db, town, clock }: DecisionRoutes): void {
  app.post(
    '/v1/decisions/loops/:point/simulated',
    {
      // The newest result counts; the same again is the same.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'tellSimulated',
        summary: 'Tell what a policy earned in the simulator of its point, beside the live one',
        params: LoopParams,
        body: SimulatedBody,
        response: { 200: SimulatedReply, ...problems(pointNotFound, policyNotFound) },
      },
    },
    async (request) => {
      const { policy: name, version, ...found } = request.body
      const { point } = request.params
      await getPoint(db, town, point)
      const policy = (await listPlaces(db, town, point)).find((one) => one.name === name && one.version === version)
      if (policy === undefined) throw new Problem(policyNotFound)
      const { value, low, high, live, decisions } = found
      const words = `${value} (${low} to ${high}) beside ${live}, in ${decisions} decisions`
      const proof = { isMet: high >= live, words, found }
      await keepProof(db, town, { policy, step: 'simulator', proof, now: clock.now() })
      const details = { step: 'simulator', words, isMet: proof.isMet }
      await noteChapter(db, { town, by: actorOf(request), point, kind: 'proved', policy, details })
      return { isMet: proof.isMet, words }
    },
  )
}
