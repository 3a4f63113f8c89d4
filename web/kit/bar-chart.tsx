import type { ReactNode } from 'react'
import { placeOn, scaleOf } from './chart-scale.ts'
import { ChartTable } from './chart-table.tsx'
import css from './chart.module.css'

/** One bar: parts on top of each other, in the order of their names. */
export type Bar = { readonly x: number; readonly parts: readonly number[] }

type Props = {
  label: string
  /** What the parts of each bar are, from the ground up. */
  names: readonly string[]
  bars: readonly Bar[]
  sayX: (x: number) => string
  sayY: (y: number) => string
  words: { asTable: string; x: string }
}

/** Amounts over time, each in its parts; the same as a table for those who listen. */
export function BarChart({ label, names, bars, sayX, sayY, words }: Props): ReactNode {
  if (bars.length === 0) return null
  const totals = bars.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0))
  const scale = scaleOf(totals, { from0: true })
  const lines = names.map((name, index) => ({
    name,
    points: bars.map(({ x, parts }) => ({ x, y: parts[index] ?? 0 })),
  }))
  return (
    <figure className={css.figure} aria-label={label}>
      <ul className={css.legend} aria-hidden>
        {names.map((name, index) => (
          <li key={name}>
            <span className={css.swatch} data-part={index} />
            {name}
          </li>
        ))}
      </ul>
      <div className={css.frame}>
        <div className={css.heights} aria-hidden>
          {scale.ticks.map((tick) => (
            <span key={tick} style={{ insetBlockEnd: `${placeOn(scale, tick)}%` }}>
              {sayY(tick)}
            </span>
          ))}
        </div>
        <div className={css.ground} aria-hidden>
          <div className={css.bars}>
            {bars.map(({ x, parts }) => (
              <span key={x} className={css.stack} title={sayX(x)}>
                {parts.map((part, index) => (
                  <span key={names[index]} data-part={index} style={{ height: `${placeOn(scale, part)}%` }} />
                ))}
              </span>
            ))}
          </div>
        </div>
        <div className={css.times} aria-hidden>
          <span>{sayX(bars[0]!.x)}</span>
          {bars.length > 1 && <span>{sayX(bars.at(-1)!.x)}</span>}
        </div>
      </div>
      <ChartTable lines={lines} marks={[]} sayX={sayX} sayY={sayY} words={words} />
    </figure>
  )
}
