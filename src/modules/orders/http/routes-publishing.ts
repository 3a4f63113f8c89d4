import type { FastifyRequest } from 'fastify'
import type { Command, JsonObject, Verdict } from '#kernel/commands'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { anyRefusal, invalidAt, problems, sendRefusal } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { type Manifest, townDebits } from '#modules/flows'
import { differences, listVersions, type Version } from '../catalogue/versions.ts'
import { json } from './actions.ts'
import { AnyObject, BusinessParams } from './contract.ts'
import {
  DifferencesBody,
  DifferencesQuery,
  PublishedBody,
  PublishQuery,
  SwitchBody,
  SwitchedBody,
  TariffBody,
  TariffsBody,
  TariffSetBody,
  VersionBody,
  VersionParams,
  VersionsBody,
} from './contract-events.ts'
import { approvalNeeded, businessNotFound, versionNotFound } from './problems-routes.ts'
import type { OrderApi } from './routes.ts'
import { commandIdOf, submitProblems } from './routes-actions.ts'

const operator = { access: 'operator' } as const

/** How an operator runs lines of business while the town runs: publishes, compares, switches, sets tariffs. */
export function publishingRoutes(app: App, api: OrderApi): void {
  publishRoute(app, api)
  versionRoutes(app, api)
  switchRoute(app, api)
  tariffRoutes(app, api)
}

function publishRoute(app: App, api: OrderApi): void {
  app.post(
    '/v1/businesses',
    {
      config: operator,
      schema: {
        operationId: 'publishBusiness',
        summary: 'Publish the next version of a line of business',
        description:
          'The body is the manifest. Every mistake is told at its place (JSON Pointer). It is played at random before ' +
          'it is taken; then it can be listed and ordered at once, and orders that run keep the version they began ' +
          'with. With `?check` nothing is published.',
        body: AnyObject,
        querystring: PublishQuery,
        response: {
          200: PublishedBody,
          201: PublishedBody,
          ...problems(anyRefusal, approvalNeeded, ...submitProblems),
        },
      },
    },
    async (request, reply) => {
      const { check, approve } = request.query
      const { manifest } = api.catalogue.tryOut(request.body as unknown as Manifest) // it says what is no manifest
      const said = { business: manifest.business, version: manifest.version, townDebits: townDebits(manifest) }
      if (check !== undefined && check !== 'false') return { ...said, isPublished: false }
      if (said.townDebits.length > 0 && approve === undefined) throw unapproved(said.townDebits)
      const verdict = await submitted(api, request, { type: 'publish', input: { manifest } })
      if (verdict.status === 'refused') return sendRefusal(reply, { ...verdict.refusal, ...atBody(verdict.refusal) })
      return reply.code(201).send({ ...said, isPublished: true })
    },
  )
}

function unapproved(pointers: readonly string[]): Problem {
  const errors = pointers.map((pointer) => ({ pointer, detail: 'debits an account of the town' }))
  return new Problem(approvalNeeded, { detail: 'Send it with ?approve=town-debits to allow that', errors })
}

/** The engine tells places in the command; the client sent the manifest alone. */
function atBody({ errors = [] }: { errors?: readonly { pointer: string; detail: string }[] }): object {
  if (errors.length === 0) return {}
  return {
    errors: errors.map(({ pointer, detail }) => ({ pointer: pointer.replace(/^\/input(\/manifest)?/, ''), detail })),
  }
}

type Wanted = { type: 'publish' | 'switch' | 'setTariff'; input: JsonObject }

async function submitted(api: OrderApi, request: FastifyRequest, { type, input }: Wanted): Promise<Verdict> {
  const id = await commandIdOf(api, request)
  const command: Command = { id, actor: actorOf(request), business: 'orders', type, input }
  const [noted] = await api.submitNoting([command])
  return noted!.verdict
}

function versionRoutes(app: App, { db, town }: OrderApi): void {
  app.get(
    '/v1/businesses/:name/versions',
    {
      config: { access: 'open' },
      schema: {
        summary: 'Published versions of a line of business, the newest first',
        params: BusinessParams,
        response: { 200: VersionsBody, ...problems(businessNotFound) },
      },
    },
    async (request) => {
      const versions = await listVersions(db, { town: town.id, business: request.params.name })
      if (versions.length === 0) throw new Problem(businessNotFound)
      return { items: versions.map(listed) }
    },
  )
  app.get(
    '/v1/businesses/:name/versions/:version',
    {
      config: { access: 'open' },
      schema: {
        summary: 'One version of a line of business with its manifest',
        params: VersionParams,
        response: { 200: VersionBody, ...problems(versionNotFound) },
      },
    },
    async (request) => {
      const { name, version } = request.params
      const [found] = await listVersions(db, { town: town.id, business: name, versions: [version] })
      if (found === undefined) throw new Problem(versionNotFound)
      return { ...listed(found), manifest: json(found.manifest) } // a manifest is JSON
    },
  )
  app.get(
    '/v1/businesses/:name/differences',
    {
      config: { access: 'open' },
      schema: {
        summary: 'What differs between two versions, place by place',
        params: BusinessParams,
        querystring: DifferencesQuery,
        response: { 200: DifferencesBody, ...problems(versionNotFound) },
      },
    },
    async (request) => {
      const { from, to } = request.query
      const found = await listVersions(db, { town: town.id, business: request.params.name, versions: [from, to] })
      const [one, other] = [from, to].map((wanted) => found.find(({ version }) => version === wanted)?.manifest)
      if (one === undefined || other === undefined) throw new Problem(versionNotFound)
      return { from, to, items: differences(one, other) } // a manifest is JSON
    },
  )
}

function listed({ version, manifest, hash, publishedAt }: Version) {
  return { version, title: manifest.title, hash: hash.toString('hex'), publishedAt: rfc3339(publishedAt) }
}

function switchRoute(app: App, api: OrderApi): void {
  app.post(
    '/v1/businesses/:name/switch',
    {
      config: operator,
      schema: {
        summary: 'Switch a line of business on or off: off refuses new orders only',
        params: BusinessParams,
        body: SwitchBody,
        response: { 200: SwitchedBody, ...problems(anyRefusal, ...submitProblems) },
      },
    },
    async (request, reply) => {
      const input = { business: request.params.name, isOn: request.body.isOn }
      const verdict = await submitted(api, request, { type: 'switch', input })
      return verdict.status === 'refused' ? sendRefusal(reply, verdict.refusal) : input
    },
  )
}

function tariffRoutes(app: App, api: OrderApi): void {
  app.get(
    '/v1/businesses/:name/tariffs',
    {
      config: { access: 'open' },
      schema: {
        summary: 'Rates that override those of the manifest, by the instant of their effect',
        params: BusinessParams,
        response: { 200: TariffsBody, ...problems(businessNotFound) },
      },
    },
    async (request) => {
      const { name } = request.params
      if (api.catalogue.newest(name) === undefined) throw new Problem(businessNotFound)
      const tariffs = api.catalogue.tariffs(name)
      return {
        items: tariffs.map(({ effectiveAt, rates }) => ({ effectiveAt: rfc3339(effectiveAt), rates: json(rates) })),
      }
    },
  )
  app.post(
    '/v1/businesses/:name/tariffs',
    {
      config: operator,
      schema: {
        operationId: 'setTariff',
        summary: 'Set rates of a line of business from an instant on; orders keep those of their placement',
        description: 'Rates that the manifest names under `noticeDays` must be set that long ahead.',
        params: BusinessParams,
        body: TariffBody,
        response: { 201: TariffSetBody, ...problems(anyRefusal, ...submitProblems) },
      },
    },
    async (request, reply) => {
      const { rates, effectiveAt } = request.body
      const at = effectiveAt === undefined ? {} : { effectiveAt: instantOf(effectiveAt) }
      const input = { business: request.params.name, rates: rates as JsonObject, ...at } // a JSON body
      const verdict = await submitted(api, request, { type: 'setTariff', input })
      if (verdict.status === 'refused') return sendRefusal(reply, { ...verdict.refusal, ...atBody(verdict.refusal) })
      const set = verdict.result as { business: string; effectiveAt: number; rates: JsonObject } // its answer
      return reply.code(201).send({ ...set, rates: json(set.rates), effectiveAt: rfc3339(set.effectiveAt) })
    },
  )
}

/** Before 1970 nothing of a town took effect. */
function instantOf(text: string): number {
  const at = Date.parse(text)
  if (!Number.isSafeInteger(at) || at < 0) throw invalidAt('/effectiveAt', 'is not an instant of this town')
  return at
}
