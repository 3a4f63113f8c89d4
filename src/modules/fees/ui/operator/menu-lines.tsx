import { NumberInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf, useFormat } from '#web/format'
import type { FieldError } from '#web/problem'
import { useTown } from '#web/town'
import type { Line } from './fees-screen.tsx'
import css from './fees.module.css'

type Amount = 'fixedMinor' | 'minMinor' | 'maxMinor'
type Props = { lines: readonly Line[]; errors: readonly FieldError[]; onChange: (lines: readonly Line[]) => void }

/** The lines of a menu with their shares and amounts. Which sales a line is for stays as the business says. */
export function MenuLines({ lines, errors, onChange }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const { currency } = useTown()
  const digits = digitsOf(currency)
  const change = (index: number, part: Partial<Line>): void => {
    onChange(lines.map((line, at) => (at === index ? { ...line, ...part } : line)))
  }
  const errorOf = (index: number, name: string): string | undefined =>
    errors.find(({ pointer }) => pointer === `/lines/${index}/${name}`)?.detail
  return lines.map((line, index) => (
    <fieldset key={line.name} className={css.line}>
      <legend>{said(line.title)}</legend>
      <p className={css.quiet}>{limitsOf(line, t('fees.everySale'))}</p>
      <div className={css.fields}>
        <NumberInput
          label={t('fees.share')}
          suffix=" %"
          value={line.bps / 100}
          min={0}
          max={100}
          decimalScale={2}
          error={errorOf(index, 'bps')}
          onChange={(value) => change(index, { bps: Math.round((Number(value) || 0) * 100) })}
        />
        {(['fixedMinor', 'minMinor', 'maxMinor'] as const satisfies readonly Amount[]).map((name) => (
          <NumberInput
            key={name}
            label={t(`fees.${name}`, { currency })}
            value={line[name] / 10 ** digits}
            min={0}
            decimalScale={digits}
            error={errorOf(index, name)}
            onChange={(value) => change(index, { [name]: Math.round((Number(value) || 0) * 10 ** digits) })}
          />
        ))}
      </div>
    </fieldset>
  ))
}

/** Categories, or the service, that a line is limited to. */
function limitsOf({ categories, service }: Line, everySale: string): string {
  const parts = [...categories, ...(service === '' ? [] : [service])]
  return parts.length === 0 ? everySale : parts.join(', ')
}
