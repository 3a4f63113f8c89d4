import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './skeletons.module.css'

/** Shapes of what is on its way; screen readers hear that it is. */

/** Cards of a grid. */
export function CardSkeletons({ count }: { count: number }): ReactNode {
  return Array.from({ length: count }, (_, index) => (
    <li key={index} data-loading aria-hidden className={css.card}>
      <span className={`${css.block} ${css.square}`} />
      <span className={`${css.block} ${css.line}`} />
      <span className={`${css.block} ${css.half}`} />
    </li>
  ))
}

/** A page. */
export function PageSkeleton(): ReactNode {
  const { t } = useTranslation('shell')
  return (
    <div className={css.page} data-loading role="status" aria-label={t('loading')}>
      <span className={`${css.block} ${css.title}`} />
      <span className={`${css.block} ${css.tall}`} />
      <span className={`${css.block} ${css.tall}`} />
    </div>
  )
}

/** Rows of a list. */
export function RowSkeletons({ count }: { count: number }): ReactNode {
  const { t } = useTranslation('shell')
  return (
    <div className={css.page} data-loading role="status" aria-label={t('loading')}>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} className={`${css.block} ${css.row}`} />
      ))}
    </div>
  )
}
