/** What is true in the shoppers' world: who likes what, and what they do with what they are shown. */
import { type Random, seededRandom } from '#modules/learners'
import type { Parameters } from './parameters.ts'

/** A thing on offer; appeal and flaw are nobody's to know. */
export type Listing = {
  shelf: number
  seller: number
  priceMinor: number
  appeal: number
  isFlawed: boolean
}

/** Somebody with tastes. */
export type Shopper = {
  /** Shares of the shelves; they add up to 1. */
  shelves: readonly number[]
  /** Angle of the style. */
  style: number
  /** ln of what they are used to pay, minor units. */
  budget: number
  isConsenting: boolean
}

/** A world that its seed makes. */
export type World = {
  parameters: Parameters
  seed: number
  listings: readonly Listing[]
  /** The thing that is added later, by a seller of its own. */
  newcomer: Listing
  shoppers: readonly Shopper[]
  /** Angles of the sellers' styles; the last is the newcomer's. */
  styles: readonly number[]
}

/** Makes a world; equal seeds make equal worlds. */
export function makeWorld(seed: number, parameters: Parameters): World {
  const random = seededRandom(`shoppers/${seed}`)
  const styles = angles(random.stream('styles'), parameters.sellers + 1)
  const listingRandom = random.stream('listings')
  const listings = Array.from({ length: parameters.listings }, () => listing(listingRandom, parameters))
  const shopperRandom = random.stream('shoppers')
  const shoppers = Array.from({ length: parameters.shoppers }, () => shopper(shopperRandom, parameters))
  const newcomer = { ...listing(random.stream('newcomer'), parameters), seller: parameters.sellers }
  return { parameters, seed, listings, newcomer, shoppers, styles }
}

function angles(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => 2 * Math.PI * random.uniform())
}

function listing(random: Random, parameters: Parameters): Listing {
  const { shelves, sellers, priceMedianMinor, priceSpread, appealSpread, flawedShare } = parameters
  return {
    shelf: random.integer(shelves),
    seller: random.integer(sellers),
    priceMinor: Math.max(50, Math.round(priceMedianMinor * Math.exp(priceSpread * random.normal()))),
    appeal: appealSpread * random.normal(),
    isFlawed: random.uniform() < flawedShare,
  }
}

function shopper(random: Random, parameters: Parameters): Shopper {
  const { shelves, shelfConcentration, priceMedianMinor, budgetSpread, consentingShare } = parameters
  const weights = Array.from({ length: shelves }, () => random.gamma(shelfConcentration))
  const total = weights.reduce((sum, one) => sum + one, 0)
  return {
    shelves: weights.map((one) => (total > 0 ? one / total : 1 / shelves)),
    style: 2 * Math.PI * random.uniform(),
    budget: Math.log(priceMedianMinor) + budgetSpread * random.normal(),
    isConsenting: random.uniform() < consentingShare,
  }
}

/** The thing of a number; the one behind the last is the newcomer. */
export function listingOf({ listings, newcomer }: World, number: number): Listing {
  return listings[number] ?? newcomer
}

/** How much a shopper likes a thing, in log odds. */
export function liking(world: World, who: Shopper, { shelf, seller, priceMinor, appeal }: Listing): number {
  const { shelves, shelfWeight, styleWeight, priceWeight } = world.parameters
  const ofShelf = shelfWeight * (who.shelves[shelf]! - 1 / shelves)
  const ofStyle = styleWeight * Math.cos(who.style - world.styles[seller]!)
  const ofPrice = priceWeight * Math.abs(Math.log(priceMinor) - who.budget)
  return ofShelf + ofStyle - ofPrice + appeal
}

/** The chance that a place is looked at. */
export function examined({ parameters }: World, place: number): number {
  return 1 / (1 + place / parameters.placesHalved)
}

/** Chances of what a shopper does with a thing that is looked at. */
export type Chances = { click: number; buy: number; giveBack: number }

export function chancesOf(world: World, who: Shopper, thing: Listing): Chances {
  const { clickBase, buyBase, buyLiking, flawedReturns, soundReturns } = world.parameters
  const liked = liking(world, who, thing)
  return {
    click: logistic(clickBase + liked),
    buy: logistic(buyBase + buyLiking * liked),
    giveBack: thing.isFlawed ? flawedReturns : soundReturns,
  }
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score))
}

/** What a look at a thing is worth, and what it earns its seller in the end, minor units; both on the average. */
export function valueOf(world: World, who: Shopper, thing: Listing): { worth: number; revenueMinor: number } {
  const { click, buy, giveBack } = chancesOf(world, who, thing)
  const kept = buy * (1 - giveBack)
  const { clickWorth, keptWorth } = world.parameters
  return { worth: click * (clickWorth + keptWorth * kept), revenueMinor: click * kept * thing.priceMinor }
}

/** A page that somebody looks at. */
export type Moment = { shopper: number; visit: number; page: number }

/** What somebody does at a place. */
export type Act = { isClicked: boolean; isBought: boolean; isGivenBack: boolean }

/** What a shopper does with a thing at a place: the same thing at the same place at the same moment, the same act. */
export function actOf(
  world: World,
  { shopper: number, visit, page }: Moment,
  at: { place: number; thing: number },
): Act {
  const who = world.shoppers[number]!
  const { click, buy, giveBack } = chancesOf(world, who, listingOf(world, at.thing))
  const random = seededRandom(`${world.seed}/${number}/${visit}/${page}/${at.thing}`)
  const [look, choose, pay, regret] = [random.uniform(), random.uniform(), random.uniform(), random.uniform()]
  const isClicked = look < examined(world, at.place) && choose < click
  const isBought = isClicked && pay < buy
  return { isClicked, isBought, isGivenBack: isBought && regret < giveBack }
}
