import { TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf, localeOf, useFormat } from '#web/format'
import type { FieldProps } from './schema-field.tsx'

/** Whole numbers, amounts and shares, typed as people write them in their language. */

/** Reads "1.234,56" or "1,234.56" by the language's own signs; undefined when it is no number. */
export function parseDecimal(text: string, language: string): number | undefined {
  const parts = new Intl.NumberFormat(localeOf(language)).formatToParts(12_345.6)
  const group = parts.find(({ type }) => type === 'group')?.value ?? ','
  const point = parts.find(({ type }) => type === 'decimal')?.value ?? '.'
  const plain = text.replaceAll(group, '').replace(point, '.').replaceAll(/\s/g, '')
  return /^-?\d+(\.\d*)?$/.test(plain) ? Number(plain) : undefined
}

type DecimalProps = Pick<FieldProps, 'label' | 'hint' | 'error' | 'isRequired' | 'onChange'> & {
  /** Whole number of the smallest unit. */
  value: unknown
  /** Decimal places between what is shown and the smallest unit. */
  digits: number
  /** Behind the number, such as a currency. */
  unit?: string
}

/** A number with decimals whose value is a whole number of its smallest unit. */
export function DecimalField({
  label,
  hint,
  error,
  isRequired,
  value,
  digits,
  unit,
  onChange,
}: DecimalProps): ReactNode {
  const { language } = useFormat()
  const shown = (minor: unknown): string =>
    typeof minor === 'number'
      ? new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: digits }).format(minor / 10 ** digits)
      : ''
  const [text, setText] = useState(() => shown(value))
  const minorOf = (typed: string): number | undefined => {
    const number = parseDecimal(typed, language)
    return number === undefined ? undefined : Math.round(number * 10 ** digits)
  }
  useEffect(() => {
    // Set from outside: what is typed says otherwise.
    if (minorOf(text) !== value) setText(shown(value))
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [value])
  return (
    <TextInput
      label={label}
      description={hint}
      error={error}
      required={isRequired}
      withAsterisk={false}
      inputMode={digits > 0 ? 'decimal' : 'numeric'}
      autoComplete="off"
      value={text}
      rightSection={unit}
      rightSectionWidth={unit === undefined ? undefined : 56}
      rightSectionPointerEvents="none"
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(minorOf(event.currentTarget.value))
      }}
      onBlur={() => setText(shown(value))}
    />
  )
}

export function NumberField(props: FieldProps): ReactNode {
  return <DecimalField {...props} digits={0} />
}

export function MoneyField(props: FieldProps): ReactNode {
  const { currency } = props.context
  return <DecimalField {...props} digits={digitsOf(currency)} unit={currency} />
}

export function ShareField(props: FieldProps): ReactNode {
  const { t } = useTranslation('shell')
  const { value, label } = props
  const title = label.replace(/\s*[(（][^)）]*[)）]\s*$/, '') // manifests say "(1/100 %)", which a person need not know
  return <DecimalField {...props} label={title} value={value} digits={2} unit={t('form.percent')} />
}
