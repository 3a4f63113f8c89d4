import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { plainWords, useFormat } from '#web/format'
import type { Schema } from '#web/schema'
import css from './import.module.css'
import { type Meaning, type Sheet, plainFields } from './import-rows.ts'

/** Cells that show what a column holds. */
const samplesMax = 2

type Props = {
  sheet: Sheet
  schema: Schema
  meanings: readonly Meaning[]
  onChange: (meanings: Meaning[]) => void
}

/** A choice for each column of the file, with what stands in its first rows. */
export function Mapping({ sheet: { headers, rows }, schema, meanings, onChange }: Props): ReactNode {
  const { t } = useTranslation('seller')
  const { said } = useFormat()
  const fields: { value: Meaning; label: string }[] = [
    { value: 'skip', label: t('import.skip') },
    ...plainFields.map((value) => ({ value, label: t(`import.field.${value}`) })),
    { value: 'variant', label: t('import.field.variant') },
    ...Object.entries(schema.properties ?? {}).map(([name, { title }]) => ({
      value: `detail.${name}` as const,
      label: said(title) || plainWords(name),
    })),
  ]
  return (
    <ul className={css.columns}>
      {headers.map((header, at) => (
        <li key={`${header} ${at}`}>
          <NativeSelect
            label={header === '' ? t('import.nameless', { number: at + 1 }) : header}
            description={rows
              .slice(0, samplesMax)
              .map(({ cells }) => cells[at] ?? '')
              .filter((cell) => cell !== '')
              .join(' · ')
              .slice(0, 60)}
            value={meanings[at] ?? 'skip'}
            onChange={(event) => {
              const chosen = fields.find(({ value }) => value === event.currentTarget.value)?.value ?? 'skip'
              onChange(meanings.map((old, index) => (index === at ? chosen : old)))
            }}
            data={fields}
          />
        </li>
      ))}
    </ul>
  )
}
