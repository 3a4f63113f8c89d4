import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import css from './sub-nav.module.css'

/** Screens that belong together, beside each other; the one that is shown is marked. */
export function SubNav({
  label,
  places,
}: {
  label: string
  places: readonly { to: string; text: string }[]
}): ReactNode {
  return (
    <nav aria-label={label} className={css.nav}>
      {places.map(({ to, text }) => (
        <NavLink key={to} to={to} end className={css.place ?? ''}>
          {text}
        </NavLink>
      ))}
    </nav>
  )
}
