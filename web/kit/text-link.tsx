import type { ReactNode } from 'react'
import { Link } from 'react-router'
import css from './text-link.module.css'

/** A link that stands for itself: in a row, beside a heading. */
export function TextLink({ to, children }: { to: string; children: ReactNode }): ReactNode {
  return (
    <Link to={to} className={css.link}>
      {children}
    </Link>
  )
}
