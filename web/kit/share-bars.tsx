import type { ReactNode } from 'react'
import css from './share-bars.module.css'

/** A share with its name, and what is to be said of it. */
export type ShareBar = {
  readonly key: string
  readonly name: ReactNode
  /** 0 to 1. */
  readonly share: number
  readonly value: string
  readonly hint?: ReactNode
  readonly isChosen?: boolean
}

/** Shares below each other: the number is the truth, the bar lets one look. */
export function ShareBars({ label, bars }: { label: string; bars: readonly ShareBar[] }): ReactNode {
  return (
    <ul className={css.bars} aria-label={label}>
      {bars.map(({ key, name, share, value, hint, isChosen = false }) => (
        <li key={key} data-chosen={isChosen}>
          <span className={css.name}>{name}</span>
          <span className={css.track} aria-hidden>
            <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
          </span>
          <span className={css.value}>{value}</span>
          {hint !== undefined && <span className={css.hint}>{hint}</span>}
        </li>
      ))}
    </ul>
  )
}
