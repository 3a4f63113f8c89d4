/**
 * What makes people choose: a Bayesian probit model of clicks, kept up to date event by event. A look is chosen when
 * the sum of what stands for it exceeds noise: the place, the thing, its shelf and its seller as all see them, and how
 * this visitor likes the shelf, the seller and the price. Each part is a normal distribution that narrows with what it
 * sees; what a click says is shared out by how little is known of each, so that what is shown to those who like it is
 * not taken to be liked by all.
 *
 * Source: Graepel, Quiñonero Candela, Borchert and Herbrich (2010), "Web-scale Bayesian click-through rate prediction
 * for sponsored search advertising in Microsoft's Bing search engine", §3 (assumed-density filtering).
 */
import { normalCdf, normalDensity } from '#modules/learners'

/** A normal distribution: what is believed of one part. */
export type Belief = { mean: number; variance: number }

/** What is believed before anything was seen: how different things, sellers and people may be. */
const priors = {
  bias: { mean: -1.3, variance: 0.5 },
  thing: { mean: 0, variance: 0.1 },
  shelf: { mean: 0, variance: 0.03 },
  seller: { mean: 0, variance: 0.02 },
  pace: { mean: 0, variance: 0.05 },
  ownShelf: { mean: 0, variance: 0.5 },
  ownSeller: { mean: 0, variance: 0.1 },
  /** By each factor e between a price and what somebody is used to pay. */
  price: { mean: -0.2, variance: 0.05 },
  place: { variance: 0.02 },
} as const
/** Noise of a choice, a standard deviation squared: the unit of the scale. */
const noise = 1
/** What is believed stays so open, as a share of the beginning: tastes change. */
const openness = 0.02
/** Places beyond a page are all alike. */
const placesMax = 40

/** What a model believes of one visitor. */
export type OwnLikings = { pace: Belief; shelves: Map<number, Belief>; sellers: Map<number, Belief> }

export function newLikings(): OwnLikings {
  return { pace: { ...priors.pace }, shelves: new Map(), sellers: new Map() }
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

type Part = { belief: Belief; prior: number; x: number }

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

  /**
   * Learns from a look. Whoever is not known may like it in any way, which makes the look say less.
   *
   * @param isChosen a look is told when it happens, and again when it ends in a click
   */
  learn(own: OwnLikings | undefined, look: Look, isChosen: boolean): void {
    const open = own === undefined ? priors.ownShelf.variance + priors.ownSeller.variance + priors.pace.variance : 0
    update(this.#partsOf(own, look), { mean: 0, variance: noise + open }, isChosen)
  }

  /** Learns of one visitor alone, from a choice of which neither place nor price is known. */
  learnOwn(own: OwnLikings, { thing, shelf, seller }: Pick<Look, 'thing' | 'shelf' | 'seller'>): void {
    const appeal = this.appeal({ thing, shelf, seller })
    const parts = [
      { belief: own.pace, prior: priors.pace.variance, x: 1 },
      { belief: mapped(own.shelves, shelf, priors.ownShelf), prior: priors.ownShelf.variance, x: 1 },
      { belief: mapped(own.sellers, seller, priors.ownSeller), prior: priors.ownSeller.variance, x: 1 },
    ]
    update(parts, { mean: this.#bias.mean + appeal.mean, variance: noise + appeal.variance }, true)
  }

  /** How all see a thing. */
  appeal({ thing, shelf, seller }: Pick<Look, 'thing' | 'shelf' | 'seller'>): Belief {
    const parts = [this.#things[thing], this.#shelves[shelf], this.#sellers[seller]]
    const unknown = [priors.thing, priors.shelf, priors.seller]
    let [mean, variance] = [0, 0]
    for (const [index, part] of parts.entries()) {
      mean += part?.mean ?? 0
      variance += (part ?? unknown[index]!).variance
    }
    return { mean, variance }
  }

  /** What a factor e in price takes away. */
  get price(): number {
    return this.#price.mean
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

  save(): SavedLikings {
    const flat = (beliefs: readonly (Belief | undefined)[]) => Array.from(beliefs, (belief) => belief ?? null)
    return {
      bias: this.#bias,
      price: this.#price,
      places: this.#places,
      things: flat(this.#things),
      shelves: flat(this.#shelves),
      sellers: flat(this.#sellers),
    }
  }

  load({ bias, price, places, things, shelves, sellers }: SavedLikings): void {
    this.#bias = bias
    this.#price = price
    this.#places = places
    this.#things = things.map((belief) => belief ?? undefined)
    this.#shelves = shelves.map((belief) => belief ?? undefined)
    this.#sellers = sellers.map((belief) => belief ?? undefined)
  }

  #partsOf(own: OwnLikings | undefined, { thing, shelf, seller, place, priceDistance }: Look): Part[] {
    const at = Math.min(place, placesMax - 1)
    const parts: Part[] = [
      { belief: this.#bias, prior: priors.bias.variance, x: 1 },
      { belief: this.#places[at]!, prior: priors.place.variance, x: at === 0 ? 0 : 1 },
      { belief: listed(this.#things, thing, priors.thing), prior: priors.thing.variance, x: 1 },
      { belief: listed(this.#shelves, shelf, priors.shelf), prior: priors.shelf.variance, x: 1 },
      { belief: listed(this.#sellers, seller, priors.seller), prior: priors.seller.variance, x: 1 },
    ]
    if (priceDistance !== undefined) parts.push({ belief: this.#price, prior: priors.price.variance, x: priceDistance })
    if (own === undefined) return parts
    parts.push(
      { belief: own.pace, prior: priors.pace.variance, x: 1 },
      { belief: mapped(own.shelves, shelf, priors.ownShelf), prior: priors.ownShelf.variance, x: 1 },
      { belief: mapped(own.sellers, seller, priors.ownSeller), prior: priors.ownSeller.variance, x: 1 },
    )
    return parts
  }
}

export type SavedLikings = {
  bias: Belief
  price: Belief
  places: Belief[]
  things: (Belief | null)[]
  shelves: (Belief | null)[]
  sellers: (Belief | null)[]
}

/** Moves beliefs by what was seen. @param rest what stands beside them and is not moved */
function update(parts: readonly Part[], rest: Belief, isChosen: boolean): void {
  const total = parts.reduce((sum, { belief, x }) => sum + x * x * belief.variance, rest.variance)
  const mean = parts.reduce((sum, { belief, x }) => sum + x * belief.mean, rest.mean)
  const sign = isChosen ? 1 : -1
  const t = (sign * mean) / Math.sqrt(total)
  const surprise = t < -6 ? -t : normalDensity(t) / normalCdf(t)
  const sureness = surprise * (surprise + t)
  for (const { belief, prior, x } of parts) {
    const left = belief.variance * (1 - (x * x * belief.variance * sureness) / total)
    belief.mean += (sign * x * belief.variance * surprise) / Math.sqrt(total)
    belief.variance = Math.max(left, prior * openness)
  }
}

/** What is believed of how a visitor likes a shelf, or a seller. */
export function ownShelf(own: OwnLikings, shelf: number): Belief {
  return own.shelves.get(shelf) ?? priors.ownShelf
}

export function ownSeller(own: OwnLikings, seller: number): Belief {
  return own.sellers.get(seller) ?? priors.ownSeller
}

function listed(beliefs: (Belief | undefined)[], number: number, prior: Belief): Belief {
  for (let i = beliefs.length; i <= number; i += 1) beliefs.push(undefined)
  return (beliefs[number] ??= { ...prior })
}

function mapped(beliefs: Map<number, Belief>, number: number, prior: Belief): Belief {
  const known = beliefs.get(number)
  if (known !== undefined) return known
  const made = { ...prior }
  beliefs.set(number, made)
  return made
}
