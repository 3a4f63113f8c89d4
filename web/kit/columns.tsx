import type { ReactNode } from 'react'
import css from './columns.module.css'

type Props = {
  /** `even`; `list`: a form beside the longer list; `work`: what is worked on beside what it leads to. */
  shares?: 'even' | 'list' | 'work'
  children: ReactNode
}

/** Parts of a screen beside each other where there is room, else below each other. */
export function Columns({ shares = 'even', children }: Props): ReactNode {
  return <div className={css[shares]}>{children}</div>
}

/** Several parts in one of the columns. */
export function Column({ children }: { children: ReactNode }): ReactNode {
  return <div className={css.column}>{children}</div>
}
