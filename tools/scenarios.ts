/**
 * `npm run scenarios [NAME…]`: the acceptance scenarios, over HTTP against a fresh town of their own.
 *
 * Prints one line a scenario, `market-escrow pass wallet=1400 …`, and ends with 0 when all passed.
 */
import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { connectScenario } from '../simulator/scenario-client.ts'
import { launchTown } from '../simulator/town.ts'
import type { Check, Scenario, ScenarioClient } from '../src/kernel/scenario.ts'

const rootDir = path.join(import.meta.dirname, '..')

/** All scenarios of modules and businesses, in order of their files. */
export async function findScenarios(): Promise<Scenario[]> {
  // What knows a hidden truth lies in the simulator, which nothing of the town may import.
  const files = globSync(['src/*/*/scenario.ts', 'simulator/*/scenario.ts'], { cwd: rootDir }).toSorted()
  const found = await Promise.all(
    files.map(async (file) => {
      const exports: { scenarios?: unknown } = await import(pathToFileURL(path.join(rootDir, file)).href)
      assert.ok(Array.isArray(exports.scenarios), `${file} must export const scenarios`)
      return exports.scenarios as Scenario[] // typed where it is written
    }),
  )
  return found.flat()
}

/** Runs one scenario; answers the line to print and whether it passed. */
export async function runScenario(
  scenario: Scenario,
  client: ScenarioClient,
): Promise<{ line: string; hasPassed: boolean }> {
  const figures: string[] = []
  const check: Check = {
    equal: (found, expected, what) => assert.deepEqual(found, expected, what),
    figure: (name, value) => void figures.push(`${name}=${value}`),
  }
  const startedAt = performance.now()
  try {
    await scenario.run(client, check)
  } catch (error) {
    const reason = error instanceof assert.AssertionError ? differenceOf(error) : String(error)
    return { line: `${scenario.name} FAIL ${figures.join(' ')} ${reason}`, hasPassed: false }
  }
  const elapsedMs = Math.round(performance.now() - startedAt)
  return { line: `${scenario.name} pass ${figures.join(' ')} (${elapsedMs} ms)`, hasPassed: true }
}

function differenceOf({ message, actual, expected }: assert.AssertionError): string {
  return `${message}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`
}

/** Partners of scenarios listen on this machine, and nobody waits days for a retry. */
const environment = { WEBHOOK_ALLOW_PRIVATE: '127.0.0.1', WEBHOOK_RETRY_SECONDS: '0.2,0.2,0.2,0.2,0.2' }

async function main(names: readonly string[]): Promise<number> {
  const all = await findScenarios()
  const unknown = names.filter((name) => !all.some((scenario) => scenario.name === name))
  if (unknown.length > 0) {
    console.error(`No scenario is called ${unknown.join(', ')}. There are: ${all.map(({ name }) => name).join(', ')}`)
    return 2
  }
  await using town = await launchTown({ environment })
  const client = await connectScenario({ baseUrl: town.baseUrl })
  let failed = 0
  for (const scenario of all) {
    if (names.length > 0 && !names.includes(scenario.name)) continue
    const { line, hasPassed } = await runScenario(scenario, client)
    console.log(line)
    if (!hasPassed) failed += 1
  }
  return failed === 0 ? 0 : 1
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
