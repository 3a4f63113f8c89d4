/**
 * `npm run soak -- kills [--short]`: the long rest of the tests, which take minutes and look for what is rare.
 *
 *   kills   kills the app and its database server under load, and compares the books with what clients were told
 */
import { type Report, type Storm, storm } from './soak-kills.ts'

const long: Storm = { kills: 10, clients: 64, answersMin: 20_000, scarceStock: 500 }
const short: Storm = { kills: 2, clients: 64, answersMin: 2_000, scarceStock: 50 }

function print({ gapsMs, faults, seconds, ...figures }: Report): void {
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(10)} ${value}`)
  console.log(`gaps app   ${range(gapsMs.app)}`)
  console.log(`gaps pg    ${range(gapsMs.postgres)}`)
  console.log(`seconds    ${seconds}`)
  for (const fault of faults.slice(0, 20)) console.log(`FAULT      ${fault}`)
  console.log(faults.length === 0 ? 'nothing lost, nothing doubled, nothing oversold' : `${faults.length} faults`)
}

function range(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other)
  const [least, median, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)]
  return `${least} … ${median} … ${most} ms (least, median, most of ${sorted.length})`
}

async function main([what, ...flags]: readonly string[]): Promise<number> {
  if (what !== 'kills') {
    console.error('Usage: npm run soak -- kills [--short]')
    return 2
  }
  const report = await storm(flags.includes('--short') ? short : long)
  print(report)
  return report.faults.length === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
