import Type from 'typebox'
import { machineNow } from '#kernel/clock'
import { transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'
import { problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import type { Actor } from '#kernel/commands'
import { recordAudit } from '#modules/audit'
import { DocumentBody, DocumentParams, DocumentsBody, DocumentsQuery, IssueBody, IssuedBody } from './contract.ts'
import { documentHtml } from './document-html.ts'
import { documentPdf } from './document-pdf.ts'
import { type DocumentWords, numberOf, wordsOf } from './document-words.ts'
import { type FeeDocument, findDocument, issueDocuments, listDocuments } from './invoicing.ts'
import { titlesOf } from './menus.ts'
import { monthOf, yearAt } from './months.ts'
import { maySeeDocument } from './policies.ts'
import { booksBehind, documentNotFound, monthNotOver } from './problems.ts'
import type { FeeRoutes } from './routes.ts'

const cursor = cursorOf(Type.Object({ year: Type.Integer(), number: Type.Integer() }))

/** Invoices and credit notes: made for a month, listed, read as JSON, as a page and as PDF. */
export function documentRoutes(app: App, context: FeeRoutes): void {
  issueRoute(app, context)
  listRoutes(app, context)
  paperRoutes(app, context)
}

function issueRoute(app: App, { db, town, clock }: FeeRoutes): void {
  app.post(
    '/v1/fees/invoices',
    {
      // Asked again it makes what is missing.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'issueInvoices',
        summary: 'Make the fee invoices and credit notes of a month that is over, for all sellers',
        body: IssueBody,
        response: { 200: IssuedBody, ...problems(monthNotOver, booksBehind) },
      },
    },
    async (request) => {
      const month = monthOf(request.body.month, town.timeZone)
      const now = clock.now()
      if (now < month.until) throw new Problem(monthNotOver, { detail: `It is over at ${rfc3339(month.until)}` })
      const year = yearAt(now, town.timeZone)
      const made = await issueDocuments({ db, town: town.id, month, year, now })
      const details = { month: month.name, documents: made.length }
      await transaction(db, (tx) =>
        recordAudit(tx, { town: town.id, by: actorOf(request), act: 'fees.invoiced', details, now: machineNow() }),
      )
      return { items: made.map(shown) }
    },
  )
}

function shown({ lines, issuedAt, year, number, ...rest }: FeeDocument) {
  return { ...rest, number: numberOf({ year, number }), lines: [...lines], issuedAt: rfc3339(issuedAt) }
}

function listRoutes(app: App, { db, town }: FeeRoutes): void {
  app.get(
    '/v1/fees/invoices',
    {
      schema: {
        operationId: 'listInvoices',
        summary: 'Your invoices and credit notes, the newest first',
        querystring: DocumentsQuery,
        response: { 200: DocumentsBody },
      },
    },
    async (request) => {
      const { limit, cursor: after, everyone = false } = request.query
      const { party, grants } = actorOf(request)
      const own = everyone && grants.includes('operator') ? {} : { seller: party }
      const behind = after === undefined ? undefined : cursor.decode(after)
      const documents = await listDocuments(db, { town: town.id, ...own, behind, limit: limit + 1 })
      return pageOf(documents, {
        limit,
        item: shown,
        cursor: ({ year, number }) => cursor.encode({ year, number }),
      })
    },
  )
  app.get(
    '/v1/fees/invoices/:id',
    {
      schema: {
        operationId: 'getInvoice',
        summary: 'An invoice or credit note',
        params: DocumentParams,
        response: { 200: DocumentBody, ...problems(documentNotFound) },
      },
    },
    async (request) => shown(await documentFor({ db, town }, request.params.id, actorOf(request))),
  )
}

/** @throws {Problem} document-not-found, also for what is none of the caller's business */
async function documentFor(
  { db, town }: Pick<FeeRoutes, 'db' | 'town'>,
  id: string,
  actor: Actor,
): Promise<FeeDocument> {
  const document = await findDocument(db, town.id, id)
  if (document === undefined || !maySeeDocument(actor, document)) throw new Problem(documentNotFound)
  return document
}

function paperRoutes(app: App, context: FeeRoutes): void {
  app.get(
    '/v1/fees/invoices/:id/page',
    {
      schema: {
        operationId: 'getInvoicePage',
        summary: 'An invoice as a page, in English and Chinese',
        params: DocumentParams,
        response: problems(documentNotFound),
      },
    },
    async (request, reply) => {
      const words = await wordsFor(context, request.params.id, actorOf(request))
      reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      return reply.type('text/html; charset=utf-8').send(documentHtml(words))
    },
  )
  app.get(
    '/v1/fees/invoices/:id/pdf',
    {
      schema: {
        operationId: 'getInvoicePdf',
        summary: 'An invoice as PDF, in English',
        params: DocumentParams,
        response: problems(documentNotFound),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const words = await wordsFor(context, id, actorOf(request))
      const pdf = await documentPdf(words, `/v1/fees/invoices/${id}/page`)
      reply.header('content-disposition', `inline; filename="${words.number}.pdf"`)
      return reply.type('application/pdf').send(pdf)
    },
  )
}

async function wordsFor(context: FeeRoutes, id: string, actor: Actor): Promise<DocumentWords> {
  const { town, catalogue, clock } = context
  const document = await documentFor(context, id, actor)
  await catalogue.refresh()
  const titles = titlesOf(catalogue, clock.now())
  return wordsOf(document, { town: town.name, timeZone: town.timeZone, titles })
}
