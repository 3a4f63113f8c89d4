import type { Database } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { answerDirect, type CommandRoutes, submitDirect } from '#kernel/http-commands'
import { anyRefusal, problems } from '#kernel/http-problems'
import {
  CsvQuery,
  IssueBody,
  MandateBody,
  MandateReply,
  MandatesBody,
  StatementBody,
  StatementQuery,
  TransferBody,
  TransferReply,
  WalletBody,
} from './contract.ts'
import { listAccounts, listMandates } from './reading.ts'
import { statementCsv, statementLines } from './statement-lines.ts'

/** What the routes of this module work on. */
export type LedgerRoutes = CommandRoutes & { db: Database; town: number }

/** The caller's own money: nobody's account can be named, so nobody else's can be seen. */
export function ledgerRoutes(app: App, context: LedgerRoutes): void {
  readingRoutes(app, context)
  movingRoutes(app, context)
}

function readingRoutes(app: App, { db, town }: LedgerRoutes): void {
  app.get(
    '/v1/wallet',
    { schema: { summary: 'Your accounts and their balances', response: { 200: WalletBody } } },
    async (request) => ({ accounts: await listAccounts(db, town, actorOf(request).party) }),
  )
  app.get(
    '/v1/wallet/statement',
    {
      schema: {
        operationId: 'getStatement',
        summary: 'What moved one of your accounts, the newest first; follows within a second',
        querystring: StatementQuery,
        response: { 200: StatementBody },
      },
    },
    async (request) => statementLines(db, town, { ...request.query, party: actorOf(request).party }),
  )
  app.get(
    '/v1/wallet/statement.csv',
    {
      schema: {
        operationId: 'exportStatement',
        summary: 'The same as a file for spreadsheets, with the double entry behind each line',
        querystring: CsvQuery,
      },
    },
    async (request, reply) => {
      const { party } = actorOf(request)
      const text = await statementCsv(db, town, { ...request.query, party })
      reply.header('content-disposition', `attachment; filename="statement-${request.query.purpose}.csv"`)
      return reply.type('text/csv; charset=utf-8').serializer(String).send(text)
    },
  )
  app.get(
    '/v1/wallet/mandates',
    {
      schema: {
        operationId: 'listMandates',
        summary: 'Who may debit your wallet, and how much at once',
        response: { 200: MandatesBody },
      },
    },
    async (request) => ({ items: await listMandates(db, town, actorOf(request).party) }),
  )
}

function movingRoutes(app: App, context: LedgerRoutes): void {
  app.post(
    '/v1/wallet/transfers',
    {
      schema: {
        operationId: 'transferMoney',
        summary: 'Send money from your wallet to another',
        body: TransferBody,
        response: { 201: TransferReply, ...problems(anyRefusal) },
      },
    },
    async (request, reply) => {
      const { expectMinor, ...input } = request.body
      const verdict = await submitDirect(context, request, { business: 'ledger', type: 'transfer', input, expectMinor })
      return answerDirect(reply, verdict, 201)
    },
  )
  app.post(
    '/v1/wallet/mandates',
    {
      schema: {
        operationId: 'setMandate',
        summary: 'Let a line of business debit your wallet up to a limit a time, or withdraw that',
        body: MandateBody,
        response: { 201: MandateReply, ...problems(anyRefusal) },
      },
    },
    async (request, reply) => {
      const verdict = await submitDirect(context, request, { business: 'ledger', type: 'mandate', input: request.body })
      return answerDirect(reply, verdict, 201)
    },
  )
  app.post(
    '/v1/wallet/issues',
    {
      schema: {
        operationId: 'issueMoney',
        summary: 'Give money into a wallet: play money, or what came in by hand (operator)',
        body: IssueBody,
        response: { 201: TransferReply, ...problems(anyRefusal) },
      },
    },
    async (request, reply) => {
      const verdict = await submitDirect(context, request, { business: 'ledger', type: 'issue', input: request.body })
      return answerDirect(reply, verdict, 201)
    },
  )
}
