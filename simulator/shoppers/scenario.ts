import type { Check, Scenario, ScenarioClient } from '../../src/kernel/scenario.ts'
import { compare, lineOf } from './comparison.ts'
import { brief, scenarioSeeds, tasteless } from './parameters.ts'
import { openStreet, type Street } from './street.ts'
import { makeWorld } from './truth.ts'
import { visitAll } from './visits.ts'

/**
 * The town recommends to shoppers whose tastes nothing in it can read. What it earns is compared with what everybody
 * would have been shown by popularity, and with what an oracle would have shown to each, page by page.
 */
const searchRecommend: Scenario = {
  name: 'search-recommend',
  run: async (town, check) => {
    const revenueRatios: number[] = []
    for (const seed of scenarioSeeds) revenueRatios.push(await oneWorld(town, check, seed))
    // In one world so small it hangs on few dear things.
    const mean = revenueRatios.reduce((sum, ratio) => sum + ratio, 0) / revenueRatios.length
    check.equal(mean >= 1, true, 'what is kept is not worth less than by popularity')
    await noTastes(town, check)
  },
}

/** One world. @returns revenue of what was kept, over popularity's */
async function oneWorld(town: ScenarioClient, check: Check, seed: number): Promise<number> {
  const street = await openStreet(town, makeWorld(seed, brief))
  const run = await visitAll(street)
  const found = compare(street.world, run.tally)
  check.figure(`s${seed}`, `[${lineOf(found)} newcomer ${run.newcomerShown}]`)
  check.equal(run.withoutProbability, 0, 'every place has a probability')
  check.equal(run.withoutReasons, 0, 'every place has two reasons')
  check.equal(found.gain.low > 0, true, `the town earns more than popularity (${lineOf(found)})`)
  check.equal(run.newcomerShown >= 50, true, `a newcomer gets its places, not ${run.newcomerShown}`)
  if (seed === scenarioSeeds[0]) await pageDiffers(town, check, street)
  return found.revenueRatio
}

/** Somebody whose visit is known by three things only meets another page than they did before. */
async function pageDiffers(town: ScenarioClient, check: Check, { world, business, offers }: Street): Promise<void> {
  const page = async (trail: readonly string[]): Promise<{ shelves: Map<string, number>; reasons: string[] }> => {
    const named = trail.length === 0 ? '' : `&trail=${trail.join(',')}`
    const { body } = await town.stranger.get(`/v1/feed?limit=12&business=${business}${named}`)
    const shelves = new Map<string, number>()
    for (const { offer } of body.items) shelves.set(offer.category, (shelves.get(offer.category) ?? 0) + 1)
    const items: { reasons: { feature: string }[] }[] = body.items
    return { shelves, reasons: items.flatMap(({ reasons }) => reasons.map(({ feature }) => feature)) }
  }
  const shelf = world.listings[0]!.shelf
  const three = offers.filter((_, thing) => world.listings[thing]?.shelf === shelf).slice(0, 3)
  const { body } = await town.stranger.get(`/v1/offers/${three[0]!}`)
  const [before, after] = [await page([]), await page(three)]
  const of = ({ shelves }: typeof before): number => shelves.get(body.category) ?? 0
  check.equal(of(after) > of(before), true, `three clicks bring more of their shelf: ${of(before)}, then ${of(after)}`)
  check.equal(after.reasons.includes('shelf'), true, 'and it is said that the shelf is why')
}

/** Where nobody has a taste there is nothing to be gained. */
async function noTastes(town: ScenarioClient, check: Check): Promise<void> {
  const few = { shoppers: 50, visits: 5, learningVisits: 2, newcomerAfterVisits: 3 }
  const street = await openStreet(town, makeWorld(scenarioSeeds[0]!, { ...tasteless, ...few }))
  const { gain } = compare(street.world, (await visitAll(street)).tally)
  check.figure('tasteless', `${gain.mean.toFixed(4)} (${gain.low.toFixed(4)}..${gain.high.toFixed(4)})`)
  check.equal(Math.abs(gain.mean) < 0.01, true, 'without tastes nothing is gained')
}

export const scenarios: readonly Scenario[] = [searchRecommend]
