/**
 * Measures the learners on public data: `npm run quality -- NAME…`, or every measurement when no name is given.
 * Each NAME is a file of tools/quality and runs in a process of its own, so that its peak memory is its own. Standard
 * output carries one JSON object a row. Exits with 1 when a measurement fails, 2 when a data set is missing.
 */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MissingDataset } from './datasets.ts'

/** One measured figure, with all that is needed to judge it. */
export type Row = {
  /** Data set and metric: "search-chorus nDCG@10". */
  name: string
  figure: number
  /** 95 % interval, when the figure is a mean over a sample. */
  interval?: readonly [low: number, high: number]
  /** Figures of simple and best known methods on the same protocol, by name. */
  bars: Readonly<Record<string, number>>
  /** What we set out to reach. */
  aim?: number
  /** Set for errors and times, where the aim is a ceiling. */
  lowerIsBetter?: boolean
  /** Split, what was tuned on what, sample sizes: one or two sentences. */
  protocol: string
  /** Further figures worth printing: times, chosen settings, paired differences. */
  notes?: Readonly<Record<string, unknown>>
}

/** What a file of tools/quality exports. */
export type Measurement = { run(datasets: string): AsyncIterable<Row> | Promise<Row> }

const FAILED = 1
const MISSING = 2
const folder = join(import.meta.dirname, 'quality')

/** The measurements there are, by name. */
export function measurementNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}

/** One row as it is printed. */
export function rowLine(row: Row, usage: { seconds: number; peakMemoryMb: number }): string {
  for (const [name, value] of Object.entries({ figure: row.figure, ...row.bars })) {
    if (!Number.isFinite(value)) throw new RangeError(`${row.name}: ${name} is ${value}`)
  }
  const { lowerIsBetter = false, ...rest } = row
  const met = row.aim === undefined ? {} : { aimMet: lowerIsBetter ? row.figure <= row.aim : row.figure >= row.aim }
  return JSON.stringify({ ...rest, ...met, ...usage }, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value,
  )
}

async function* rowsOf(measurement: Measurement, datasets: string): AsyncGenerator<Row> {
  const answer = measurement.run(datasets)
  if (answer instanceof Promise) yield await answer
  else yield* answer
}

async function measureHere(name: string, datasets: string): Promise<number> {
  // A dynamic import has no type of its own; the file is ours and this is its contract.
  const measurement = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as Measurement
  let from = performance.now()
  try {
    for await (const row of rowsOf(measurement, datasets)) {
      const seconds = (performance.now() - from) / 1000
      console.log(rowLine(row, { seconds, peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
      from = performance.now()
    }
    return 0
  } catch (error) {
    if (!(error instanceof MissingDataset)) throw error
    console.error(`${name}: ${error.message}`)
    return MISSING
  }
}

function measureApart(name: string): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [import.meta.filename, '--here', name], { stdio: 'inherit' })
    child.on('error', fail)
    child.on('exit', (code) => done(code ?? FAILED))
  })
}

async function main(words: string[]): Promise<number> {
  const here = words[0] === '--here'
  const asked = here ? words.slice(1) : words
  const known = measurementNames()
  const unknown = asked.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    console.error(`no measurement named ${unknown.join(', ')}; there are ${known.join(', ')}`)
    return FAILED
  }
  const datasets = process.env['LAKESIDE_DATASETS']
  if (datasets === undefined || datasets === '') {
    console.error('LAKESIDE_DATASETS must name the folder that holds the data sets; docs/data.md lists them')
    return MISSING
  }
  let worst = 0
  for (const name of asked.length > 0 ? asked : known) {
    worst = Math.max(worst, here ? await measureHere(name, resolve(datasets)) : await measureApart(name))
  }
  return worst
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
