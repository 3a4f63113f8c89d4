import { IconMinus, IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './quantity.module.css'

type Props = {
  /** Of what. */
  label: string
  value: number
  min?: number
  max: number
  onChange: (value: number) => void
}

/** How many, by two buttons that a thumb can reach. */
export function Quantity({ label, value, min = 1, max, onChange }: Props): ReactNode {
  const { t } = useTranslation('shell')
  return (
    <span className={css.stepper} role="group" aria-label={t('quantity.label', { title: label })}>
      <button
        type="button"
        aria-label={t('quantity.fewer')}
        disabled={value <= min}
        onClick={() => onChange(value - 1)}
      >
        <IconMinus size={18} />
      </button>
      <output aria-live="polite">{value}</output>
      <button type="button" aria-label={t('quantity.more')} disabled={value >= max} onClick={() => onChange(value + 1)}>
        <IconPlus size={18} />
      </button>
    </span>
  )
}
