import type { ReactNode } from 'react'
import css from './data-rows.module.css'

/** Names and what belongs to them. */
export function DataRows({ rows }: { rows: readonly (readonly [string, ReactNode])[] }): ReactNode {
  return (
    <dl className={css.rows}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Amounts below each other, the last one their sum. */
export function SumRows({
  rows,
  total,
}: {
  rows: readonly (readonly [string, ReactNode])[]
  total: readonly [string, ReactNode]
}): ReactNode {
  return (
    <dl className={css.sum}>
      {rows.map(([name, value], index) => (
        <div key={`${name} ${index}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div className={css.total}>
        <dt>{total[0]}</dt>
        <dd>{total[1]}</dd>
      </div>
    </dl>
  )
}
