import type { ReactNode } from 'react'
import css from './quoted.module.css'

/** What somebody said, in their own words and lines. */
export function Quoted({ children }: { children: string }): ReactNode {
  return <p className={css.said}>{children}</p>
}
