/**
 * The world of the shoppers: what is true there and nowhere else. These numbers were written before any policy that is
 * judged by them; whoever changes them measures every policy anew. The number of visits alone was raised later, because
 * even one who knew every thing and seller could not have learnt enough of the shoppers (ADR 25).
 *
 * A shopper looks at a page place by place, clicks on what is seen and liked, buys some of what was clicked, and sends
 * some of it back. Liking is a sum on the scale of log odds: of the shelf, of the seller's style, of the price against
 * what the shopper is used to pay, and of an appeal that is the same for everybody.
 */
export const parameters = {
  listings: 500,
  shoppers: 200,
  shelves: 10,
  sellers: 60,
  /** Visits of a shopper; each looks at so many pages, of so many places. */
  visits: 24,
  pagesAVisit: 4,
  places: 12,
  /** Of these visits the first are for learning; what is compared is earned after them, by every policy alike. */
  learningVisits: 18,

  /** The chance that a place is looked at: 1 / (1 + place / so many). */
  placesHalved: 8,

  /** Log odds that what is looked at and means nothing to the shopper is clicked. */
  clickBase: -3.4,
  /** A shopper's shelves: shares drawn from a Dirichlet distribution, sharper when smaller. */
  shelfConcentration: 0.25,
  /** Added for a shelf: so much times (share − 1 / shelves). */
  shelfWeight: 4,
  /** Sellers and shoppers have a style, a point on the unit circle; their cosine times this is added. */
  styleWeight: 0.9,
  /** Prices are log-normal: the median of a listing in minor units, and the spread of listings within the town. */
  priceMedianMinor: 2_500,
  priceSpread: 0.7,
  /** What a shopper is used to pay differs from the median by this spread. */
  budgetSpread: 0.5,
  /** Taken off for each factor e between the price and what the shopper is used to pay. */
  priceWeight: 0.8,
  /** Spread of what makes a thing liked by all. */
  appealSpread: 0.6,

  /** Log odds that what was clicked is bought; a part of the liking counts here too. */
  buyBase: -1.4,
  buyLiking: 0.5,
  /** Share of things that disappoint, and how often such and others come back. */
  flawedShare: 0.12,
  flawedReturns: 0.6,
  soundReturns: 0.05,

  /** Worth of what a shopper does, for oracle and comparison: a click, and a purchase that is kept. */
  clickWorth: 1,
  keptWorth: 5,

  /** Shoppers who consent to being remembered; the others are known by the visit they are on alone. */
  consentingShare: 0.8,
  /** After this many visits of every shopper one thing is added, by a seller nobody has heard of. */
  newcomerAfterVisits: 19,
} as const

/** A world of the same shape in which nobody has a taste: there is nothing to be learnt of anybody. */
export const tasteless: Parameters = {
  ...parameters,
  shelfWeight: 0,
  styleWeight: 0,
  priceWeight: 0,
  appealSpread: 0,
  flawedShare: 0,
}

/** A world of fewer people and visits, for checks that take no longer than a minute. */
export const brief: Parameters = { ...parameters, shoppers: 140, visits: 5, learningVisits: 3, newcomerAfterVisits: 4 }

/** The numbers of a world. */
export type Parameters = { readonly [Name in keyof typeof parameters]: number }

/** Worlds that `npm run scenarios` visits, and those that `npm run soak -- shoppers` does. */
export const scenarioSeeds: readonly number[] = [11, 23, 47]
export const unseenSeeds: readonly number[] = [101, 211, 307, 401, 503, 601, 701, 809, 907, 1009]
