import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Picture } from '#kit/picture'
import type { Column } from '#kit/rows-table'
import { StateBadge } from '#kit/state-badge'
import { TextLink } from '#kit/text-link'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import css from './listings.module.css'
import type { Own } from './own-offers.ts'
import { StockCell } from './stock-cell.tsx'

/** What an offer is called among its variants. */
export function nameOf({ title, variant }: Pick<Own, 'title' | 'variant'>): string {
  return [title, ...Object.values(variant)].join(', ')
}

/** What the town has taken down stands out: its seller can answer in the case. */
const tones = { active: 'good', archived: 'quiet', barred: 'warn' } as const

/** The columns of the table of offers. */
export function useColumns(): Column<Own>[] {
  const { t } = useTranslation('seller')
  const { money, said, number } = useFormat()
  const { data } = useGet('/v1/categories', { staleTime: 60_000 })
  const shelfOf = (slug: string): string => said(data?.items.find((one) => one.slug === slug)?.titles) || slug
  return [
    { key: 'what', kind: 'head', title: t('table.what'), cell: (offer) => <What offer={offer} /> },
    { key: 'category', title: t('listings.category'), cell: ({ category }) => shelfOf(category) },
    {
      key: 'status',
      title: t('listings.status'),
      cell: ({ status }) => <StateBadge text={t(`listings.is.${status}`)} tone={tones[status]} />,
    },
    {
      key: 'sold',
      kind: 'number',
      title: t('listings.sold'),
      cell: ({ sold }) => (sold === null ? '–' : number(sold)),
    },
    { key: 'stock', kind: 'number', title: t('listings.stock'), cell: (offer) => <StockCell offer={offer} /> },
    {
      key: 'price',
      kind: 'number',
      title: t('listings.price'),
      cell: ({ priceMinor, currency }) => money(priceMinor, currency),
    },
  ]
}

function What({ offer }: { offer: Own }): ReactNode {
  return (
    <span className={css.what}>
      <span className={css.picture}>
        <Picture id={offer.pictures[0] ?? null} />
      </span>
      <TextLink to={`/sell/listings/${offer.id}`}>{nameOf(offer)}</TextLink>
    </span>
  )
}
