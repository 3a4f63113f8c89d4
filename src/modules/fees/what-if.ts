import { type Database, sql } from '#kernel/db'
import { type Catalogue, readOrders } from '#modules/orders'
import { frozenFees } from './charges.ts'
import type { FeeLineOf } from './menu.ts'
import { type Reckon, reckoningOf, sumOf } from './reckoning.ts'

/** What fees would have come to under another menu. Amounts are minor units. */
export type Effect = { orders: number; goodsMinor: number; feesMinor: number; otherMinor: number }
/** Sellers by what they sold in the period: below 1,000, below 10,000, more (units of the currency). */
export type Size = 'small' | 'medium' | 'large'
export type WhatIf = Effect & {
  currency: string
  sizes: readonly ({ size: Size; sellers: number } & Effect)[]
  sellers: readonly ({ seller: string } & Effect)[]
  /** True when there were more orders than are looked at. */
  isPartial: boolean
}

type Asked = { business: string; menu: readonly FeeLineOf[]; from: number; until: number; currency: string }
type Reading = { db: Database; town: number; timeZone: string; catalogue: Catalogue }

/** Orders looked at: some seconds of work. */
const ordersMax = 50_000
const pageSize = 1_000

/**
 * The orders that were charged in a period, reckoned again under another menu by the expressions that settled them.
 * Orders keep their menu: nothing changes.
 */
export async function whatIf({ db, town, timeZone, catalogue }: Reading, asked: Asked): Promise<WhatIf> {
  const ids = await chargedOrders(db, town, asked)
  const sellers = new Map<string, Effect>()
  const reckonings = new Map<number, Reckon>()
  for (let from = 0; from < Math.min(ids.length, ordersMax); from += pageSize) {
    const page = ids.slice(from, from + pageSize)
    const sellersOf = new Map(page.map(({ orderId, seller }) => [orderId, seller]))
    for (const order of await readOrders(db, town, [...sellersOf.keys()])) {
      const manifest = catalogue.version(order.business, order.version)?.manifest
      if (manifest === undefined || frozenFees(order.terms).length === 0) continue
      const reckon = reckonings.get(order.version) ?? reckoningOf(manifest, timeZone)
      reckonings.set(order.version, reckon)
      const base = order.terms['base']
      note(sellers, sellersOf.get(order.id)!, {
        orders: 1,
        goodsMinor: typeof base === 'number' ? base : 0,
        feesMinor: sumOf(frozenFees(order.terms)),
        otherMinor: sumOf(reckon(order.terms, asked.menu)),
      })
    }
  }
  return summary(sellers, { currency: asked.currency, isPartial: ids.length > ordersMax })
}

async function chargedOrders(
  db: Database,
  town: number,
  { business, from, until, currency }: Asked,
): Promise<{ orderId: string; seller: string }[]> {
  const { rows } = await sql<{ orderId: string; seller: string }>`
    select distinct order_id, seller from fees.charges
    where town = ${town} and at >= ${new Date(from)} and at < ${new Date(until)} and business = ${business}
      and currency = ${currency} and amount_minor > 0
    order by order_id limit ${ordersMax + 1}`.execute(db)
  return rows
}

function note(effects: Map<string, Effect>, key: string, more: Effect): void {
  const known = effects.get(key) ?? { orders: 0, goodsMinor: 0, feesMinor: 0, otherMinor: 0 }
  effects.set(key, added(known, more))
}

function added(one: Effect, other: Effect): Effect {
  return {
    orders: one.orders + other.orders,
    goodsMinor: one.goodsMinor + other.goodsMinor,
    feesMinor: one.feesMinor + other.feesMinor,
    otherMinor: one.otherMinor + other.otherMinor,
  }
}

const nothing: Effect = { orders: 0, goodsMinor: 0, feesMinor: 0, otherMinor: 0 }

function summary(sellers: ReadonlyMap<string, Effect>, rest: { currency: string; isPartial: boolean }): WhatIf {
  const listed = [...sellers].map(([seller, effect]) => ({ seller, ...effect }))
  const sizes = (['small', 'medium', 'large'] as const).map((size) => {
    const alike = listed.filter(({ goodsMinor }) => sizeOf(goodsMinor) === size)
    return { size, sellers: alike.length, ...alike.reduce<Effect>(added, nothing) }
  })
  const total = listed.reduce<Effect>(added, nothing)
  const byDifference = listed.toSorted((one, other) => differenceOf(other) - differenceOf(one))
  return { ...total, ...rest, sizes, sellers: byDifference.slice(0, sellersMax) }
}

/** Those who would notice it most. */
const sellersMax = 200

function differenceOf({ feesMinor, otherMinor }: Effect): number {
  return Math.abs(otherMinor - feesMinor)
}

function sizeOf(goodsMinor: number): Size {
  if (goodsMinor < 100_000) return 'small'
  return goodsMinor < 1_000_000 ? 'medium' : 'large'
}
