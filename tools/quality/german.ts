/** Credit risk of 1,000 borrowers (UCI Statlog German credit). */
import { readFileSync } from 'node:fs'
import { matrixOf } from '../../src/modules/learners/trees/index.ts'
import { creditRows } from '../credit.ts'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'

interface Feature {
  name: string
  monotone: -1 | 0 | 1
  of(cells: readonly string[]): number
}

/** Names of the 20 attributes in file order. */
const NAMES = [
  'checking account', 'months', 'credit history', 'purpose', 'amount', 'savings', 'employed since', 'instalment rate',
  'personal status and sex', 'other debtors', 'resident since', 'property', 'age', 'other instalment plans', 'housing',
  'credits here', 'job', 'dependants', 'telephone', 'foreign worker',
] // oxfmt-ignore
const NUMERIC = ['months', 'amount', 'instalment rate', 'resident since', 'age', 'credits here', 'dependants']
/** What the law forbids to weigh, or what would stand in for it. */
const PROTECTED = ['personal status and sex', 'age', 'foreign worker']
/** Codes with an order of their own; better for the lender the higher. "Unknown" savings are missing. */
const ORDERED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'checking account': { A11: 0, A12: 1, A13: 2, A14: 3 },
  savings: { A61: 0, A62: 1, A63: 2, A64: 3, A65: Number.NaN },
  'employed since': { A71: 0, A72: 1, A73: 2, A74: 3, A75: 4 },
  property: { A124: 0, A123: 1, A122: 2, A121: 3 },
}
const RISING = ['months', 'instalment rate']

/** AUC against the scorecard, and defaults at equal approval. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const path = datasetFile(datasets, 'credit-german', 'german.data')
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells.length > 1)
  if (lines.length !== 1000 || lines.some((cells) => cells.length !== 21))
    throw new Error(`${path}: not 1,000 rows of 21`)
  const used = NAMES.filter((name) => !PROTECTED.includes(name))
  const features = used.flatMap((name) => featuresOf(name, lines))
  features.push({ name: 'amount a month', monotone: 0, of: (cells) => Number(cells[4]) / Number(cells[1]) })
  yield* creditRows({
    name: 'credit-german',
    data: {
      features: matrixOf(lines.map((cells) => features.map((feature) => feature.of(cells)))),
      names: features.map((feature) => feature.name),
      monotone: features.map((feature) => feature.monotone),
      labels: Float64Array.from(lines, (cells) => (cells[20] === '2' ? 1 : 0)),
      attributes: matrixOf(lines.map((cells) => used.map((name) => codeOf(name, cells)))),
      plan: used.map((name) => ({ name, kind: NUMERIC.includes(name) ? 'number' : 'category' })),
    },
    repeats: 5,
    innerFolds: 4,
    bars: { scorecard: 0.7856, boosting: 0.7898 },
    features: `${used.length} attributes, amount a month derived; without ${PROTECTED.join(', ')}`,
  })
}

function featuresOf(name: string, lines: readonly (readonly string[])[]): Feature[] {
  const at = NAMES.indexOf(name)
  if (NUMERIC.includes(name)) {
    return [{ name, monotone: RISING.includes(name) ? 1 : 0, of: (cells) => Number(cells[at]) }]
  }
  const order = ORDERED[name]
  if (order !== undefined) return [{ name, monotone: -1, of: (cells) => order[cells[at]!]! }]
  const codes = [...new Set(lines.map((cells) => cells[at]!))].sort()
  const asked = codes.length === 2 ? codes.slice(1) : codes
  return asked.map((code) => ({ name: `${name} ${code}`, monotone: 0, of: (cells) => (cells[at] === code ? 1 : 0) }))
}

/** The number in a cell, or the number of its category: A143 is 143. */
function codeOf(name: string, cells: readonly string[]): number {
  return Number(cells[NAMES.indexOf(name)]!.replace('A', ''))
}
