import { type App, actorOf } from '#kernel/http'
import { invalidAt, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { flagsMax, getFlag, listFlags, removeFlag, setFlag } from '../books/flags.ts'
import { flagFault } from '../core/flag.ts'
import { flagInUse, flagNotFound, tooManyFlags } from '../problems.ts'
import { FlagBody, FlagParams, FlagsBody, FlagShown } from './contract-flags.ts'
import type { ExperimentRoutes } from './routes.ts'
import { flagOf, shownFlag } from './shown.ts'
import Type from 'typebox'

const config = { access: 'operator' } as const

/** Flags as they are kept; evaluated they are by OFREP. */
export function flagRoutes(app: App, context: ExperimentRoutes): void {
  readRoutes(app, context)
  writeRoutes(app, context)
}

function readRoutes(app: App, { db, town, experiments }: ExperimentRoutes): void {
  const { registry } = experiments
  const drivenBy = (key: string): string | null => registry.driving(key)?.declaration.name ?? null
  app.get(
    '/v1/flags',
    {
      config,
      schema: {
        operationId: 'listFlags',
        summary: 'Flags, by key',
        response: { 200: FlagsBody },
      },
    },
    async () => ({ items: (await listFlags(db, town)).map((flag) => shownFlag(flag, drivenBy(flag.key))) }),
  )
  app.get(
    '/v1/flags/:flag',
    {
      config,
      schema: {
        operationId: 'getFlag',
        summary: 'One flag with its rules',
        params: FlagParams,
        response: { 200: FlagShown, ...problems(flagNotFound) },
      },
    },
    async ({ params: { flag: key } }) => shownFlag(await getFlag(db, town, key), drivenBy(key)),
  )
}

function writeRoutes(app: App, { db, town, experiments }: ExperimentRoutes): void {
  const { registry } = experiments
  app.put(
    '/v1/flags/:flag',
    {
      config,
      schema: {
        operationId: 'setFlag',
        summary: 'Set a flag: its variants, rules and default; the same again changes nothing',
        params: FlagParams,
        body: FlagBody,
        response: { 200: FlagShown, ...problems(flagInUse, tooManyFlags) },
      },
    },
    async (request) => {
      const flag = flagOf(request.params.flag, request.body)
      const wrong = flagFault(flag)
      if (wrong !== undefined) throw invalidAt(wrong.pointer, wrong.detail)
      await registry.refresh()
      if (registry.flag(flag.key) === undefined && registry.flags().length >= flagsMax) throw new Problem(tooManyFlags)
      await setFlag({ db, town, by: actorOf(request) }, flag)
      await registry.refresh()
      return shownFlag(await getFlag(db, town, flag.key), registry.driving(flag.key)?.declaration.name ?? null)
    },
  )
  app.delete(
    '/v1/flags/:flag',
    {
      config,
      schema: {
        operationId: 'removeFlag',
        summary: 'Remove a flag; who asks for it gets their own default',
        params: FlagParams,
        response: { 204: Type.Null(), ...problems(flagNotFound, flagInUse) },
      },
    },
    async (request, reply) => {
      await removeFlag({ db, town, by: actorOf(request) }, request.params.flag)
      await registry.refresh()
      return reply.code(204).send(null)
    },
  )
}
