import { TopList } from '#modules/learners'
import type { Knowledge } from '../state/knowledge.ts'

/**
 * What newcomers are given of the home page, as a constraint: of so many places one, and what it costs: what stands
 * there, against the page as it would have been without.
 */

/** Places from one kept place to the next, and before the first. */
const [keptEvery, keptFirst] = [6, 3]

/** The place of a page that its so manieth newcomer has; the first is 0. */
export function keptPlace(index: number): number {
  return keptFirst + keptEvery * index
}

/**
 * Places that are due to newcomers. Every page adds its share; what nobody wanted is not saved up, so that a newcomer
 * after a quiet time is not on every page twice.
 */
export class Budget {
  #due = 1

  /**
   * How many places of a page newcomers have: never more than one, and one in so many of all pages together.
   *
   * @param oneIn of so many places one; null: none
   * @param wanting how many newcomers there are
   */
  grant(limit: number, oneIn: number | null, wanting: number): number {
    if (oneIn === null) return 0
    this.#due = Math.min(this.#due, 1) + limit / oneIn
    const granted = Math.min(Math.floor(this.#due), Math.floor(limit / keptEvery), wanting)
    this.#due -= granted
    return granted
  }

  /** Takes places back that nobody was put into. */
  giveBack(places: number): void {
    this.#due += places
  }
}

const budgets = new WeakMap<Knowledge, Budget>()

/** The budget of a town in this process. */
export function budgetOf(knowledge: Knowledge): Budget {
  const known = budgets.get(knowledge) ?? new Budget()
  budgets.set(knowledge, known)
  return known
}

/** A thing that was weighed for a page. */
export type Weighed = { thing: number; features: Readonly<Record<string, number | boolean>> }

/** A page with its newcomers. */
export type KeptPage = {
  /** What stands on it, in order. */
  page: readonly number[]
  newcomers: readonly Weighed[]
  /** What might have stood there. */
  candidates: readonly Weighed[]
  at: number
}

/** What one newcomer had of a page: worth in clicks, and the standard deviation of what it cost. */
export type Spent = { thing: number; given: number; forgone: number; doubt: number }

/**
 * What the newcomers of a page cost. Without them, what stands behind would stand higher, and the best of what was left
 * out would stand last. The best of many estimates is rather estimated too high, and so is the cost.
 */
export function costOf(knowledge: Knowledge, { page, newcomers, candidates, at }: KeptPage): Spent[] {
  if (newcomers.length === 0) return []
  const { likings } = knowledge
  const shown = new Set(page)
  const isNew = new Set(newcomers.map(({ thing }) => thing))
  const read = worthReader(knowledge, at)
  const left = candidates.filter(({ thing }) => !shown.has(thing))
  const rest = bestOf(left, newcomers.length, read.mean)
  const others = page.filter((thing) => !isNew.has(thing))
  const displaced = new Map<number, number>()
  const add = (thing: number, examined: number): void =>
    void displaced.set(thing, (displaced.get(thing) ?? 0) + examined)
  const without = [...others, ...rest.map(({ thing }) => thing)]
  for (const [place, thing] of without.entries()) add(thing, likings.examined(place))
  for (const [place, thing] of page.entries()) if (!isNew.has(thing)) add(thing, -likings.examined(place))
  const weighed = [...candidates.filter(({ thing }) => shown.has(thing)), ...newcomers, ...rest]
  const known = new Map(weighed.map((one) => [one.thing, read.worth(one)]))
  const forgone = sumOf(displaced, known)
  return newcomers.map(({ thing }) => {
    const examined = likings.examined(page.indexOf(thing))
    const { mean, doubt } = known.get(thing)!
    return {
      thing,
      given: examined * mean,
      forgone: forgone.mean / newcomers.length,
      doubt: Math.hypot(examined * doubt, forgone.doubt / newcomers.length),
    }
  })
}

/** The best so many, best first. */
function bestOf(all: readonly Weighed[], count: number, value: (one: Weighed) => number): Weighed[] {
  const best = new TopList(count)
  for (const [index, one] of all.entries()) best.push(index, value(one))
  return best.sorted().map(({ key }) => all[key]!)
}

type Worth = { mean: number; doubt: number }

function sumOf(displaced: ReadonlyMap<number, number>, known: ReadonlyMap<number, Worth>): Worth {
  let [mean, doubt] = [0, 0]
  for (const [thing, examined] of displaced) {
    const worth = known.get(thing)
    mean += examined * (worth?.mean ?? 0)
    doubt += Math.abs(examined) * (worth?.doubt ?? 0)
  }
  return { mean, doubt }
}

type WorthReader = { mean: (one: Weighed) => number; worth: (one: Weighed) => Worth }

/** Worth of a look at the first place: the chance of a click as this visitor likes it, times the worth of a click. */
function worthReader({ rates, likings, catalogue }: Knowledge, at: number): WorthReader {
  const mean = ({ thing, features }: Weighed): number => rates.worth(thing, at) * likings.chance(distanceOf(features))
  return {
    mean,
    worth: (one) => {
      const { thing, features } = one
      const distance = distanceOf(features)
      // How all see it errs one way for everybody; how each visitor likes it evens out among them.
      const [shelf, seller] = [catalogue.shelf[thing]!, catalogue.seller[thing]!]
      const unsure = Math.sqrt(likings.appeal({ thing, shelf, seller }).variance)
      const spread = likings.chance(distance + unsure) - likings.chance(distance - unsure)
      return { mean: mean(one), doubt: (rates.worth(thing, at) * spread) / 2 }
    },
  }
}

/** How much more than an average thing it is liked. */
function distanceOf(features: Weighed['features']): number {
  const of = (name: string): number => Number(features[name] ?? 0)
  return of('appeal') + of('shelf') + of('seller') + of('price')
}
