/** Default of 30,000 credit-card holders (UCI 350). */
import { matrixOf } from '../../src/modules/learners/trees/index.ts'
import { creditRows } from '../credit.ts'
import { readTable } from '../csv.ts'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'

/** What the law forbids to weigh, or what would stand in for it. */
const PROTECTED = ['SEX', 'MARRIAGE', 'AGE']
const MONTHS = [1, 2, 3, 4, 5, 6]
/** Status columns of the six months; the file skips the number 1. */
const STATUS = ['PAY_0', 'PAY_2', 'PAY_3', 'PAY_4', 'PAY_5', 'PAY_6']

interface Feature {
  name: string
  monotone: -1 | 0 | 1
  of(row: number): number
}

/** AUC against the scorecard, and defaults at equal approval. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const table = readTable(datasetFile(datasets, 'credit-taiwan-default', 'UCI_Credit_Card.csv'))
  const labels = table.numbers('Default')
  const columns = table.columns.filter((name) => !['ID', 'Default', ...PROTECTED].includes(name))
  const read = Object.fromEntries(columns.map((name) => [name, table.numbers(name)]))
  const features = featuresOf(read)
  const rows = Array.from(labels, (_, i) => features.map((feature) => feature.of(i)))
  yield* creditRows({
    name: 'credit-taiwan-default',
    data: {
      features: matrixOf(rows),
      names: features.map((feature) => feature.name),
      monotone: features.map((feature) => feature.monotone),
      labels,
      attributes: matrixOf(Array.from(labels, (_, i) => columns.map((name) => read[name]![i]!))),
      plan: columns.map((name) => ({ name, kind: name === 'EDUCATION' ? 'category' : 'number' })),
    },
    repeats: 1,
    innerFolds: 1,
    bars: { scorecard: 0.7732, boosting: 0.7835 },
    features: `${columns.length} raw columns and ${features.length - columns.length} derived; without ${PROTECTED.join(', ')}`,
  })
}

/** Raw columns, and what a credit officer would work out from them. */
function featuresOf(read: Readonly<Record<string, Float64Array>>): Feature[] {
  const limit = read['LIMIT_BAL']!
  const statuses = STATUS.map((name) => read[name]!)
  const bills = MONTHS.map((month) => read[`BILL_AMT${month}`]!)
  const paid = MONTHS.map((month) => read[`PAY_AMT${month}`]!)
  const sumAt = (columns: readonly Float64Array[], row: number) =>
    columns.reduce((sum, column) => sum + column[row]!, 0)
  const raw = Object.entries(read).map(([name, column]): Feature => ({
    name,
    monotone: signOf(name),
    of: (row) => column[row]!,
  }))
  return [
    ...raw,
    ...MONTHS.map((month): Feature => ({
      name: `utilisation ${month}`,
      monotone: 0,
      of: (row) => bills[month - 1]![row]! / limit[row]!,
    })),
    ...MONTHS.slice(0, 5).map((month): Feature => ({
      name: `share of bill ${month + 1} paid`,
      monotone: -1,
      of: (row) => (bills[month]![row]! > 0 ? paid[month - 1]![row]! / bills[month]![row]! : NaN),
    })),
    { name: 'longest delay', monotone: 1, of: (row) => Math.max(...statuses.map((status) => status[row]!)) },
    { name: 'months late', monotone: 1, of: (row) => statuses.filter((status) => status[row]! > 0).length },
    {
      name: 'sum of delays',
      monotone: 1,
      of: (row) => statuses.reduce((sum, status) => sum + Math.max(0, status[row]!), 0),
    },
    { name: 'paid in all / limit', monotone: -1, of: (row) => sumAt(paid, row) / limit[row]! },
    { name: 'mean utilisation', monotone: 0, of: (row) => sumAt(bills, row) / 6 / limit[row]! },
    { name: 'growth of debt / limit', monotone: 0, of: (row) => (bills[0]![row]! - bills[5]![row]!) / limit[row]! },
    { name: 'least paid', monotone: -1, of: (row) => Math.min(...paid.map((amounts) => amounts[row]!)) },
    { name: 'limit left', monotone: 0, of: (row) => limit[row]! - bills[0]![row]! },
  ]
}

/** Longer delays may only raise the risk; a higher limit and higher payments may only lower it. */
function signOf(name: string): -1 | 0 | 1 {
  if (name === 'LIMIT_BAL' || name.startsWith('PAY_AMT')) return -1
  return name.startsWith('PAY_') ? 1 : 0
}
