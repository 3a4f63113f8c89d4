/**
 * Draws docs/growth.svg from the newest lines of `growth` in results.jsonl: what a request costs, in CPU of app and
 * PostgreSQL, and how long the slowest of a hundred waits, against what the town offers and against the orders in its
 * past. All axes are logarithmic.
 *
 *   node bench/chart.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { figuresIn } from './table.ts'

type Point = { x: number; y: number }
type Series = { name: string; color: string; points: readonly Point[] }
type Panel = { title: string; unit: string; against: string; series: readonly Series[] }

const colors: Readonly<Record<string, string>> = {
  list: '#2f6f9f',
  search: '#b8431f',
  detail: '#3c7a3c',
  'my-orders': '#8a5aa8',
  orders: '#8a6d1f',
}
const [width, height] = [420, 300]
const margin = { left: 56, right: 84, top: 34, bottom: 40 }

type Cost = { cpuUs: number; p99Ms: number }
/** What a size counts, and where it stands in the conditions of a line. */
const sizes: Readonly<Record<string, RegExp>> = {
  offers: /^([\d,]+) offers$/,
  // A town without a past has those orders alone that fill its lists.
  'orders in the past': /^1,000 offers(?:, ([\d,]+) orders in the past)?$/,
}
const fewOrders = 1_280

/** Newest figure of each kind of request and size. */
function newest(against: string): Map<string, Map<number, Cost>> {
  const lines = figuresIn(readFileSync(path.join(import.meta.dirname, 'results.jsonl'), 'utf8'))
  const found = new Map<string, Map<number, Cost>>()
  for (const line of lines) {
    const match = sizes[against]!.exec(String(line['conditions']))
    if (!line.bench.startsWith('growth-') || match === null) continue
    const name = line.bench.slice('growth-'.length)
    const bySize = found.get(name) ?? new Map<number, Cost>()
    const cpuUs = Number(line['appUs']) + Number(line['pgUs'])
    bySize.set(Number(match[1]?.replaceAll(',', '') ?? fewOrders), { cpuUs, p99Ms: Number(line['p99Ms']) })
    found.set(name, bySize)
  }
  return found
}

function panel({ title, unit, against, series }: Panel, index: number): string {
  const points = series.flatMap((each) => each.points)
  const x = scale(points.map((point) => point.x), [margin.left, width - margin.right]) // prettier-ignore
  const y = scale(points.map((point) => point.y), [height - margin.bottom, margin.top]) // prettier-ignore
  const lines = series.map((each) => {
    const sorted = each.points.toSorted((one, other) => one.x - other.x)
    const drawn = sorted.map((point) => `${x.at(point.x).toFixed(1)},${y.at(point.y).toFixed(1)}`).join(' ')
    const last = sorted.at(-1)!
    return `<polyline fill="none" stroke="${each.color}" stroke-width="2" points="${drawn}"/>
    <text x="${x.at(last.x) + 6}" y="${y.at(last.y) + 4}" fill="${each.color}">${each.name}</text>`
  })
  const rows = y.ticks.map((tick) => {
    const at = y.at(tick)
    return `<line x1="${margin.left}" x2="${width - margin.right}" y1="${at}" y2="${at}" stroke="#8884"/>
    <text x="${margin.left - 6}" y="${at + 4}" text-anchor="end" class="t">${tick.toLocaleString('en')}</text>`
  })
  const columns = x.ticks.map(
    (tick) => `<text x="${x.at(tick)}" y="${height - margin.bottom + 18}" text-anchor="middle" class="t">${tick.toLocaleString('en', { notation: 'compact' })}</text>`,
  ) // prettier-ignore
  return `<g transform="translate(${(index % 2) * width},${Math.floor(index / 2) * height})">
    <text x="${margin.left}" y="18" class="h">${title}, ${unit}</text>
    ${[...rows, ...columns, ...lines].join('\n    ')}
    <text x="${(margin.left + width - margin.right) / 2}" y="${height - 6}" text-anchor="middle" class="t">${against}</text>
  </g>`
}

/** Logarithmic; ticks at powers of ten. */
function scale(
  values: readonly number[],
  [from, to]: readonly [number, number],
): { at: (v: number) => number; ticks: number[] } {
  // A hair above a power of ten is on it.
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)) - 0.01)]
  const at = (value: number): number => from + ((Math.log10(value) - low) / Math.max(1, high - low)) * (to - from)
  return { at, ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)) }
}

function seriesOf(against: string, of: (cost: Cost) => number): Series[] {
  return [...newest(against)].map(([name, bySize]) => ({
    name,
    color: colors[name] ?? '#555',
    points: [...bySize].map(([x, cost]) => ({ x, y: of(cost) })),
  }))
}

const panels: readonly Panel[] = Object.keys(sizes).flatMap((against) => [
  {
    title: 'CPU of app and PostgreSQL a request',
    unit: 'µs',
    against,
    series: seriesOf(against, ({ cpuUs }) => cpuUs),
  },
  { title: 'Slowest of a hundred, 64 clients', unit: 'ms', against, series: seriesOf(against, ({ p99Ms }) => p99Ms) },
])
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * width} ${2 * height}" role="img"
  aria-label="Cost and waiting time of requests against offers and past orders" font-family="sans-serif" font-size="11">
  <style>.t{fill:#777}.h{fill:#777;font-size:13px;font-weight:bold}</style>
  ${panels.map(panel).join('\n  ')}
</svg>
`
writeFileSync(path.join(import.meta.dirname, '..', 'docs', 'growth.svg'), svg)
