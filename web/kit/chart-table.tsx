import type { ReactNode } from 'react'
import type { ChartLine, ChartMark } from './line-chart.tsx'
import css from './chart.module.css'

type Props = {
  lines: readonly ChartLine[]
  marks: readonly ChartMark[]
  sayX: (x: number) => string
  sayY: (y: number) => string
  words: { asTable: string; x: string }
}

/** The numbers of a chart, for those who listen and for those who want them exactly. */
export function ChartTable({ lines, marks, sayX, sayY, words }: Props): ReactNode {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted((one, other) => one - other)
  const rows = lines.map(({ points }) => new Map(points.map((point) => [point.x, point])))
  const cell = (line: number, x: number): string => {
    const point = rows[line]?.get(x)
    if (point === undefined || point.y === null) return '–'
    const { y, low, high } = point
    return typeof low === 'number' && typeof high === 'number' ? `${sayY(y)} (${sayY(low)} – ${sayY(high)})` : sayY(y)
  }
  return (
    <details className={css.behind}>
      <summary>{words.asTable}</summary>
      <div className={css.numbers}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.x}</th>
              {lines.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {xs.map((x) => (
              <tr key={x}>
                <th scope="row">{sayX(x)}</th>
                {lines.map(({ name }, line) => (
                  <td key={name}>{cell(line, x)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {marks.length > 0 && (
          <ul>
            {marks.map(({ x, text }) => (
              <li key={`${x} ${text}`}>
                {sayX(x)}: {text}
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  )
}
