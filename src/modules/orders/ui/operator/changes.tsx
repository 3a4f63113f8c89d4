import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, RowsTable } from '#kit/rows-table'
import css from './businesses.module.css'
import type { Difference } from './differences.ts'

/** More of a value is not shown in a table. */
const shownMax = 160

/** What a text changes, place by place. */
export function Changes({ items }: { items: readonly Difference[] }): ReactNode {
  const { t } = useTranslation('operator')
  const columns = useColumns()
  if (items.length === 0) return <p>{t('manifest.same')}</p>
  return (
    <RowsTable<Difference>
      label={t('manifest.changes')}
      rows={items}
      keyOf={({ pointer }) => pointer}
      columns={columns}
    />
  )
}

function useColumns(): Column<Difference>[] {
  const { t } = useTranslation('operator')
  return [
    { key: 'place', title: t('manifest.place'), kind: 'head', cell: ({ pointer }) => <code>{pointer}</code> },
    { key: 'kind', title: t('manifest.kind'), cell: ({ kind }) => t(`manifest.${kind}`) },
    { key: 'before', title: t('manifest.before'), cell: ({ before }) => <Value value={before} /> },
    { key: 'after', title: t('manifest.after'), cell: ({ after }) => <Value value={after} /> },
  ]
}

function Value({ value }: { value: unknown }): ReactNode {
  const text = value === undefined ? '–' : JSON.stringify(value)
  return <span className={css.value}>{text.length > shownMax ? `${text.slice(0, shownMax)}…` : text}</span>
}
