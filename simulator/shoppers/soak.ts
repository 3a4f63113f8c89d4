import { connectScenario } from '../scenario-client.ts'
import { launchTown } from '../town.ts'
import { compare, lineOf } from './comparison.ts'
import { knowing } from './knowing.ts'
import { parameters, unseenSeeds } from './parameters.ts'
import { play } from './rivals.ts'
import { openStreet } from './street.ts'
import { makeWorld } from './truth.ts'
import { visitAll } from './visits.ts'

/** Share of the way from popularity to the oracle that a town should earn, and clicks over popularity's. */
const [wayAim, clicksAim] = [0.5, 1.5]

/**
 * `npm run soak -- shoppers [--seeds=101,211]`: ten worlds that no policy was made with, each in a town of its own;
 * every run is printed, those that lose too. With `--ceiling` no town is asked: it is told how far learning can go, of
 * `--visits=5` visits, the first `--learning=2` for learning, if that is wanted.
 */
export async function soakShoppers(flags: readonly string[]): Promise<number> {
  const seeds = numbersOf(flags, 'seeds') ?? unseenSeeds
  if (flags.includes('--ceiling')) return tellCeiling(seeds, flags)
  let lost = 0
  for (const seed of seeds) if (!(await isWon(seed))) lost += 1
  console.log(`${seeds.length - lost} of ${seeds.length} reach ${wayAim} of the way and ${clicksAim} times the clicks`)
  return lost === 0 ? 0 : 1
}

/** The numbers of a flag `--name=1,2`. */
function numbersOf(flags: readonly string[], name: string): number[] | undefined {
  const flag = flags.find((one) => one.startsWith(`--${name}=`))
  return flag
    ?.slice(name.length + 3)
    .split(',')
    .map(Number)
}

function tellCeiling(seeds: readonly number[], flags: readonly string[]): number {
  const [visits = parameters.visits] = numbersOf(flags, 'visits') ?? []
  const [learningVisits = parameters.learningVisits] = numbersOf(flags, 'learning') ?? []
  const history = { ...parameters, visits, learningVisits, newcomerAfterVisits: learningVisits + 1 }
  for (const seed of seeds) {
    const world = makeWorld(seed, history)
    console.log(`seed ${seed} ceiling ${lineOf(compare(world, play(world, knowing(world))))}`)
  }
  return 0
}

async function isWon(seed: number): Promise<boolean> {
  const launched = await launchTown()
  try {
    return await judge(launched.baseUrl, seed)
  } finally {
    await launched[Symbol.asyncDispose]()
  }
}

async function judge(baseUrl: string, seed: number): Promise<boolean> {
  const town = await connectScenario({ baseUrl })
  const street = await openStreet(town, makeWorld(seed, parameters))
  const run = await visitAll(street)
  const found = compare(street.world, run.tally)
  const hasWon = found.way >= wayAim && found.clickRatio >= clicksAim && found.revenueRatio >= 1
  const isFair = run.newcomerShown >= 50 && run.withoutProbability === 0 && run.withoutReasons === 0
  console.log(`seed ${seed} ${hasWon && isFair ? 'wins' : 'LOSES'} ${lineOf(found)} newcomer ${run.newcomerShown}`)
  return hasWon && isFair
}
