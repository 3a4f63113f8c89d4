/** Figures as people read them: one table of a run, and what is the same figure in two runs. */
import type { Figure } from './machine.ts'

/** Conditions, and what a figure is called: everything else in a line is a figure or says under what it was taken. */
const conditionNames = new Set(['at', 'commit', 'cpus', 'cpu', 'load1', 'node'])
/** What says under which circumstances, rather than how much. */
const circumstanceNames = [
  'name',
  'case',
  'path',
  'clients',
  'conditions',
  'size',
  'offers',
  'orders',
  'rows',
  'trees',
  'columns',
]
/** The first of these that a line has is its headline. */
const headlineNames = [
  'perSecond', 'value', 'pgRatio', 'rowTreesPerMs', 'rowColumnTreesPerUs', 'msPerRow', 'medianMs', 'appMb', 'p50Ms', 'performance',
] as const // prettier-ignore

/** The lines of JSON in what a bench printed. */
export function figuresIn(output: string): Figure[] {
  const lines = output.split('\n').filter((line) => line.startsWith('{"bench":'))
  return lines.map((line): Figure => JSON.parse(line))
}

/** Names a figure over runs: the bench and its circumstances. */
export function keyOf(figure: Figure): string {
  const circumstances = circumstanceNames.flatMap((name) => {
    const value = figure[name]
    return value === undefined || name === 'orders' ? [] : [String(value)]
  })
  return [figure.bench, ...circumstances].join(', ')
}

/** The figure by which runs are compared; `undefined` when a line has none. */
export function headlineOf(figure: Figure): { name: string; value: number } | undefined {
  const name = headlineNames.find((each) => typeof figure[each] === 'number')
  return name === undefined ? undefined : { name, value: Number(figure[name]) }
}

/** True when less of it is better. */
export function isCost(figure: Figure): boolean {
  const headline = headlineOf(figure)?.name ?? ''
  if (headline === 'value') return !String(figure['unit']).includes('/s')
  return /(Ms|Mb|Us|Ratio|msPerRow)$/.test(headline)
}

const shown = (value: unknown): string =>
  typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 }) : String(value)

/** All figures of a run, one a row, with the load of the machine when each was taken. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const headline = headlineOf(figure)
    const unit = headline?.name === 'value' ? String(figure['unit'] ?? '') : (headline?.name ?? '')
    return [
      keyOf(figure),
      shown(headline?.value ?? ''),
      unit,
      restOf(figure, headline?.name),
      shown(figure['load1'] ?? ''),
    ]
  })
  return render(['bench', 'figure', 'unit', 'more', 'load'], rows)
}

function restOf(figure: Figure, headline: string | undefined): string {
  const left = Object.entries(figure).filter(
    ([name]) =>
      name !== 'bench' && name !== 'unit' && name !== headline && !conditionNames.has(name) && !isCircumstance(name),
  )
  return left.map(([name, value]) => `${name} ${shown(value)}`).join(', ')
}

const isCircumstance = (name: string): boolean => name !== 'orders' && circumstanceNames.includes(name)

/** Columns as wide as what stands in them; numbers to the right. */
export function render(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)))
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (/^[\d.,+-]+%?$/.test(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd() // prettier-ignore
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
