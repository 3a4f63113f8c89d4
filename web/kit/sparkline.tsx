import type { ReactNode } from 'react'
import { type ChartPoint, linePath, scaleOf } from './chart-scale.ts'
import css from './chart.module.css'

/** How something went lately, at a glance. Its words stand beside it, so it says nothing itself. */
export function Sparkline({ points }: { points: readonly ChartPoint[] }): ReactNode {
  const heights = points.flatMap(({ y }) => (y === null ? [] : [y]))
  if (heights.length < 2) return <span className={css.noSpark} aria-hidden />
  const xs = points.map(({ x }) => x)
  const axes = { x: { from: Math.min(...xs), to: Math.max(...xs) }, y: scaleOf(heights) }
  return (
    <svg viewBox="-2 -2 104 104" preserveAspectRatio="none" className={css.spark} aria-hidden>
      <path d={linePath(points, axes)} className={css.line} data-line={0} />
    </svg>
  )
}
