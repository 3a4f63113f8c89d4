import type { ReactNode } from 'react'
import css from './state-badge.module.css'

/** Where something stands, in words; the colour only repeats them. */
export function StateBadge({ text, tone }: { text: string; tone: Tone }): ReactNode {
  return (
    <span className={css.badge} data-tone={tone}>
      {text}
    </span>
  )
}

/** `open` is under way, `good` ended well, `quiet` ended otherwise, `warn` needs somebody, `bad` at once. */
export type Tone = 'open' | 'good' | 'quiet' | 'warn' | 'bad'

/** The tone of an order by how it ended. */
export function toneOf(order: { ending: string | null; stuck?: string | null }): Tone {
  if (order.stuck !== undefined && order.stuck !== null) return 'warn'
  if (order.ending === null) return 'open'
  return order.ending === 'done' ? 'good' : 'quiet'
}
