import type { ComponentType, ReactNode } from 'react'
import css from './empty-state.module.css'
import { Heading } from './section.tsx'

type Props = {
  icon: ComponentType<{ size?: number; stroke?: number }>
  title: string
  /** What to do next. */
  text?: string
  /** Read out when it appears. */
  role?: 'alert'
  children?: ReactNode
}

/** A screen without content says why, and what to do next. */
export function EmptyState({ icon: Icon, title, text, role, children }: Props): ReactNode {
  return (
    <div className={css.empty} role={role}>
      <span className={css.icon}>
        <Icon size={44} stroke={1.4} />
      </span>
      <Heading className={css.title}>{title}</Heading>
      {text !== undefined && text !== '' && <p className={css.text}>{text}</p>}
      <div className={css.actions}>{children}</div>
    </div>
  )
}
