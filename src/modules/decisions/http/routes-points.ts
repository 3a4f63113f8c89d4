import type { Static } from 'typebox'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { invalidAt, problems } from '#kernel/http-problems'
import { declarePoint, getPoint, listPointVersions, listSwitches, setSwitch } from '../books/declaring.ts'
import type { PointDeclaration } from '../core/point.ts'
import { nonsenseOf } from '../core/sense.ts'
import { pointNotFound, policyUnfit } from '../problems.ts'
import { Declaration } from './contract-declaring.ts'
import {
  DeclaredBody,
  PointBody,
  PointParams,
  PointsBody,
  SwitchBody,
  SwitchesBody,
  SwitchParams,
} from './contract-points.ts'
import type { DecisionRoutes } from './routes.ts'

const config = { access: 'operator' } as const

/** Declaring points, and switching them off. */
export function pointRoutes(app: App, context: DecisionRoutes): void {
  readRoutes(app, context)
  declareRoute(app, context)
  switchRoutes(app, context)
}

function readRoutes(app: App, { db, town, decider }: DecisionRoutes): void {
  app.get(
    '/v1/decisions/points',
    {
      config,
      schema: {
        operationId: 'listDecisionPoints',
        summary: 'Decision points with their live policies',
        response: { 200: PointsBody },
      },
    },
    async () => {
      await decider.registry.refresh()
      const items = decider.registry.all().map(({ point: { declaration, version }, live, isOff }) => ({
        point: declaration.name,
        version,
        title: declaration.title,
        isOff,
        live: live === undefined ? null : { policy: live.name, version: live.version },
      }))
      return { items, recording: decider.recorder.counts() }
    },
  )
  app.get(
    '/v1/decisions/points/:point',
    {
      config,
      schema: {
        operationId: 'getDecisionPoint',
        summary: 'A decision point as it is declared, with its versions and columns',
        params: PointParams,
        response: { 200: PointBody, ...problems(pointNotFound) },
      },
    },
    async ({ params }) => {
      await decider.registry.refresh()
      const { declaration, version, columns } = await getPoint(db, town, params.point)
      const versions = await listPointVersions(db, town, params.point)
      const { name: point, ...rest } = declaration
      return {
        point,
        version,
        declaration: rest as unknown as Static<typeof Declaration>, // its lists are read-only elsewhere
        columns: [...columns],
        isOff: decider.registry.isOff(point),
        versions: versions.map(({ declaredAt, ...one }) => ({ ...one, declaredAt: rfc3339(declaredAt) })),
      }
    },
  )
}

function declareRoute(app: App, { db, town, decider }: DecisionRoutes): void {
  app.put(
    '/v1/decisions/points/:point',
    {
      config,
      schema: {
        operationId: 'declareDecisionPoint',
        summary: 'Declare a decision point; a change is a new version, the same again is none',
        params: PointParams,
        body: Declaration,
        response: { 200: DeclaredBody, ...problems(policyUnfit) },
      },
    },
    async (request) => {
      const declaration: PointDeclaration = { name: request.params.point, ...request.body }
      const wrong = nonsenseOf(declaration)
      if (wrong !== undefined) throw invalidAt(wrong.pointer, wrong.detail)
      const declared = await declarePoint({ db, town, by: actorOf(request) }, declaration)
      await decider.registry.refresh()
      return declared
    },
  )
}

function switchRoutes(app: App, { db, town, decider }: DecisionRoutes): void {
  app.get(
    '/v1/decisions/switches',
    {
      config,
      schema: {
        operationId: 'listDecisionSwitches',
        summary: 'Points that were switched off or on again; `all` stands for every point',
        response: { 200: SwitchesBody },
      },
    },
    async () => {
      const items = await listSwitches(db, town)
      return { items: items.map(({ changedAt, ...one }) => ({ ...one, changedAt: rfc3339(changedAt) })) }
    },
  )
  app.put(
    '/v1/decisions/switches/:point',
    {
      config,
      schema: {
        operationId: 'switchDecisionPoint',
        summary: 'Return a point, or `all`, to its safe default within a second, or let it decide again',
        params: SwitchParams,
        body: SwitchBody,
        response: { 200: SwitchBody, ...problems(pointNotFound) },
      },
    },
    async (request) => {
      const { point } = request.params
      if (point !== 'all') await getPoint(db, town, point)
      await setSwitch({ db, town, by: actorOf(request) }, point, request.body.isOff)
      await decider.registry.refresh()
      return { isOff: request.body.isOff }
    },
  )
}
