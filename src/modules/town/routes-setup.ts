import type { Static } from 'typebox'
import { machineNow } from '#kernel/clock'
import { transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { notFound, problems } from '#kernel/http-problems'
import { namedId } from '#kernel/ids'
import type { Context } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { endLinks, hasAccount } from '#modules/identity'
import { storeCategories } from '#modules/offers'
import { SetupBody, SetupChangeBody } from './contract.ts'
import { setupFinished } from './problems.ts'
import { firstShelves } from './shelves.ts'
import { findSetup, finishSetup, noteSetup } from './setup.ts'
import { forgetView } from './view.ts'

/** The label of links to the wizard. */
export const setupLabel = 'setup'
/** The party of whoever runs the town; the same at every start. */
export const operatorId = namedId('operator')

/** How far the first-run wizard is, and its end. Whoever opened its one-time link does it, signed in as operator. */
export function setupRoutes(app: App, context: Context): void {
  const { db, town } = context
  app.get(
    '/v1/town/setup',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'readSetup',
        summary: 'How far the first-run wizard is',
        response: { 200: SetupBody, ...problems(notFound) },
      },
    },
    async (request) => setupBody(context, actorOf(request).party),
  )
  app.put(
    '/v1/town/setup',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'noteSetup',
        summary: 'Note which page of the wizard is open, and which are finished',
        body: SetupChangeBody,
        response: { 200: SetupBody, ...problems(notFound, setupFinished) },
      },
    },
    async (request) => {
      if (!(await noteSetup(db, town.id, request.body))) throw new Problem(setupFinished)
      return setupBody(context, actorOf(request).party)
    },
  )
  finishRoute(app, context)
}

function finishRoute(app: App, context: Context): void {
  const { db, town } = context
  app.post(
    '/v1/town/setup/finish',
    {
      // A town that is open stays open.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'finishSetup',
        summary: 'Open the town: pages are for everybody, and no link of the wizard works any more',
        description: 'It gets shelves to begin with.',
        response: { 200: SetupBody, ...problems(notFound) },
      },
    },
    async (request) => {
      const by = actorOf(request)
      const now = machineNow()
      await transaction(db, async (tx) => {
        if (!(await finishSetup(tx, town.id, now))) return
        await storeCategories(tx, town.id, firstShelves)
        await endLinks(tx, { town: town.id, party: operatorId, label: setupLabel })
        await recordAudit(tx, { town: town.id, by, act: 'town.opened', now })
      })
      forgetView(db)
      return setupBody(context, by.party)
    },
  )
}

async function setupBody({ db, town }: Context, party: string): Promise<Static<typeof SetupBody>> {
  const [setup, isKnown] = await Promise.all([findSetup(db, town.id), hasAccount(db, town.id, party)])
  if (setup === undefined) throw new Problem(notFound, { detail: 'This town was not set up by the wizard.' })
  const { step, done, finishedAt } = setup
  return { step, done: [...done], hasAccount: isKnown, finishedAt: finishedAt === null ? null : rfc3339(finishedAt) }
}
