/** Where things lie in a chart: a hundred units wide and high, stretched to whatever room there is. */

/** A point of a line; without a height the line breaks there. `low` and `high` are the interval around it. */
export type ChartPoint = {
  readonly x: number
  readonly y: number | null
  readonly low?: number | null
  readonly high?: number | null
}

/** What an axis spans, and the round numbers at which it is labelled. */
export type Scale = { readonly from: number; readonly to: number; readonly ticks: readonly number[] }

/** Steps that people count in. */
const steps = [1, 2, 2.5, 5, 10]

/** The least range of round numbers that holds all values, with about `count` of them to label. */
export function scaleOf(values: readonly number[], { count = 4, from0 = false } = {}): Scale {
  const finite = values.filter((value) => Number.isFinite(value))
  if (finite.length === 0) return { from: 0, to: 1, ticks: [0, 1] }
  const [least, most] = spanOf(from0 ? [0, ...finite] : finite, from0)
  const step = niceStep((most - least) / count)
  const first = Math.floor(least / step + slack)
  const last = Math.ceil(most / step - slack)
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => rounded((first + index) * step))
  return { from: ticks[0]!, to: ticks.at(-1)!, ticks }
}

/** Equal values get room on both sides, so that they lie in the middle; amounts stand on the ground. */
function spanOf(values: readonly number[], from0: boolean): readonly [least: number, most: number] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (most > least) return [least, most]
  const room = Math.abs(most) / 2 || 0.5
  return from0 ? [0, 1] : [least - room, most + room]
}

/** A value that is a round number but for the last bits is one. */
const slack = 1e-9

function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  return power * (steps.find((step) => step * power >= wanted * (1 - slack)) ?? 10)
}

/** Without the dust of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(12))
}

/** Share of the way along the scale, 0 to 100. */
export function placeOn({ from, to }: Pick<Scale, 'from' | 'to'>, value: number): number {
  return to === from ? 50 : ((value - from) / (to - from)) * 100
}

type Axes = { x: Pick<Scale, 'from' | 'to'>; y: Pick<Scale, 'from' | 'to'> }

/** SVG path of a line: it breaks where there is no value, and a value that stands alone is a dot. */
export function linePath(points: readonly ChartPoint[], axes: Axes): string {
  return runsOf(points, ({ y }) => y !== null)
    .map((run) => {
      const path = run.map((point, index) => `${index === 0 ? 'M' : 'L'}${at(point.x, point.y!, axes)}`).join('')
      return run.length === 1 ? `${path}h0` : path
    })
    .join('')
}

/** SVG path of the values that stand alone, to be drawn as dots. */
export function dotsPath(points: readonly ChartPoint[], axes: Axes): string {
  return runsOf(points, ({ y }) => y !== null)
    .filter((run) => run.length === 1)
    .map(([point]) => `M${at(point!.x, point!.y!, axes)}h0`)
    .join('')
}

/** SVG path of the band between the bounds; empty where there are none. */
export function bandPath(points: readonly ChartPoint[], axes: Axes): string {
  const isBounded = ({ low, high }: ChartPoint): boolean => typeof low === 'number' && typeof high === 'number'
  return runsOf(points, isBounded)
    .map((run) => {
      const there = run.map(({ x, high }) => at(x, high!, axes))
      const back = run.toReversed().map(({ x, low }) => at(x, low!, axes))
      return `M${[...there, ...back].join('L')}Z`
    })
    .join('')
}

function at(x: number, y: number, axes: Axes): string {
  return `${short(placeOn(axes.x, x))} ${short(100 - placeOn(axes.y, y))}`
}

/** A thousandth of the width of a chart is less than a dot of the screen. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** Neighbours for which it holds. */
function runsOf<T>(items: readonly T[], holds: (item: T) => boolean): T[][] {
  const runs: T[][] = []
  let isOpen = false
  for (const item of items) {
    const isIn = holds(item)
    if (isIn && isOpen) runs.at(-1)!.push(item)
    else if (isIn) runs.push([item])
    isOpen = isIn
  }
  return runs
}
