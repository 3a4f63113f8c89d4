import type { ReactNode } from 'react'
import css from './rows-table.module.css'

/** A column of a table; `head` stands first and alone on a telephone, where each row is a card. */
export type Column<Row> = {
  key: string
  title: string
  cell: (row: Row) => ReactNode
  kind?: 'head' | 'number'
}

/** Ticking rows, so that one thing can be done with many. */
export type Ticks<Row> = {
  ticked: ReadonlySet<string>
  onTick: (ticked: ReadonlySet<string>) => void
  /** What a row's tick is called. */
  label: (row: Row) => string
  /** What the tick of all is called. */
  allLabel: string
}

/** What a table needs. */
export type TableProps<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  ticks?: Ticks<Row>
}

/** Rows and columns; on a narrow screen a card each. */
export function RowsTable<Row>({ label, columns, rows, keyOf, ticks }: TableProps<Row>): ReactNode {
  return (
    <table className={css.table} aria-label={label} data-ticks={ticks !== undefined}>
      <thead>
        <tr>
          {ticks !== undefined && (
            <th scope="col" className={css.tick}>
              <TickAll ticks={ticks} keys={rows.map(keyOf)} />
            </th>
          )}
          {columns.map(({ key, title, kind }) => (
            <th key={key} scope="col" className={kind === 'number' ? css.number : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} data-selected={ticks?.ticked.has(keyOf(row))}>
            {ticks !== undefined && (
              <td className={css.tick}>
                <TickOne ticks={ticks} id={keyOf(row)} label={ticks.label(row)} />
              </td>
            )}
            {columns.map(({ key, title, cell, kind }) => (
              <td key={key} data-title={title} className={kind === undefined ? undefined : css[kind]}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function TickAll<Row>({ ticks: { ticked, onTick, allLabel }, keys }: { ticks: Ticks<Row>; keys: string[] }): ReactNode {
  return (
    <input
      type="checkbox"
      aria-label={allLabel}
      checked={keys.length > 0 && keys.every((key) => ticked.has(key))}
      onChange={(event) => onTick(new Set(event.currentTarget.checked ? keys : []))}
    />
  )
}

type OneProps<Row> = { ticks: Ticks<Row>; id: string; label: string }

function TickOne<Row>({ ticks: { ticked, onTick }, id, label }: OneProps<Row>): ReactNode {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={ticked.has(id)}
      onChange={(event) => {
        const others = [...ticked].filter((one) => one !== id)
        onTick(new Set(event.currentTarget.checked ? [...others, id] : others))
      }}
    />
  )
}
