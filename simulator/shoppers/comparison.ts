import { meanInterval } from './interval.ts'
import { oracle, play, popularity, random } from './rivals.ts'
import type { Tally } from './tally.ts'
import type { World } from './truth.ts'

/** How the town did against its rivals in one world. */
export type Comparison = {
  /** Worth that the town earned of what lies between popularity and the oracle. */
  way: number
  /** Clicks over popularity's, and revenue of what was kept over popularity's. */
  clickRatio: number
  revenueRatio: number
  /** Worth of a page beyond popularity's: mean and 95 % interval. */
  gain: { mean: number; low: number; high: number }
  /** Worth of each, for the line that is printed. */
  worth: { random: number; popularity: number; town: number; oracle: number }
}

export function compare(world: World, town: Tally): Comparison {
  const [best, popular, chance] = [oracle, popularity, random].map((rival) => play(world, rival(world)))
  const { worth } = popular!
  return {
    way: (town.worth - worth) / (best!.worth - worth),
    clickRatio: town.clicks / popular!.clicks,
    revenueRatio: town.expectedMinor / popular!.expectedMinor,
    gain: meanInterval(town.each.map((own, page) => own - popular!.each[page]!)),
    worth: { random: chance!.worth, popularity: worth, town: town.worth, oracle: best!.worth },
  }
}

/** One line of a run. */
export function lineOf({ way, clickRatio, revenueRatio, worth }: Comparison): string {
  const of = (one: number): number => Math.round(one)
  const worths = `${of(worth.random)}/${of(worth.popularity)}/${of(worth.town)}/${of(worth.oracle)}`
  const ratios = `clicks ×${clickRatio.toFixed(2)} revenue ×${revenueRatio.toFixed(2)}`
  return `way ${way.toFixed(3)} ${ratios} random/popularity/town/oracle ${worths}`
}
