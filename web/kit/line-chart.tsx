import type { ReactNode } from 'react'
import { bandPath, type ChartPoint, dotsPath, linePath, placeOn, type Scale, scaleOf } from './chart-scale.ts'
import { ChartTable } from './chart-table.tsx'
import css from './chart.module.css'

/** A line with its name. Lines differ by colour and by dashes. */
export type ChartLine = { readonly name: string; readonly points: readonly ChartPoint[] }

/** Something that happened, drawn across the chart. */
export type ChartMark = { readonly x: number; readonly text: string }

type Props = {
  /** What is shown, for those who listen. */
  label: string
  lines: readonly ChartLine[]
  sayX: (x: number) => string
  sayY: (y: number) => string
  /** What the summary of the table behind the chart says, and what its first column is called. */
  words: { asTable: string; x: string }
  marks?: readonly ChartMark[]
  /** Begins at zero, as amounts must; shares and values may begin where they lie. */
  from0?: boolean
  /** What the chart spans, where that is more than its points. */
  span?: { readonly from: number; readonly to: number }
}

/** Lines over time, each with the interval around it, where there is one; the same as a table for those who listen. */
export function LineChart({ label, lines, sayX, sayY, words, marks = [], from0 = false, span }: Props): ReactNode {
  const points = lines.flatMap((line) => line.points)
  const y = scaleOf(points.flatMap(heightsOf), { from0 })
  const xs = points.map((point) => point.x)
  const x = span ?? { from: Math.min(...xs), to: Math.max(...xs) }
  if (points.length === 0) return null
  return (
    <figure className={css.figure} aria-label={label}>
      {lines.length > 1 && <Legend names={lines.map(({ name }) => name)} />}
      <div className={css.frame}>
        <Heights scale={y} say={sayY} />
        <div className={css.ground}>
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" className={css.drawing} aria-hidden>
            {y.ticks.map((tick) => (
              <path key={tick} d={`M0 ${100 - placeOn(y, tick)}H100`} className={css.grid} />
            ))}
            {lines.map(({ name, points: of }, index) => (
              <path key={name} d={bandPath(of, { x, y })} className={css.band} data-line={index % kinds} />
            ))}
            {marks.map((mark) => (
              <path key={`${mark.x} ${mark.text}`} d={`M${placeOn(x, mark.x)} 0V100`} className={css.mark} />
            ))}
            {lines.map(({ name, points: of }, index) => (
              <path key={name} d={linePath(of, { x, y })} className={css.line} data-line={index % kinds} />
            ))}
            {lines.map(({ name, points: of }, index) => (
              <path
                key={name}
                d={dotsPath(of, { x, y })}
                className={`${css.line} ${css.dot}`}
                data-line={index % kinds}
              />
            ))}
          </svg>
          {marks.map((mark) => (
            <span
              key={`${mark.x} ${mark.text}`}
              className={css.said}
              data-end={placeOn(x, mark.x) > 60}
              style={{ insetInlineStart: `${placeOn(x, mark.x)}%` }}
              aria-hidden
            >
              {mark.text}
            </span>
          ))}
        </div>
        <div className={css.times} aria-hidden>
          <span>{sayX(x.from)}</span>
          {x.to > x.from && <span>{sayX(x.to)}</span>}
        </div>
      </div>
      <ChartTable lines={lines} marks={marks} sayX={sayX} sayY={sayY} words={words} />
    </figure>
  )
}

/** As many as can be told apart. */
const kinds = 4

function heightsOf({ y, low, high }: ChartPoint): number[] {
  return [y, low, high].filter((one) => typeof one === 'number')
}

function Heights({ scale, say }: { scale: Scale; say: (y: number) => string }): ReactNode {
  return (
    <div className={css.heights} aria-hidden>
      {scale.ticks.map((tick) => (
        <span key={tick} style={{ insetBlockEnd: `${placeOn(scale, tick)}%` }}>
          {say(tick)}
        </span>
      ))}
    </div>
  )
}

function Legend({ names }: { names: readonly string[] }): ReactNode {
  return (
    <ul className={css.legend} aria-hidden>
      {names.map((name, index) => (
        <li key={name}>
          <svg viewBox="0 0 24 8" className={css.sample}>
            <path d="M1 4H23" className={css.line} data-line={index % kinds} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}
