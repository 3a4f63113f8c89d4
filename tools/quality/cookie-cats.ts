/** The retention experiment of 90,189 players: z tests, sample ratio, and what an always-valid test says of it. */
import {
  compareRates,
  mixtureTest,
  proportionTest,
  rateBelief,
  sampleRatioTest,
} from '../../src/modules/learners/experiments/index.ts'
import type { Proportion } from '../../src/modules/learners/experiments/index.ts'
import { readTable } from '../csv.ts'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'

/** Two-sided p of the pooled z test on the set's counts, computed apart with 1e-15 arithmetic (SciPy 1.17 norm.sf). */
const EXACT = { retention_7: 0.001554249975614329, retention_1: 0.07440965529691913 } as const
const PUBLISHED = { retention_7: 0.00155, retention_1: 0.0744 } as const
const LARGEST_DIFFERENCE = 1e-6

/** Rows for both retention tests and the sample ratio. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const table = readTable(datasetFile(datasets, 'ab-cookiecats', 'cookie_cats.csv'), ';')
  const version = table.column('version')
  const protocol = 'all 90,189 players as assigned; gate_40 less gate_30; nothing tuned'
  for (const metric of ['retention_7', 'retention_1'] as const) {
    const returned = table.column(metric)
    const [first, second] = ['gate_30', 'gate_40'].map((gate) => count(version, returned, gate))
    const test = proportionTest(first!, second!)
    const off = Math.abs(test.pValue - EXACT[metric])
    if (off > LARGEST_DIFFERENCE) throw new Error(`${metric}: p ${test.pValue} is ${off} off the exact formula`)
    yield {
      name: `ab-cookiecats ${metric} p`,
      figure: test.pValue,
      bars: { published: PUBLISHED[metric], exact: EXACT[metric] },
      protocol,
      notes: {
        z: test.z,
        differenceToExact: off,
        effect: [test.difference, test.low, test.high],
        ...beliefs(first!, second!),
      },
    }
  }
  const counts = ['gate_30', 'gate_40'].map((gate) => version.filter((own) => own === gate).length)
  const ratio = sampleRatioTest(counts, [1, 1])
  if (!ratio.mismatch) throw new Error(`the sample ratio ${counts.join(' : ')} must be flagged`)
  yield {
    name: 'ab-cookiecats sample ratio |z|',
    figure: Math.abs(ratio.z),
    bars: { published: 2.63 },
    protocol: 'counts of both gates against equal shares; flagged below p .01',
    notes: { flagged: ratio.mismatch, pValue: ratio.pValue, counts },
  }
}

function count(version: readonly string[], returned: readonly string[], gate: string): Proportion {
  let trials = 0
  let successes = 0
  for (let i = 0; i < version.length; i++) {
    if (version[i] !== gate) continue
    trials++
    if (returned[i] === 'TRUE') successes++
  }
  return { successes, trials }
}

function beliefs(first: Proportion, second: Proportion): Record<string, number> {
  const rates = [first, second].map(({ successes, trials }) => {
    const mean = successes / trials
    return { count: trials, mean, variance: (mean * (1 - mean) * trials) / (trials - 1) }
  })
  const compared = compareRates(rateBelief(first), rateBelief(second))
  return {
    alwaysValidP: mixtureTest(rates[0]!, rates[1]!, { tau: 0.01 }).pValue,
    chanceSecondBetter: compared.secondBetter,
    lossOfSecond: compared.lossOfSecond,
  }
}
