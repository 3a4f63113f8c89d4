/**
 * What makes people choose: a Bayesian probit model of clicks, kept up to date event by event. A look is chosen when
 * the sum of what stands for it exceeds noise: the place, the thing, its shelf and its seller as all see them, and how
 * this visitor likes the shelf, the seller, the seller's style and the price. What a click says is shared out by how
 * little is known of each part, so that what is shown to those who like it is not taken to be liked by all.
 */
import { normalCdf } from '#modules/learners'
import { type Belief, minus, move, type Part, plus, stepOf, sumOf } from './beliefs.ts'
import { type Evidence, Levels, type Told } from './levels.ts'
import { bond, moveBond, newStyle, newTaste, type Style } from './styles.ts'

/** What is believed before anything was seen: how different things, sellers and people may be. */
const priors = {
  bias: { mean: -2, variance: 0.1 },
  thing: { mean: 0, variance: 0.12 },
  shelf: { mean: 0, variance: 0.02 },
  seller: { mean: 0, variance: 0.02 },
  pace: { mean: 0, variance: 0.02 },
  ownSeller: { mean: 0, variance: 0.03 },
  /** By each factor e between a price and what somebody is used to pay. */
  price: { mean: -0.2, variance: 0.02 },
  place: { variance: 0.01 },
} as const
/** Noise of a choice, a standard deviation squared: the unit of the scale. */
const noise = 1
/** Places beyond a page are all alike. */
const placesMax = 40
/** By so much the logarithm of the chance of a click rises with a liking: the slope of ln Φ near one click in ten. */
export const slope = 1.75

/** What a model believes of one visitor. */
export type OwnLikings = { pace: Belief; shelves: Map<number, Evidence>; sellers: Map<number, Belief>; taste: Style }

export function newLikings(): OwnLikings {
  return { pace: { ...priors.pace }, shelves: new Map(), sellers: new Map(), taste: newTaste() }
}

/** A look at a thing. */
export type Look = {
  thing: number
  shelf: number
  seller: number
  place: number
  /** Distance of ln price from what the visitor is used to pay; undefined where that is not known. */
  priceDistance: number | undefined
}

type Of = Pick<Look, 'thing' | 'shelf' | 'seller'>

/** How a visitor sees a thing: parts of a sum, and what the chance of a choice has beyond that sum. */
export type Seen = { appeal: Belief; shelf: number; seller: number; price: number; hope: number }

/** The model of a town. */
export class Likings {
  #bias: Belief = { ...priors.bias }
  #price: Belief = { ...priors.price }
  #places: Belief[] = Array.from({ length: placesMax }, (_, place) => ({
    // Until it is learnt: the discount of nDCG (Järvelin and Kekäläinen 2002), about its logarithm on this scale.
    mean: -0.5 * Math.log(Math.log2(place + 2)),
    variance: priors.place.variance,
  }))
  #things: (Belief | undefined)[] = []
  #shelves: (Belief | undefined)[] = []
  #sellers: (Belief | undefined)[] = []
  #styles: (Style | undefined)[] = []
  #levels = new Levels()

  /** Learns from a look. Whoever is not known may like it in any way, which makes the look say less. */
  learn(own: OwnLikings | undefined, look: Look, isChosen: boolean): void {
    this.#tell(own, look, { isChosen, times: 1 })
  }

  /** Learns that a look that was told as passed over has ended in a click. */
  learnLate(own: OwnLikings | undefined, look: Look): void {
    this.#tell(own, look, { isChosen: false, times: -1 })
    this.#tell(own, look, { isChosen: true, times: 1 })
  }

  /** @param told -1 times takes back what was told, as far as it can be known by now */
  #tell(own: OwnLikings | undefined, look: Look, told: Told): void {
    const whose = own ?? newLikings()
    const style = this.#styleOf(look.seller)
    const shelf = this.#levels.belief(whose.shelves.get(look.shelf))
    const parts = [...this.#partsOf(look), ...ownParts(whose, look.seller)]
    const all = [sumOf(parts), shelf, bond(whose.taste, style)].reduce(plus, { mean: 0, variance: noise })
    const { push, sureness } = stepOf(all, told.isChosen)
    const step = { push: told.times * push, sureness: told.times * sureness }
    move(parts, step)
    moveBond(whose.taste, style, { step, isStyleMoved: true })
    if (own === undefined) return
    this.#levels.learn(own.shelves, look.shelf, { rest: minus(all, shelf), ...told, isCounted: true })
  }

  /** Learns of one visitor alone, from a choice of which neither place nor price is known. */
  learnOwn(own: OwnLikings, { thing, shelf: number, seller }: Of): void {
    const style = this.#styleOf(seller)
    const shelf = this.#levels.belief(own.shelves.get(number))
    const parts = ownParts(own, seller)
    const usual = plus({ mean: this.#bias.mean, variance: noise }, this.appeal({ thing, shelf: number, seller }))
    const all = [sumOf(parts), shelf, bond(own.taste, style)].reduce(plus, usual)
    const step = stepOf(all, true)
    move(parts, step)
    moveBond(own.taste, style, { step, isStyleMoved: false })
    this.#levels.learn(own.shelves, number, { rest: minus(all, shelf), isChosen: true, times: 1, isCounted: false })
  }

  /** How all see a thing. */
  appeal({ thing, shelf, seller }: Of): Belief {
    const [ofThing, ofShelf, ofSeller] = [this.#things[thing], this.#shelves[shelf], this.#sellers[seller]]
    return {
      mean: (ofThing?.mean ?? 0) + (ofShelf?.mean ?? 0) + (ofSeller?.mean ?? 0),
      variance:
        (ofThing ?? priors.thing).variance + (ofShelf ?? priors.shelf).variance + (ofSeller ?? priors.seller).variance,
    }
  }

  /** How much more than others a visitor likes a shelf. */
  ofShelf(own: OwnLikings, shelf: number): Belief {
    return this.#levels.belief(own.shelves.get(shelf))
  }

  /** How a visitor sees things; what they share is reckoned once. */
  seenBy(own: OwnLikings): (of: Of, priceDistance: number) => Seen {
    const shelves = new Map<number, { mean: number; probabilities: number[] }>()
    const sellers = new Map<number, Belief>()
    const start = this.#bias.mean + this.#places[0]!.mean
    const usual = Math.log(normalCdf(start))
    return (of, priceDistance) => {
      const shelf = found(shelves, of.shelf, () => {
        const evidence = own.shelves.get(of.shelf)
        return { mean: this.#levels.belief(evidence).mean, probabilities: this.#levels.probabilities(evidence) }
      })
      const seller = found(sellers, of.seller, () => this.#ofSeller(own, of.seller))
      const [appeal, price] = [this.appeal(of), priceDistance * this.#price.mean]
      const rest = {
        mean: start + appeal.mean + seller.mean + price,
        variance: noise + appeal.variance + seller.variance,
      }
      const chance = Math.log(this.#levels.chance(shelf.probabilities, rest))
      const sum = appeal.mean + shelf.mean + seller.mean + price
      return { appeal, shelf: shelf.mean, seller: seller.mean, price, hope: chance - usual - slope * sum }
    }
  }

  /** The chance that a place is chosen, of the chance that the first one is, for a thing of average appeal. */
  examined(place: number): number {
    const z = this.#bias.mean
    return normalCdf(z + this.#places[Math.min(place, placesMax - 1)]!.mean) / normalCdf(z + this.#places[0]!.mean)
  }

  /** Chance of a click on a look at the first place, by its distance from the average. */
  chance(distance: number): number {
    return normalCdf((this.#bias.mean + this.#places[0]!.mean + distance) / Math.sqrt(noise))
  }

  /** A model that knows nothing of things and people yet, and what this one found of the town on the whole. */
  again(): Likings {
    const made = new Likings()
    const open = ({ mean }: Belief, variance: number): Belief => ({ mean, variance })
    made.#bias = open(this.#bias, priors.bias.variance)
    made.#price = open(this.#price, priors.price.variance)
    made.#places = this.#places.map((belief) => open(belief, priors.place.variance))
    made.#styles = this.#styles.map((style, seller) => style && newStyle(seller, style))
    made.#levels = this.#levels.again()
    return made
  }

  save(): SavedLikings {
    const flat = <One>(all: readonly (One | undefined)[]): (One | null)[] => Array.from(all, (one) => one ?? null)
    return {
      bias: this.#bias,
      price: this.#price,
      places: this.#places,
      things: flat(this.#things),
      shelves: flat(this.#shelves),
      sellers: flat(this.#sellers),
      styles: flat(this.#styles),
      levels: this.#levels.save(),
    }
  }

  load({ bias, price, places, things, shelves, sellers, styles, levels }: SavedLikings): void {
    this.#bias = bias
    this.#price = price
    this.#places = places
    this.#things = things.map((belief) => belief ?? undefined)
    this.#shelves = shelves.map((belief) => belief ?? undefined)
    this.#sellers = sellers.map((belief) => belief ?? undefined)
    this.#styles = styles.map((style) => style ?? undefined)
    this.#levels.load(levels)
  }

  #partsOf({ thing, shelf, seller, place, priceDistance }: Look): Part[] {
    const at = Math.min(place, placesMax - 1)
    return [
      { belief: this.#bias, prior: priors.bias.variance, x: 1 },
      { belief: this.#places[at]!, prior: priors.place.variance, x: at === 0 ? 0 : 1 },
      { belief: listed(this.#things, thing, priors.thing), prior: priors.thing.variance, x: 1 },
      { belief: listed(this.#shelves, shelf, priors.shelf), prior: priors.shelf.variance, x: 1 },
      { belief: listed(this.#sellers, seller, priors.seller), prior: priors.seller.variance, x: 1 },
      { belief: this.#price, prior: priors.price.variance, x: priceDistance ?? 0 },
    ]
  }

  #ofSeller(own: OwnLikings, seller: number): Belief {
    return plus(own.sellers.get(seller) ?? priors.ownSeller, bond(own.taste, this.#styleOf(seller)))
  }

  #styleOf(seller: number): Style {
    for (let i = this.#styles.length; i <= seller; i += 1) this.#styles.push(undefined)
    return (this.#styles[seller] ??= newStyle(seller))
  }
}

export type SavedLikings = {
  bias: Belief
  price: Belief
  places: Belief[]
  things: (Belief | null)[]
  shelves: (Belief | null)[]
  sellers: (Belief | null)[]
  styles: (Style | null)[]
  levels: number[]
}

function ownParts(own: OwnLikings, seller: number): Part[] {
  const ofSeller = found(own.sellers, seller, () => ({ ...priors.ownSeller }))
  return [
    { belief: own.pace, prior: priors.pace.variance, x: 1 },
    { belief: ofSeller, prior: priors.ownSeller.variance, x: 1 },
  ]
}

function listed(beliefs: (Belief | undefined)[], number: number, prior: Belief): Belief {
  for (let i = beliefs.length; i <= number; i += 1) beliefs.push(undefined)
  return (beliefs[number] ??= { ...prior })
}

function found<Value>(all: Map<number, Value>, number: number, make: () => Value): Value {
  const known = all.get(number)
  if (known !== undefined) return known
  const made = make()
  all.set(number, made)
  return made
}
