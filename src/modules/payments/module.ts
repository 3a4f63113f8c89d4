import { machineNow } from '#kernel/clock'
import { type App, actorOf } from '#kernel/http'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { deskOf } from './desks.ts'
import { keysRoutes } from './routes-keys.ts'
import { paymentRoutes } from './routes.ts'
import { sandboxRoutes } from './sandbox/routes.ts'
import { createCatalogue } from '#modules/orders'
import { HeldBody } from './contract.ts'
import { heldLines } from './held.ts'
import { takeInAll } from './books/mend.ts'
import { reconcile } from './books/reconcile.ts'

const reconcileTask = 'payments.reconcile'
const dayMs = 86_400_000

/**
 * Compares with the provider once a day. What the provider did and nobody told us is taken in at once, since it has
 * happened; everything else is logged and kept for the operator.
 */
function daily(context: Context): Task {
  return async () => {
    const desk = deskOf(context)
    const found = await reconcile(desk, { days: 31 })
    for (const { mend, orderId } of found.breaks)
      if (mend === 'take-in' && orderId !== null) await takeInAll(desk, orderId)
    const { breaks, isWhole } = found.isWhole ? found : await reconcile(desk, { days: 31 })
    if (!isWhole) context.log.error({ breaks: breaks.length, first: breaks[0] }, 'the provider and the books differ')
    const runAt = machineNow() + dayMs
    await addJobs(context.db, [{ task: reconcileTask, payload: {}, key: reconcileTask, runAt }])
  }
}

/** What is held of the caller's money. */
function heldRoutes(app: App, { db, town }: Context): void {
  const catalogue = createCatalogue({ db, town })
  app.get(
    '/v1/wallet/held',
    {
      schema: {
        operationId: 'listHeldMoney',
        summary: 'Your money that is held on orders, and what ends it, in plain words; follows within a second',
        response: { 200: HeldBody },
      },
    },
    async (request) => ({ items: await heldLines({ db, town, catalogue }, actorOf(request).party) }),
  )
}

export const module: Module = {
  name: 'payments',
  routes: async (app, context) => {
    const desk = deskOf(context)
    await paymentRoutes(app, desk)
    keysRoutes(app, context)
    heldRoutes(app, context)
    if (desk.sandbox !== undefined) await sandboxRoutes(app, desk.sandbox)
    const runAt = machineNow() + dayMs
    await addJobs(context.db, [{ task: reconcileTask, payload: {}, key: reconcileTask, runAt }])
  },
  adapters: (context) => [deskOf(context).adapter],
  jobs: (context) => ({ ...deskOf(context).jobs, [reconcileTask]: daily(context) }),
}
