import { type App, actorOf } from '#kernel/http'
import { notAllowed, problems } from '#kernel/http-problems'
import type { Context } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { InboxBody, InboxQuery } from './contract.ts'
import { createInbox } from './waiting.ts'

/** Everything that waits for a person of the town, in one list. */
export function inboxRoutes(app: App, context: Context): void {
  const inbox = createInbox(context)
  app.get(
    '/v1/inbox',
    {
      schema: {
        operationId: 'listInbox',
        summary: 'What waits for a person of the town: rulings, held and stuck orders, cases; the first first',
        description: 'The order is suggested by the decision point inbox.order; each item says why it stands there.',
        querystring: InboxQuery,
        response: { 200: InboxBody, ...problems(notAllowed) },
      },
    },
    async (request) => {
      const { grants } = actorOf(request)
      if (!grants.includes('operator') && !grants.includes('arbiter')) throw new Problem(notAllowed)
      const sort = request.query.sort ?? 'suggested'
      return { items: await inbox(sort, grants), sort }
    },
  )
}
