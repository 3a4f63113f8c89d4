import type { ReactNode } from 'react'
import { useFormat } from '#web/format'
import css from './stars.module.css'

/** How buyers rate something, small: the mean of their stars, and how many they are. */
export function Rating({ rating }: { rating: { mean: number; count: number } }): ReactNode {
  const { number } = useFormat()
  return (
    <span className={css.rating}>
      <span className={css.star} aria-hidden>
        ★
      </span>
      {number(Math.round(rating.mean * 10) / 10)} <span className={css.count}>({number(rating.count)})</span>
    </span>
  )
}
