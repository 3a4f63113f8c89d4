import type { ReactNode } from 'react'
import css from './stars.module.css'

/** One to five stars of one person. */
export function Stars({ stars, label }: { stars: number; label: string }): ReactNode {
  return (
    <span className={css.star} role="img" aria-label={label}>
      {'★'.repeat(stars)}
      <span className={css.empty}>{'★'.repeat(5 - stars)}</span>
    </span>
  )
}

type Props = { label: string; nameOf: (stars: number) => string; value: number; onChange: (stars: number) => void }

/** Choosing them: five radio buttons that look like stars. */
export function StarsField({ label, nameOf, value, onChange }: Props): ReactNode {
  return (
    <fieldset className={css.field}>
      <legend>{label}</legend>
      {[1, 2, 3, 4, 5].map((stars) => (
        <label key={stars} className={css.choice} data-on={stars <= value}>
          <input
            type="radio"
            name="stars"
            value={stars}
            checked={stars === value}
            aria-label={nameOf(stars)}
            onChange={() => onChange(stars)}
          />
          <span aria-hidden>★</span>
        </label>
      ))}
    </fieldset>
  )
}
