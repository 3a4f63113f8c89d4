/** Two hundred tests of nothing, looked at every day over HTTP: how many are called significant. */
import { connectScenario } from '../simulator/scenario-client.ts'
import { launchTown } from '../simulator/town.ts'
import { peekDaily } from '../src/modules/experiments/scenario-world.ts'

const tests = 200
const units = 2_000
const days = 14
/** The share of tests that may be called significant, with its interval, must stay below. */
const bound = 0.08

/** Wilson's interval of a share (Wilson, 1927). */
function wilson(count: number, of: number): { low: number; high: number } {
  const z = 1.959964
  const share = count / of
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const reach = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return { low: Math.max(0, middle - reach), high: middle + reach }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** Prints what came of it; answers how many faults there are. */
export async function soakExperiments(isShort: boolean): Promise<number> {
  await using town = await launchTown()
  const client = await connectScenario({ baseUrl: town.baseUrl })
  const wanted = { prefix: 'aa', tests: isShort ? 20 : tests, units: isShort ? 700 : units, days, effect: 0 }
  const { called, looks } = await peekDaily(client, wanted)
  const { low, high } = wilson(called.length, wanted.tests)
  console.log(`tests            ${wanted.tests} of ${wanted.units} units, ${looks} looks`)
  console.log(
    `called           ${called.length} (${percent(called.length / wanted.tests)}, ${percent(low)} … ${percent(high)})`,
  )
  for (const name of called) console.log(`WRONG            ${name}`)
  // Twenty tests are too few for an interval: the share alone is judged.
  const isWithin = isShort ? called.length / wanted.tests < bound : high < bound
  console.log(isWithin ? `the share lies below ${percent(bound)}` : `the share may be ${percent(bound)} or more`)
  return isWithin ? 0 : 1
}
