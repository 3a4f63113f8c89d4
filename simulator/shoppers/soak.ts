import { connectScenario } from '../scenario-client.ts'
import { launchTown } from '../town.ts'
import { compare, lineOf } from './comparison.ts'
import { parameters, unseenSeeds } from './parameters.ts'
import { openStreet } from './street.ts'
import { makeWorld } from './truth.ts'
import { visitAll } from './visits.ts'

/** Share of the way from popularity to the oracle that a town should earn, and clicks over popularity's. */
const [wayAim, clicksAim] = [0.5, 1.5]

/** `npm run soak -- shoppers`: ten worlds that no policy was made with; every run is printed, those that lose too. */
export async function soakShoppers(): Promise<number> {
  const launched = await launchTown()
  try {
    return await judge(launched.baseUrl)
  } finally {
    await launched[Symbol.asyncDispose]()
  }
}

/** @returns 0 when every world is won */
async function judge(baseUrl: string): Promise<number> {
  const town = await connectScenario({ baseUrl })
  let lost = 0
  for (const seed of unseenSeeds) {
    const street = await openStreet(town, makeWorld(seed, parameters))
    const run = await visitAll(street)
    const found = compare(street.world, run.tally)
    const hasWon = found.way >= wayAim && found.clickRatio >= clicksAim && found.revenueRatio >= 1
    const isFair = run.newcomerShown >= 50 && run.withoutProbability === 0
    if (!hasWon || !isFair) lost += 1
    console.log(`seed ${seed} ${hasWon && isFair ? 'wins' : 'LOSES'} ${lineOf(found)} newcomer ${run.newcomerShown}`)
  }
  console.log(
    `${unseenSeeds.length - lost} of ${unseenSeeds.length} reach ${wayAim} of the way and ${clicksAim} times the clicks`,
  )
  return lost === 0 ? 0 : 1
}
