import type { TownClock } from '#kernel/clock'
import { machineNow } from '#kernel/clock'
import { type Database, transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { answerDirect, type CommandRoutes, submitDirect } from '#kernel/http-commands'
import { rfc3339 } from '#kernel/http-pages'
import { anyRefusal, invalidAt, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import type { Town } from '#kernel/towns'
import { recordAudit } from '#modules/audit'
import { findProfile } from '#modules/identity'
import type { Catalogue } from '#modules/orders'
import { classOf, setClass } from './classes.ts'
import {
  ChargesBody,
  ChargesQuery,
  ClassBody,
  ClassParams,
  MenuBody,
  MenusBody,
  MenuSetBody,
  MenusQuery,
  MonthParams,
  PreviewBody,
  PreviewQuery,
  StatementBody,
  WhatIfBody,
  WhatIfReply,
} from './contract.ts'
import { documentRoutes } from './routes-documents.ts'
import { manifestWithMenu, menuAt, menusOf } from './menus.ts'
import { monthOf } from './months.ts'
import { noMenu, partyNotFound } from './problems.ts'
import { reckoningOf, sumOf, termsOfSale } from './reckoning.ts'
import { listCharges, readStatements } from './statements.ts'
import { whatIf } from './what-if.ts'

/** What the routes of this module work on. */
export type FeeRoutes = CommandRoutes & {
  db: Database
  town: Pick<Town, 'id' | 'name' | 'timeZone' | 'currency'>
  clock: TownClock
  /** Read again before each use: another process may have published. */
  catalogue: Catalogue
}

/** Menus, what they would have meant, what was charged, and the invoices of it. */
export function feeRoutes(app: App, context: FeeRoutes): void {
  menuRoutes(app, context)
  previewRoute(app, context)
  whatIfRoute(app, context)
  statementRoutes(app, context)
  classRoute(app, context)
  documentRoutes(app, context)
}

function menuRoutes(app: App, context: FeeRoutes): void {
  const { catalogue, clock } = context
  app.get(
    '/v1/fees/menus',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'listFeeMenus',
        summary: 'Fee menus by line of business, with the instants of their effect',
        querystring: MenusQuery,
        response: { 200: MenusBody, ...problems(noMenu) },
      },
    },
    async ({ query: { business: wanted } }) => {
      await catalogue.refresh()
      const having = catalogue.businesses().filter(({ manifest }) => Array.isArray(manifest.rates?.['fees']))
      const named = wanted === undefined ? having.map(({ business }) => business) : [wanted]
      const items = named.flatMap((business) =>
        menusOf(catalogue, business, clock.now()).map(({ effectiveAt, lines, isInForce }) => ({
          business,
          effectiveAt: effectiveAt === null ? null : rfc3339(effectiveAt),
          isInForce,
          lines: [...lines],
        })),
      )
      return { items }
    },
  )
  app.post(
    '/v1/fees/menus',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'setFeeMenu',
        summary: 'Set the fee menu of a line of business from an instant on; orders keep the menu of their placement',
        body: MenuBody,
        response: { 201: MenuSetBody, ...problems(anyRefusal, noMenu) },
      },
    },
    async (request, reply) => {
      const { business, lines, effectiveAt } = request.body
      await catalogue.refresh()
      const { noticeDays = {} } = manifestWithMenu(catalogue, business)
      checkNames(lines)
      // A minute more than the notice, which is measured when the command is decided.
      const earliestAt = clock.now() + (noticeDays['fees'] ?? 0) * dayMs + 60_000
      const at = effectiveAt === undefined ? earliestAt : Date.parse(effectiveAt)
      if (!(at >= 0)) throw invalidAt('/effectiveAt', 'is not an instant of this town')
      const input = { business, rates: { fees: lines }, effectiveAt: at }
      const verdict = await submitDirect(context, request, { business: 'orders', type: 'setTariff', input })
      if (verdict.status === 'refused') return answerDirect(reply, verdict)
      return reply.code(201).send({ business, effectiveAt: rfc3339(at) })
    },
  )
}

const dayMs = 86_400_000

function checkNames(lines: readonly { name: string }[]): void {
  const again = lines.findIndex(({ name }, index) => lines.findIndex((one) => one.name === name) < index)
  if (again !== -1) throw invalidAt(`/lines/${again}/name`, 'is the name of a line before')
}

function previewRoute(app: App, { db, town, catalogue, clock }: FeeRoutes): void {
  app.get(
    '/v1/fees/preview',
    {
      schema: {
        operationId: 'previewFees',
        summary: 'What would be taken of a sale of yours, line by line: the reckoning that settles',
        querystring: PreviewQuery,
        response: { 200: PreviewBody, ...problems(noMenu) },
      },
    },
    async (request) => {
      const { business, amountMinor, category, services = '' } = request.query
      await catalogue.refresh()
      const reckon = reckoningOf(manifestWithMenu(catalogue, business), town.timeZone)
      const feeClass = await classOf(db, town.id, actorOf(request).party)
      const picked = services === '' ? [] : services.split(',')
      const sale = termsOfSale({ amountMinor, category, services: picked, feeClass })
      const fees = reckon(sale, menuAt(catalogue, business, clock.now()))
      return { amountMinor, fees, feesMinor: sumOf(fees), netMinor: amountMinor - sumOf(fees) }
    },
  )
}

function whatIfRoute(app: App, { db, town, catalogue, clock }: FeeRoutes): void {
  app.post(
    '/v1/fees/what-if',
    {
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'askWhatIf',
        summary: 'What the orders of the last days would have been charged under another menu',
        description: 'Reckoned order by order, by seller and by size of seller. Nothing changes.',
        body: WhatIfBody,
        response: { 200: WhatIfReply, ...problems(noMenu) },
      },
    },
    async ({ body: { business, lines, days = 30 } }) => {
      await catalogue.refresh()
      manifestWithMenu(catalogue, business)
      const until = clock.now()
      const asked = { business, menu: lines, from: until - days * dayMs, until, currency: town.currency }
      const found = await whatIf({ db, town: town.id, timeZone: town.timeZone, catalogue }, asked)
      return { ...found, sizes: [...found.sizes], sellers: [...found.sellers] }
    },
  )
}

function statementRoutes(app: App, { db, town }: FeeRoutes): void {
  app.get(
    '/v1/fees/statements/:month',
    {
      schema: {
        operationId: 'getFeeStatement',
        summary: 'What you were charged in a month, and what was given back, by fee',
        params: MonthParams,
        response: { 200: StatementBody },
      },
    },
    async (request) => {
      const month = monthOf(request.params.month, town.timeZone)
      const items = await readStatements(db, { town: town.id, seller: actorOf(request).party, month })
      return { month: month.name, items: items.map(({ lines, ...rest }) => ({ ...rest, lines: [...lines] })) }
    },
  )
  app.get(
    '/v1/fees/statements/:month/charges',
    {
      schema: {
        operationId: 'listCharges',
        summary: 'Charge by charge, the newest first',
        params: MonthParams,
        querystring: ChargesQuery,
        response: { 200: ChargesBody },
      },
    },
    async (request) => {
      const month = monthOf(request.params.month, town.timeZone)
      return listCharges(db, { town: town.id, seller: actorOf(request).party, month, ...request.query })
    },
  )
}

function classRoute(app: App, { db, town, clock }: FeeRoutes): void {
  app.put(
    '/v1/fees/classes/:party',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'setFeeClass',
        summary: 'Put a seller into a class that menus tell apart; holds for orders placed from now on',
        params: ClassParams,
        body: ClassBody,
        response: { 200: ClassBody, ...problems(partyNotFound) },
      },
    },
    async (request) => {
      const { party } = request.params
      const { feeClass } = request.body
      if ((await findProfile(db, town.id, party)) === undefined) throw new Problem(partyNotFound)
      const by = actorOf(request)
      await transaction(db, async (tx) => {
        await setClass(tx, { town: town.id, party, feeClass, by: by.party, now: clock.now() })
        const act = { by, subject: party, details: { feeClass }, now: machineNow() }
        await recordAudit(tx, { town: town.id, act: 'fees.class-set', ...act })
      })
      return { feeClass }
    },
  )
}
