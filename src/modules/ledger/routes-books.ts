import Type from 'typebox'
import type { App } from '#kernel/http'
import { Page, pageQuery } from '#kernel/http-pages'
import { listBookAccounts, listTransfers } from './books.ts'
import type { LedgerRoutes } from './routes.ts'

const config = { access: 'operator' } as const
const Id = Type.String({ format: 'uuid' })
const Currency = Type.String({ pattern: '^[A-Z]{3}$' })
const Account = Type.String({ description: '`PURPOSE:PARTY`, `@NAME` of the town, or `pot:NAME` of the order' })

const AccountsBody = Type.Object({
  items: Type.Array(
    Type.Object({
      name: Account,
      party: Type.Union([Id, Type.Null()], { description: 'null: the town’s own' }),
      purpose: Type.String(),
      currency: Currency,
      balanceMinor: Type.Integer(),
    }),
  ),
})

const TransfersBody = Page(
  Type.Object({
    commandId: Id,
    n: Type.Integer({ description: 'Among those of the command' }),
    orderId: Type.Union([Id, Type.Null()]),
    debit: Account,
    credit: Account,
    amountMinor: Type.Integer(),
    currency: Currency,
    code: Type.String({ description: 'What moved it: `hold`, `settle`, `refund`, `transfer` …' }),
    at: Type.String({ format: 'date-time', description: 'Town time' }),
  }),
)

/** The books, for whoever runs the town. */
export function bookRoutes(app: App, { db, town }: LedgerRoutes): void {
  app.get(
    '/v1/books/accounts',
    {
      config,
      schema: {
        operationId: 'listBookAccounts',
        summary: 'Accounts of a party, or the town’s own',
        querystring: Type.Object({ party: Type.Optional(Id) }, { additionalProperties: false }),
        response: { 200: AccountsBody },
      },
    },
    async ({ query }) => ({ items: await listBookAccounts(db, town, query.party) }),
  )
  app.get(
    '/v1/books/transfers',
    {
      config,
      schema: {
        operationId: 'listTransfers',
        summary: 'The journal: every movement of money, the newest first',
        querystring: pageQuery({}),
        response: { 200: TransfersBody },
      },
    },
    async ({ query }) => listTransfers(db, town, query),
  )
}
