import { type App, actorOf, type TypeBoxProvider } from '#kernel/http'
import { notFound, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import {
  JournalBody,
  MendBody,
  MendReply,
  ReconciliationBody,
  ReconciliationQuery,
  WebhookParams,
  WebhookReply,
} from './contract.ts'
import { orAway } from './desk.ts'
import type { TownDesk } from './desks.ts'
import { breakNotFound, providerAway, webhookUnreadable, webhookUnsigned } from './problems.ts'
import { mend } from './books/mend.ts'
import { reconcile, sumsOf } from './books/reconcile.ts'
import { verifyBooks } from '#modules/orders'

/** Webhooks of the provider, and what the operator asks about its money. */
export async function paymentRoutes(app: App, desk: TownDesk): Promise<void> {
  reconciliationRoutes(app, desk)
  await app.register(async (plain) => {
    const scope = plain.withTypeProvider<TypeBoxProvider>()
    // A signature is over the bytes as they came, so they are not parsed here.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.post(
      '/v1/payments/webhooks/:provider',
      {
        // The provider's names of movements are the keys: what is told twice is booked once.
        config: { access: 'open', idempotency: 'none' },
        schema: {
          operationId: 'receivePaymentWebhook',
          summary: 'Where the payment provider tells what has happened',
          params: WebhookParams,
          response: { 200: WebhookReply, ...problems(notFound, webhookUnsigned, webhookUnreadable) },
        },
      },
      async ({ params, headers, body }) => {
        await desk.receive(params.provider, { headers, body: typeof body === 'string' ? body : '' })
        return { received: true as const }
      },
    )
  })
}

function reconciliationRoutes(app: App, desk: TownDesk): void {
  app.get(
    '/v1/reconciliation',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'reconcilePayments',
        summary: 'Compare the provider’s movements with the books',
        description: 'Asks the provider now. Every break says what is wrong, and what would mend it.',
        querystring: ReconciliationQuery,
        response: { 200: ReconciliationBody, ...problems(providerAway) },
      },
    },
    async ({ query }) => orAway(reconcile(desk, query)),
  )
  app.get(
    '/v1/reconciliation/journal',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'replayJournal',
        summary: 'Replay the journal and compare every balance and every pot',
        description: 'Reads every transfer there is: what `lakeside verify-ledger` does.',
        response: { 200: JournalBody, ...problems() },
      },
    },
    async () => ({ ...(await verifyBooks(desk.books.db)), sums: await sumsOf(desk.books) }),
  )
  app.post(
    '/v1/reconciliation/mends',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'mendReconciliation',
        summary: 'Do what mends a break',
        description: 'The break is looked for again first: what has been mended meanwhile is not done twice.',
        body: MendBody,
        response: { 200: MendReply, ...problems(breakNotFound, providerAway) },
      },
    },
    async (request) => {
      const done = await orAway(mend(desk, request.body, actorOf(request)))
      if (done === undefined) throw new Problem(breakNotFound)
      return done
    },
  )
}
