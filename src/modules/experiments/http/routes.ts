import type { Static } from 'typebox'
import Type from 'typebox'
import type { TownClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'
import { invalidAt, problems } from '#kernel/http-problems'
import { declareExperiment } from '../books/lifecycle.ts'
import { analysisOf, listLooks, look } from '../books/looking.ts'
import { getExperiment, listExperiments } from '../books/rows.ts'
import type { State } from '../core/experiment.ts'
import { powerOf } from '../core/power.ts'
import { nonsenseOf } from '../core/sense.ts'
import type { Experiments } from '../experiments.ts'
import { experimentNotFound, experimentStarted } from '../problems.ts'
import {
  ExperimentBody,
  ExperimentParams,
  ExperimentsBody,
  ExperimentsQuery,
  LookBody,
  PowerBody,
  PowerQuery,
  ResultsBody,
} from './contract.ts'
import { DeclarationBody } from './contract-declaring.ts'
import { flagRoutes } from './routes-flags.ts'
import { lifeRoutes } from './routes-life.ts'
import { ofrepRoutes } from './routes-ofrep.ts'
import { tellingRoutes } from './routes-telling.ts'
import { declarationOf, listed, shown } from './shown.ts'

/** What the routes of this module work on. */
export type ExperimentRoutes = {
  db: Database
  town: number
  clock: Pick<TownClock, 'now'>
  experiments: Experiments
}

const config = { access: 'operator' } as const

/** Experiments and flags over HTTP. */
export async function experimentRoutes(app: App, context: ExperimentRoutes): Promise<void> {
  listRoute(app, context)
  powerRoute(app)
  oneRoutes(app, context)
  lookRoutes(app, context)
  lifeRoutes(app, context)
  tellingRoutes(app, context)
  flagRoutes(app, context)
  await ofrepRoutes(app, context)
}

const cursor = cursorOf(Type.Object({ at: Type.Integer(), name: Type.String({ maxLength: 60 }) }))
const states: readonly string[] = ['draft', 'ramping', 'running', 'stopped', 'shipped', 'binned']

function statesOf(text: string | undefined): State[] | undefined {
  const named = text?.split(',')
  if (named?.some((one) => !states.includes(one)) === true) {
    throw invalidAt('/state', `must be of ${states.join(', ')}`)
  }
  return named as State[] | undefined // just compared
}

function listRoute(app: App, { db, town }: ExperimentRoutes): void {
  app.get(
    '/v1/experiments',
    {
      config,
      schema: {
        operationId: 'listExperiments',
        summary: 'Experiments, the newest first; those that ended, with their lessons, are the graveyard',
        querystring: ExperimentsQuery,
        response: { 200: ExperimentsBody },
      },
    },
    async ({ query: { limit, cursor: from, state, text } }) => {
      const before = from === undefined ? undefined : cursor.decode(from)
      const rows = await listExperiments(db, town, { states: statesOf(state), text, before, limit: limit + 1 })
      return pageOf(rows, {
        limit,
        item: listed,
        cursor: ({ declaredAt, name }) => cursor.encode({ at: declaredAt, name }),
      })
    },
  )
}

function powerRoute(app: App): void {
  app.get(
    '/v1/experiments/power',
    {
      config,
      schema: {
        operationId: 'reckonPower',
        summary: 'How many units an experiment needs to find an effect, looking once or at any time',
        querystring: PowerQuery,
        response: { 200: PowerBody },
      },
    },
    async ({ query }) => {
      const { baseline, effect, deviation } = query
      const isRate = deviation === undefined
      if (isRate && (baseline < 0 || baseline > 1)) throw invalidAt('/baseline', 'a rate lies between 0 and 1')
      if (isRate && baseline + effect > 1) throw invalidAt('/effect', 'takes the rate above 1')
      const power = powerOf(query)
      if (!Number.isSafeInteger(power.units)) throw invalidAt('/effect', 'is too small to be found by any experiment')
      return power
    },
  )
}

function oneRoutes(app: App, { db, town, clock, experiments }: ExperimentRoutes): void {
  app.get(
    '/v1/experiments/:experiment',
    {
      config,
      schema: {
        operationId: 'getExperiment',
        summary: 'An experiment as it was declared, and where it stands',
        params: ExperimentParams,
        response: { 200: ExperimentBody, ...problems(experimentNotFound) },
      },
    },
    async ({ params }) => shown(await getExperiment(db, town, params.experiment)),
  )
  app.put(
    '/v1/experiments/:experiment',
    {
      config,
      schema: {
        operationId: 'declareExperiment',
        summary: 'Declare an experiment, or word it anew before it begins; the same again changes nothing',
        params: ExperimentParams,
        body: DeclarationBody,
        response: { 200: ExperimentBody, ...problems(experimentStarted) },
      },
    },
    async (request) => {
      const declaration = declarationOf(request.params.experiment, request.body)
      const wrong = nonsenseOf(declaration)
      if (wrong !== undefined) throw invalidAt(wrong.pointer, wrong.detail)
      await declareExperiment({ db, town, by: actorOf(request), now: clock.now() }, declaration)
      await experiments.registry.refresh()
      return shown(await getExperiment(db, town, declaration.name))
    },
  )
}

function lookRoutes(app: App, { db, town, clock, experiments }: ExperimentRoutes): void {
  app.get(
    '/v1/experiments/:experiment/results',
    {
      config,
      schema: {
        operationId: 'getExperimentResults',
        summary: 'What an experiment says now and said before; locked where the split is not the one intended',
        params: ExperimentParams,
        response: { 200: ResultsBody, ...problems(experimentNotFound) },
      },
    },
    async ({ params }) => {
      const { declaration, name } = await getExperiment(db, town, params.experiment)
      const analysis = await analysisOf(db, town, declaration)
      // What a broken split says is withheld, also what it said before it was found out.
      const looks = analysis.isLocked ? [] : await listLooks(db, town, name)
      return { analysis, looks: looks.map(({ at, ...rest }) => ({ ...rest, at: rfc3339(at) })) }
    },
  )
  app.post(
    '/v1/experiments/:experiment/look',
    {
      // It does what the town does by itself every few seconds; a repetition is one more look.
      config: { ...config, idempotency: 'none' },
      schema: {
        operationId: 'lookAtExperiment',
        summary: 'Look now: guards, ramp and weights do what is due',
        params: ExperimentParams,
        response: { 200: LookBody, ...problems(experimentNotFound) },
      },
    },
    async ({ params }): Promise<Static<typeof LookBody>> => {
      const { analysis, act } = await look({ db, town, now: clock.now() }, params.experiment)
      if (act !== undefined) await experiments.registry.refresh()
      return { analysis, act: act === undefined ? null : { kind: act.kind } }
    },
  )
}
