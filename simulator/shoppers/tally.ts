import { actOf, examined, listingOf, type Moment, valueOf, type World } from './truth.ts'

/** What pages have brought. */
export type Tally = {
  pages: number
  impressions: number
  clicks: number
  /** What the pages were worth, as the truth has it: the draws of the moment are averaged out. */
  worth: number
  /** Revenue of purchases that are kept, minor units: as it came, and as the truth expects it. */
  revenueMinor: number
  expectedMinor: number
  /** Worth of each page, for intervals. */
  each: number[]
}

export function newTally(): Tally {
  return { pages: 0, impressions: 0, clicks: 0, worth: 0, revenueMinor: 0, expectedMinor: 0, each: [] }
}

/** Adds a page of things, by number, to what was counted. */
export function count(
  tally: Tally,
  world: World,
  { moment, things }: { moment: Moment; things: readonly number[] },
): void {
  const who = world.shoppers[moment.shopper]!
  let worth = 0
  for (const [place, thing] of things.entries()) {
    const { isClicked, isBought, isGivenBack } = actOf(world, moment, { place, thing })
    const listing = listingOf(world, thing)
    const value = valueOf(world, who, listing)
    worth += examined(world, place) * value.worth
    tally.expectedMinor += examined(world, place) * value.revenueMinor
    tally.clicks += Number(isClicked)
    if (isBought && !isGivenBack) tally.revenueMinor += listing.priceMinor
  }
  tally.pages += 1
  tally.impressions += things.length
  tally.worth += worth
  tally.each.push(worth)
}
