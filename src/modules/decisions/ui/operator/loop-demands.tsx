import { IconCheck, IconX } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '#web/format'
import { type PolicyOfLoop, useLoopFormat } from './loop-words.tsx'
import css from './loops.module.css'

type Demand = PolicyOfLoop['demands'][number]

/** What the next step asks of a policy, and what stands on the other side. */
export function Demands({ demands, label }: { demands: readonly Demand[]; label?: string }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <ul className={css.demands} aria-label={label}>
      {demands.map((one) => (
        <li key={one.demand}>
          {one.isMet ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
          <span>
            {t(`loops.demands.${one.demand}`)}: {t(one.isMet ? 'loops.met' : 'loops.unmet')}
          </span>
          <Found {...one} />
        </li>
      ))}
    </ul>
  )
}

/** The figures in the language of the page; what a person or a simulator said as they said it. */
function Found({ words, figures = {} }: Demand): ReactNode {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const { value, share } = useLoopFormat()
  const said = figuresSaid(t, figures, { number, value, share }) ?? words
  return said === '' ? null : <span className={css.quiet}>{said}</span>
}

type Formats = Pick<ReturnType<typeof useLoopFormat>, 'value' | 'share'> & Pick<ReturnType<typeof useFormat>, 'number'>

function figuresSaid(
  t: TFunction<'operator'>,
  figures: NonNullable<Demand['figures']>,
  { number, value, share }: Formats,
): string | undefined {
  const { n, least, share: part, value: estimate, low, high, loggedValue, decisions } = figures
  if (part !== undefined) return t('loops.found.share', { share: share(part), least: share(least) })
  if (n !== undefined)
    return least === undefined ? number(n) : t('loops.found.count', { n: number(n), least: number(least) })
  if (estimate === undefined) return undefined
  const interval = t('loops.found.estimate', { value: value(estimate), low: value(low), high: value(high) })
  if (loggedValue === undefined || decisions === undefined) return interval
  return t('loops.found.beside', {
    interval,
    logged: value(loggedValue),
    count: decisions,
    decisions: number(decisions),
  })
}
