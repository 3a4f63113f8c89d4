/** Those that the town is compared with, in the same world, with the same shoppers, at the same moments. */
import { seededRandom } from '#modules/learners'
import { count, newTally, type Tally } from './tally.ts'
import { actOf, listingOf, type Moment, valueOf, type World } from './truth.ts'

/** Chooses the things of a page, and hears what came of it. */
export type Rival = {
  page: (moment: Moment, things: number) => readonly number[]
  tell: (thing: number, isClicked: boolean) => void
}

/** Every page of a world in the order in which it is looked at: visit by visit, shopper by shopper. */
export function* moments({ parameters }: World): Generator<Moment & { isCompared: boolean; things: number }> {
  const { visits, shoppers, pagesAVisit, learningVisits, newcomerAfterVisits, listings } = parameters
  for (let visit = 0; visit < visits; visit += 1) {
    const things = listings + (visit >= newcomerAfterVisits ? 1 : 0)
    for (let shopper = 0; shopper < shoppers; shopper += 1) {
      for (let page = 0; page < pagesAVisit; page += 1) {
        yield { shopper, visit, page, isCompared: visit >= learningVisits, things }
      }
    }
  }
}

/** Lets a rival serve the whole world. */
export function play(world: World, rival: Rival): Tally {
  const tally = newTally()
  for (const { isCompared, things, ...moment } of moments(world)) {
    const page = rival.page(moment, things)
    for (const [place, thing] of page.entries()) rival.tell(thing, actOf(world, moment, { place, thing }).isClicked)
    if (isCompared) count(tally, world, { moment, things: page })
  }
  return tally
}

/** Shows whatever chance brings. */
export function random(world: World): Rival {
  const { seed, parameters } = world
  return {
    page: ({ shopper, visit, page }, things) => {
      const order = Array.from({ length: things }, (_, thing) => thing)
      return seededRandom(`${seed}/random/${shopper}/${visit}/${page}`).shuffle(order).slice(0, parameters.places)
    },
    tell: () => undefined,
  }
}

/** Shows everybody what was clicked most often for each time it was shown; the learning visits are shown at random. */
export function popularity(world: World): Rival {
  const { parameters } = world
  const [shown, clicks] = [new Float64Array(parameters.listings + 1), new Float64Array(parameters.listings + 1)]
  const atRandom = random(world)
  const rate = (thing: number): number => (clicks[thing]! + 1) / (shown[thing]! + 20)
  return {
    page: (moment, things) => {
      if (moment.visit < parameters.learningVisits) return atRandom.page(moment, things)
      const order = Array.from({ length: things }, (_, thing) => thing)
      return order.sort((one, other) => rate(other) - rate(one) || one - other).slice(0, parameters.places)
    },
    tell: (thing, isClicked) => {
      shown[thing]! += 1
      clicks[thing]! += Number(isClicked)
    },
  }
}

/** Knows the truth, and shows everybody what is worth most to them. */
export function oracle(world: World): Rival {
  const best = world.shoppers.map((who) => {
    const all = Array.from({ length: world.parameters.listings + 1 }, (_, thing) => thing)
    const worth = all.map((thing) => valueOf(world, who, listingOf(world, thing)).worth)
    return all.sort((one, other) => worth[other]! - worth[one]!)
  })
  return {
    page: ({ shopper }, things) => best[shopper]!.filter((thing) => thing < things).slice(0, world.parameters.places),
    tell: () => undefined,
  }
}
