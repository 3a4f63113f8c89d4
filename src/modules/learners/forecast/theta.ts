/**
 * The theta method: Assimakopoulos and Nikolopoulos, International Journal of Forecasting 2000, with two lines: the
 * regression line (θ = 0) and the series with its curvature doubled (θ = 2), which is smoothed exponentially; the
 * forecast is their mean. The season is taken out before and put back after.
 */
import { goldenSection } from '../base/golden-section.ts'
import { adjust, isSeasonal, seasonOf } from './decomposition.ts'
import { type Forecaster, type History, requireHistory, requirePeriods } from './series.ts'

/** The theta method for a series with one period. */
export function theta(period: number): Forecaster {
  requirePeriods([period], 'theta')
  return (history, horizon) => {
    requireHistory(history, horizon, { what: 'theta', least: 2 })
    if (!isSeasonal(history, period)) return plainTheta(history, horizon)
    const season = seasonOf(history, period)
    const level = plainTheta(adjust(history, season, { start: 0, sign: 1 }), horizon)
    return adjust(level, season, { start: history.length, sign: -1 })
  }
}

function plainTheta(history: History, horizon: number): Float64Array {
  const { slope, intercept } = trendOf(history)
  const curved = history.map((value, at) => 2 * value - (intercept + slope * at))
  const { level } = smoothSimply(curved)
  return Float64Array.from({ length: horizon }, (_, step) => {
    const line = intercept + slope * (history.length + step)
    return (line + level) / 2
  })
}

/** Least-squares line through a series, over the positions 0, 1, … */
export function trendOf(history: History): { slope: number; intercept: number } {
  const count = history.length
  const middle = (count - 1) / 2
  const mean = history.reduce((sum, value) => sum + value, 0) / count
  let product = 0
  let square = 0
  for (const [at, value] of history.entries()) {
    product += (at - middle) * (value - mean)
    square += (at - middle) ** 2
  }
  const slope = square === 0 ? 0 : product / square
  return { slope, intercept: mean - slope * middle }
}

const GRID = 20

/**
 * Simple exponential smoothing from the first value on, with the weight of the newest value that has the least squared
 * error one step ahead.
 */
export function smoothSimply(values: Float64Array): { level: number; alpha: number } {
  const run = (alpha: number): { level: number; loss: number } => {
    let level = values[0]!
    let loss = 0
    for (const value of values) {
      loss += (value - level) ** 2
      level += alpha * (value - level)
    }
    return { level, loss }
  }
  const loss = (alpha: number): number => run(alpha).loss
  // The loss may have several valleys: golden section starts from the deepest point of a coarse grid.
  let best = 0
  for (let at = 1; at <= GRID; at += 1) if (loss(at / GRID) < loss(best / GRID)) best = at
  const alpha = goldenSection(loss, [Math.max(0, best - 1) / GRID, Math.min(GRID, best + 1) / GRID], 1e-5)
  return { level: run(alpha).level, alpha }
}
