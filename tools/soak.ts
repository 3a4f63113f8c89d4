/**
 * The long rest of the tests, which take minutes and look for what is rare: `npm run soak -- kills [--short]`.
 *
 *   kills   strikes a town of two processes, its database server and the wire between them under load, on both paths
 *           of the engine, and compares the books with what clients were told
 *   shoppers  recommends to shoppers of ten worlds that no policy was made with
 *   disk    fills the disk of the database server under load, five times (root on Linux)
 *   experiments   200 tests of nothing, looked at every day: how many are called significant
 *   fraud-hold  the rule and the trees at checkout on the same orders of twenty towns, and of twenty without fraud
 *   loops  guards of loops over two weeks of twenty worlds: false alarms, and how long a change goes unseen
 *   decisions  judges a policy by the log of another, 200 times, and compares with what it is truly worth
 */
import { soakExperiments } from './soak-experiments.ts'
import { soakDecisions } from './soak-decisions.ts'
import { soakFraudHold } from './soak-fraud-hold.ts'
import { soakLoops } from './soak-loops.ts'
import { soakShoppers } from '../simulator/shoppers/soak.ts'
import { fillDisk } from './storm-disk.ts'
import type { Fault } from './storm-faults.ts'
import { type Report, type Storm, storm } from './storm.ts'

const long: Record<Fault, number> = {
  'kill-engine': 9, 'kill-web': 8, 'kill-postgres': 9,
  'cut-connections': 4, 'swallow-commit': 6, 'stall-network': 3, 'freeze-engine': 4, 'leap-clock': 3,
} // prettier-ignore

const short: Record<Fault, number> = {
  'kill-engine': 1, 'kill-web': 1, 'kill-postgres': 1,
  'cut-connections': 1, 'swallow-commit': 1, 'stall-network': 0, 'freeze-engine': 0, 'leap-clock': 1,
} // prettier-ignore

function stormOn(enginePath: Storm['enginePath'], isShort: boolean): Storm {
  const much = isShort
    ? { strikes: short, answersMin: 2_000, scarceStock: 50 }
    : { strikes: long, answersMin: 20_000, scarceStock: 500 }
  return { enginePath, clients: 64, seed: `storm-${enginePath}`, ...much }
}

function print({ gapsMs, faults, seconds, ...figures }: Report, enginePath: string): void {
  console.log(`\nthe ${enginePath} path`)
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(16)} ${value}`)
  for (const [name, gaps] of Object.entries(gapsMs))
    if (gaps.length > 0) console.log(`${name.padEnd(16)} ${range(gaps)}`)
  console.log(`seconds          ${seconds}`)
  for (const fault of faults.slice(0, 20)) console.log(`FAULT            ${fault}`)
  console.log(faults.length === 0 ? 'nothing lost, nothing doubled, nothing oversold' : `${faults.length} faults`)
}

function range(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other)
  const [least, median, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)]
  return `${sorted.length} times, without an answer for ${least} … ${median} … ${most} ms (least, median, most)`
}

async function kills(isShort: boolean): Promise<number> {
  let faults = 0
  for (const enginePath of ['cached', 'locked'] as const) {
    const report = await storm(stormOn(enginePath, isShort))
    print(report, enginePath)
    faults += report.faults.length
  }
  return faults
}

async function disk(): Promise<number> {
  const { gapsMs, faults, ...figures } = await fillDisk(5)
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(16)} ${value}`)
  console.log(`disk full        ${range(gapsMs)}`)
  for (const fault of faults.slice(0, 20)) console.log(`FAULT            ${fault}`)
  return faults.length
}

/** What can be soaked, with the exit code it answers. */
const soaks: Readonly<Record<string, (isShort: boolean, flags: readonly string[]) => Promise<number> | number>> = {
  kills: async (isShort) => ((await kills(isShort)) === 0 ? 0 : 1),
  disk: async () => ((await disk()) === 0 ? 0 : 1),
  decisions: () => (soakDecisions() === 0 ? 0 : 1),
  experiments: soakExperiments,
  'fraud-hold': soakFraudHold,
  loops: soakLoops,
  shoppers: (_, flags) => soakShoppers(flags),
}

async function main([what = '', ...flags]: readonly string[]): Promise<number> {
  const soak = Object.hasOwn(soaks, what) ? soaks[what] : undefined
  if (soak !== undefined) return soak(flags.includes('--short'), flags)
  console.error(`Usage: npm run soak -- ${Object.keys(soaks).join(' | ')} [--short]`)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
