import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { textOf } from '#web/schema'
import { useTown } from '#web/town'
import { dateOfDay, dayNumber, instantOf, localOf } from '#web/zoned'
import type { FieldProps } from './schema-field.tsx'

/** Days and hours, by the browser's own pickers: known to their users, and usable by keyboard and voice. */

type BareProps = Pick<FieldProps, 'label' | 'hint' | 'error' | 'isRequired'> & {
  type: 'date' | 'datetime-local'
  text: string
  min?: string
  onText: (text: string) => void
}

function BareDate({ label, hint, error, isRequired, type, text, min, onText }: BareProps): ReactNode {
  return (
    <TextInput
      type={type}
      label={label}
      description={hint}
      error={error}
      required={isRequired}
      withAsterisk={false}
      value={text}
      min={min}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  )
}

/** Days since 1970. */
export function DayField({ value, schema, onChange, ...rest }: FieldProps): ReactNode {
  const { timeZone, aheadMs } = useTown()
  const [today] = useState(() => localOf(Date.now() + aheadMs, timeZone).slice(0, 10))
  const least = Math.max(dayNumber(today), schema.minimum ?? 0)
  return (
    <BareDate
      {...rest}
      type="date"
      text={typeof value === 'number' ? dateOfDay(value) : ''}
      min={dateOfDay(least)}
      onText={(text) => onChange(text === '' ? undefined : dayNumber(text))}
    />
  )
}

/** `2026-12-03` */
export function DateField({ value, onChange, ...rest }: FieldProps): ReactNode {
  return <BareDate {...rest} type="date" text={textOf(value)} onText={onChange} />
}

/** Milliseconds since 1970 where a number is asked for, else RFC 3339; typed in the town's time. */
export function InstantField({ value, schema, onChange, ...rest }: FieldProps): ReactNode {
  const { timeZone } = useTown()
  const ms = typeof value === 'number' ? value : Date.parse(textOf(value))
  return (
    <BareDate
      {...rest}
      type="datetime-local"
      text={Number.isNaN(ms) ? '' : localOf(ms, timeZone)}
      onText={(text) => {
        if (text === '') return onChange(undefined)
        const instant = instantOf(text, timeZone)
        onChange(schema.type === 'integer' ? instant : new Date(instant).toISOString())
      }}
    />
  )
}
