import type { Database } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { invalidAt, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { listProfiles } from '#modules/identity'
import { NewcomerRulesInput, NewcomerRulesReply, NewcomersBody, NewcomersQuery } from '../contract.ts'
import { newcomersChanged } from '../problems.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { countNewcomers, isNewSeller } from './newcomers.ts'
import { changeRules, readRules } from './rules.ts'
import { readSpending, type SellerSpent, type Spending } from './spending.ts'

/** What the budget's routes work on. */
export type FairnessRoutes = {
  db: Database
  town: number
  knowledge: Knowledge
  spending: Pick<Spending, 'flush'>
  /** Town time, ms. */
  now: () => number
  /** Other numbers were set. */
  changed: () => Promise<void>
}

const dayMs = 86_400_000
/** Standard deviations on either side that hold 95 % of a normal distribution. */
const bothSides = 1.96

/** The budget of newcomers: what it is, who had it, what it costs, and how it is changed. */
export function fairnessRoutes(app: App, context: FairnessRoutes): void {
  readingRoute(app, context)
  changingRoute(app, context)
}

function readingRoute(app: App, { db, town, knowledge, spending, now }: FairnessRoutes): void {
  app.get(
    '/v1/feed/newcomers',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'readNewcomers',
        summary: 'What newcomers are given of home pages, who has had it, and what it costs',
        querystring: NewcomersQuery,
        response: { 200: NewcomersBody },
      },
    },
    async ({ query: { days, limit } }) => {
      await spending.flush()
      const from = now() - (days - 1) * dayMs
      const [{ rev, ...rules }, { shown, total, sellers }] = await Promise.all([
        readRules(db, town),
        readSpending(db, town, { from, limit }),
      ])
      const profiles = await listProfiles(
        db,
        town,
        sellers.map(({ seller }) => seller),
      )
      const { things: newcomers, sellers: newSellers } = countNewcomers(knowledge, now())
      const items = sellers.map(({ seller, things, ...sums }) => ({
        seller: { id: seller, name: profiles.get(seller)?.name ?? '' },
        isNew: isNew(knowledge, seller),
        things,
        ...told(sums),
      }))
      return { rev, rules, newcomers, newSellers, shown, ...told(total), items }
    },
  )
}

function isNew(knowledge: Knowledge, seller: string): boolean {
  const number = knowledge.catalogue.sellers.find(seller)
  return number !== undefined && isNewSeller(knowledge, number)
}

function told({ places, given, forgone, deviation }: Omit<SellerSpent, 'seller' | 'things'>) {
  const cost = forgone - given
  const either = bothSides * deviation
  return { places, given, forgone, cost, costLow: cost - either, costHigh: cost + either }
}

function changingRoute(app: App, { db, town, now, changed }: FairnessRoutes): void {
  app.put(
    '/v1/feed/newcomers',
    {
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'changeNewcomers',
        summary: 'Set what newcomers are given of home pages; felt within a second',
        body: NewcomerRulesInput,
        response: { 200: NewcomerRulesReply, ...problems(newcomersChanged) },
      },
    },
    async (request) => {
      const { rev, ...rules } = request.body
      if (rules.sellerShown < rules.thingShown) throw invalidAt('/sellerShown', 'is no less than `thingShown`')
      const after = await changeRules(db, town, { rules, rev, by: actorOf(request), now: now() })
      if (after === undefined) throw new Problem(newcomersChanged)
      await changed()
      return { rev: after }
    },
  )
}
