import { type App, actorOf } from '#kernel/http'
import { invalidAt, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { giveVerdict, rampExperiment, startExperiment, stopExperiment } from '../books/lifecycle.ts'
import { look } from '../books/looking.ts'
import { getExperiment } from '../books/rows.ts'
import { shipArm } from '../books/shipping.ts'
import {
  alreadyDriven,
  drivesUnfit,
  experimentNotFound,
  experimentNotRunning,
  experimentOver,
  guardBroken,
  layerFull,
  layerOfOtherUnits,
  resultsLocked,
} from '../problems.ts'
import { ExperimentBody, ExperimentParams, RampBody, StopBody, VerdictBody } from './contract.ts'
import type { ExperimentRoutes } from './routes.ts'
import { shown } from './shown.ts'

// Each of these says where the experiment shall stand, so that asking again changes nothing.
const config = { access: 'operator', idempotency: 'none' } as const
const params = ExperimentParams

/** Starting, ramping, stopping, and the verdict. */
export function lifeRoutes(app: App, context: ExperimentRoutes): void {
  startRoute(app, context)
  rampRoute(app, context)
  stopRoute(app, context)
  verdictRoute(app, context)
}

/** Where it stands now, in this process too. */
async function stands({ db, town, experiments }: ExperimentRoutes, name: string) {
  await experiments.registry.refresh()
  return shown(await getExperiment(db, town, name))
}

function startRoute(app: App, context: ExperimentRoutes): void {
  const { db, town, clock } = context
  const refusals = [experimentNotFound, experimentOver, layerFull, layerOfOtherUnits, alreadyDriven, drivesUnfit]
  app.post(
    '/v1/experiments/:experiment/start',
    {
      config,
      schema: {
        operationId: 'startExperiment',
        summary: 'Take the first units, on the first step of the ramp',
        params,
        response: { 200: ExperimentBody, ...problems(...refusals) },
      },
    },
    async (request) => {
      const { experiment } = request.params
      await startExperiment({ db, town, by: actorOf(request), now: clock.now() }, experiment)
      return stands(context, experiment)
    },
  )
}

function rampRoute(app: App, context: ExperimentRoutes): void {
  const { db, town, clock } = context
  app.post(
    '/v1/experiments/:experiment/ramp',
    {
      config,
      schema: {
        operationId: 'rampExperiment',
        summary: 'Go to a step of the ramp; up only while no guard is broken and the split is as intended',
        params,
        body: RampBody,
        response: {
          200: ExperimentBody,
          ...problems(experimentNotFound, experimentNotRunning, guardBroken, resultsLocked),
        },
      },
    },
    async (request) => {
      const { experiment } = request.params
      const { step } = request.body
      const { declaration, step: before } = await getExperiment(db, town, experiment)
      const last = declaration.ramp.steps.length - 1
      if (step > last) throw invalidAt('/step', `must be at most ${last}`)
      if (step > before) await mayRise(context, experiment)
      await rampExperiment({ db, town, by: actorOf(request), now: clock.now() }, experiment, step)
      return stands(context, experiment)
    },
  )
}

/** @throws {Problem} guard-broken, results-locked */
async function mayRise({ db, town, clock, experiments }: ExperimentRoutes, name: string): Promise<void> {
  const { analysis, act } = await look({ db, town, now: clock.now() }, name)
  if (act !== undefined) await experiments.registry.refresh()
  if (act?.kind === 'stop') throw new Problem(guardBroken, { detail: `${act.metric} has stopped the experiment.` })
  if (analysis.isLocked) throw new Problem(resultsLocked)
}

function stopRoute(app: App, context: ExperimentRoutes): void {
  const { db, town, clock } = context
  app.post(
    '/v1/experiments/:experiment/stop',
    {
      config,
      schema: {
        operationId: 'stopExperiment',
        summary: 'Assign nobody any more; outcomes of units within their windows still count',
        params,
        body: StopBody,
        response: { 200: ExperimentBody, ...problems(experimentNotFound, experimentNotRunning, experimentOver) },
      },
    },
    async (request) => {
      const { experiment } = request.params
      const place = { db, town, by: actorOf(request), now: clock.now() }
      await stopExperiment(place, experiment, { reason: request.body.why })
      return stands(context, experiment)
    },
  )
}

function verdictRoute(app: App, context: ExperimentRoutes): void {
  const { db, town, clock } = context
  const refusals = [experimentNotFound, experimentNotRunning, experimentOver, resultsLocked, guardBroken, drivesUnfit]
  app.post(
    '/v1/experiments/:experiment/verdict',
    {
      config,
      schema: {
        operationId: 'giveVerdict',
        summary: 'Ship an arm or bin the experiment, with the lesson; what it drives follows at once',
        params,
        body: VerdictBody,
        response: { 200: ExperimentBody, ...problems(...refusals) },
      },
    },
    async (request) => {
      const { experiment } = request.params
      const place = { db, town, by: actorOf(request), now: clock.now() }
      const verdict = request.body
      if (verdict.decision === 'ship') await shipArm(place, experiment, verdict)
      await giveVerdict(place, experiment, verdict)
      return stands(context, experiment)
    },
  )
}
