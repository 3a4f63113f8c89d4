/**
 * How far learning can go in a world: one who knows every thing and every seller, how tastes are spread, and how people
 * look, and has to learn only what each shopper likes, from the same clicks. Some made-up shoppers stand
 * for everybody there might be; each act makes those likelier who would have done so (importance weights), and what is
 * best on the average of them is shown. Whoever consented to nothing is a stranger on every visit.
 */
import type { Rival } from './rivals.ts'
import { chancesOf, examined, listingOf, makeWorld, type Moment, valueOf, type World } from './truth.ts'

/** Shoppers that stand for all there might be; twice as many earn some hundredths more. */
const madeUp = 1_500

export function knowing(world: World): Rival {
  const { parameters, seed } = world
  const people = makeWorld(-seed, { ...parameters, shoppers: madeUp }).shoppers
  const things = Array.from({ length: parameters.listings + 1 }, (_, thing) => listingOf(world, thing))
  const click = people.map((who) => Float32Array.from(things, (thing) => chancesOf(world, who, thing).click))
  const worth = people.map((who) => Float32Array.from(things, (thing) => valueOf(world, who, thing).worth))
  const beliefs = world.shoppers.map(() => new Float64Array(madeUp).fill(1 / madeUp))
  const seen = { moment: { shopper: -1, visit: -1, page: -1 } satisfies Moment, place: 0 }

  const forget = ({ shopper, visit }: Moment): void => {
    const isNewVisit = seen.moment.shopper !== shopper || seen.moment.visit !== visit
    if (isNewVisit && !world.shoppers[shopper]!.isConsenting) beliefs[shopper]!.fill(1 / madeUp)
  }
  return {
    page: (moment, count) => {
      forget(moment)
      seen.moment = moment
      seen.place = 0
      const expected = average(worth, beliefs[moment.shopper]!)
      const order = Array.from({ length: count }, (_, thing) => thing)
      return order.sort((one, other) => expected[other]! - expected[one]!).slice(0, parameters.places)
    },
    tell: (thing, isClicked) => {
      const belief = beliefs[seen.moment.shopper]!
      const looks = examined(world, seen.place)
      seen.place += 1
      let all = 0
      for (let i = 0; i < madeUp; i += 1) {
        const chance = looks * click[i]![thing]!
        belief[i]! *= isClicked ? chance : 1 - chance
        all += belief[i]!
      }
      for (let i = 0; i < madeUp; i += 1) belief[i]! /= all
    },
  }
}

/** Worth of each thing on the average of those who might be there; who hardly might is passed over. */
function average(worth: readonly Float32Array[], belief: Float64Array): Float64Array {
  const sum = new Float64Array(worth[0]!.length)
  for (const [i, p] of belief.entries()) {
    if (p < 1e-7) continue
    const own = worth[i]!
    for (let thing = 0; thing < sum.length; thing += 1) sum[thing]! += p * own[thing]!
  }
  return sum
}
