import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '#kit/section'
import { TextLink } from '#kit/text-link'
import { useGet } from '#web/api'
import css from './sales.module.css'

/** Few enough to make more. */
const lowMax = 3
/** What runs out, the scarcest first. */
export const runningOutQuery = { status: 'active', availableMax: lowMax, sort: 'stock', limit: 50 } as const

/** Rows at once; the rest is among the listings. */
const shownMax = 8

/** Offers of which few or none are left. */
export function RunningOut(): ReactNode {
  const { t } = useTranslation('seller')
  const { data } = useGet('/v1/offers/mine', { query: runningOutQuery })
  if (data === undefined || data.items.length === 0) return null
  return (
    <Section
      title={t('today.low')}
      aside={<TextLink to="/sell/listings?low=1&sort=stock">{t('today.allLow')}</TextLink>}
    >
      <ul className={css.lines}>
        {data.items.slice(0, shownMax).map(({ id, title, variant, available }) => (
          <li key={id}>
            <TextLink to={`/sell/listings/${id}`}>{[title, ...Object.values(variant)].join(', ')}</TextLink>
            <span />
            <strong>{available === 0 ? t('today.gone') : t('today.left', { count: available ?? 0 })}</strong>
          </li>
        ))}
      </ul>
    </Section>
  )
}
