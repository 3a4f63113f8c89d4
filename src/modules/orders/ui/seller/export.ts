import type { TFunction } from 'i18next'
import type { CsvRow } from '#kit/save-button'
import type { Api } from '#web/api'
import { type Format, digitsOf } from '#web/format'
import { manifestOf } from '#web/manifest'
import type { Show } from './orders-screen.tsx'
import { type Listed, type Sale, salesOf } from './turns.ts'

const pageMax = 200

/** Every order that I sell, page by page. */
export async function readAllSales(api: Api, show: Show): Promise<Sale[]> {
  const isOpen = show === 'all' ? {} : { isOpen: show === 'open' }
  const orders: Listed[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = { limit: pageMax, ...isOpen, cursor }
    const page: { items: Listed[]; nextCursor: string | null } = await api.get('/v1/orders', { query })
    orders.push(...page.items)
    cursor = page.nextCursor
  }
  const names = [...new Set(orders.map(({ business }) => business))]
  const businesses = await Promise.all(names.map(async (name) => api.get('/v1/businesses/{name}', { path: { name } })))
  return salesOf(orders, new Map(businesses.map((one) => [one.business, manifestOf(one)])))
}

type Words = { format: Format; t: TFunction<'seller'> }

/** Orders as rows of a file. Amounts are decimal numbers, instants RFC 3339, so that a program can read them too. */
export function rowsOfSales(sales: readonly Sale[], { format, t }: Words): CsvRow[] {
  return sales.map(({ order }) => ({
    [t('table.number')]: order.id,
    [t('table.when')]: order.placedAt,
    [t('table.what')]: order.title,
    [t('table.lines')]: order.linesCount,
    [t('table.state')]: format.said(order.stateTitle),
    [t('table.paid')]: order.capturedMinor / 10 ** digitsOf(order.currency),
    [t('table.held')]: order.heldMinor / 10 ** digitsOf(order.currency),
    [t('table.currency')]: order.currency,
  }))
}
