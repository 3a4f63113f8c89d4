import type { ReactNode } from 'react'
import { ProblemNote } from '#kit/problem'
import type { ApiProblem } from '#web/problem'
import css from './bulk-bar.module.css'

type Props = {
  /** What the bar is for, said to those who cannot see it. */
  label: string
  /** How many are ticked, in words. */
  ticked: string
  /** Why the request itself failed. */
  problem: ApiProblem | undefined | null
  /** Those that were refused, each with its reason. */
  refused: readonly { id: string; text: string }[]
  /** Buttons. */
  children: ReactNode
}

/** What can be done with everything that is ticked; it stays in sight while the list scrolls. */
export function BulkBar({ label, ticked, problem, refused, children }: Props): ReactNode {
  return (
    <div className={css.bar} role="group" aria-label={label}>
      <strong>{ticked}</strong>
      {children}
      <ProblemNote problem={problem} />
      {refused.length > 0 && (
        <ul className={css.refused} role="alert">
          {refused.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
