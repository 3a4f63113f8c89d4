import path from 'node:path'
import { machineNow } from '#kernel/clock'
import { type App, actorOf } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import type { Context } from '#kernel/module'
import { getTown, renewTown } from '#kernel/towns'
import { createDiskStore } from '#modules/files'
import { contrastOf, lookOf, unreadable } from './accent.ts'
import { checkChange } from './checks.ts'
import { LookBody, LookQuery, TownBody, TownChangeBody } from './contract.ts'
import { currencyInUse, settingsChanged } from './problems.ts'
import { changeSettings, readSettings } from './settings.ts'
import { forgetView, viewOf } from './view.ts'

/** What the town is called and looks like, for everybody; and its change, for the operator. */
export function townRoutes(app: App, context: Context): void {
  readRoute(app, context)
  changeRoute(app, context)
  lookRoute(app)
}

function readRoute(app: App, { db, town }: Context): void {
  app.get(
    '/v1/town',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'readTown',
        summary: 'The town: name, time zone, currency, languages, look',
        response: { 200: TownBody },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-cache')
      return viewOf(db, town)
    },
  )
}

function changeRoute(app: App, { db, town, config }: Context): void {
  const files = createDiskStore(path.join(config.dataDir, 'files'))
  app.patch(
    '/v1/town',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'changeTown',
        summary: 'Change settings of the town; every process knows them within two seconds',
        description:
          'What is given is changed. `rev` is the one that was seen: when somebody else was faster nothing changes. ' +
          'The currency can change as long as nothing is priced in another and no money has moved in another. A new ' +
          'time zone rules days and deadlines from then on; instants that are set already stay.',
        body: TownChangeBody,
        response: { 200: TownBody, ...problems(settingsChanged, currencyInUse) },
      },
    },
    async (request) => {
      const { rev, ...given } = request.body
      const change = given.name === undefined ? given : { ...given, name: given.name.trim() }
      await checkChange(change, await readSettings(db, town.id), files)
      await changeSettings(db, { town, rev, change, by: actorOf(request), now: machineNow() })
      renewTown(town, await getTown(db, town.id))
      forgetView(db)
      return viewOf(db, town)
    },
  )
}

function lookRoute(app: App): void {
  app.get(
    '/v1/town/look',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'tryLook',
        summary: 'What a colour would make of the pages, and whether it can be read',
        querystring: LookQuery,
        response: { 200: LookBody },
      },
    },
    async ({ query: { accent } }) => {
      const wrong = unreadable(accent)
      return {
        isReadable: wrong === null,
        contrast: Math.round(contrastOf(accent, '#ffffff') * 100) / 100,
        nearest: wrong?.nearest ?? accent,
        look: lookOf(wrong?.nearest ?? accent),
      }
    },
  )
}
