import { IconChevronLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import css from './back-link.module.css'

/** The way back to the list that a screen is one of; `label` says so to those who do not see where it stands. */
export function BackLink({ to, label, children }: { to: string; label: string; children: ReactNode }): ReactNode {
  return (
    <nav aria-label={label}>
      <Link to={to} className={css.back}>
        <IconChevronLeft size={18} aria-hidden />
        {children}
      </Link>
    </nav>
  )
}
