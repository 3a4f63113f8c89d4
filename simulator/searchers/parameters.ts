/**
 * The world of the searchers: what is true there and nowhere else. Somebody who searches for a word looks down what is
 * found, clicks on what is seen and good, buys some of it, and sends some of it back. How well a thing matches says
 * nothing of how good it is: all things of a word have it in their title.
 */
export const parameters = {
  words: 6,
  thingsOfAWord: 24,
  sellers: 12,
  searchers: 60,

  /** The chance that a place is looked at, of the one above it. */
  looksOn: 0.85,
  /** Log odds of a click on what is looked at, and what a thing's quality (a standard deviation) adds. */
  clickBase: -2.1,
  quality: 1.6,
  /** Log odds that what was clicked is bought, and what quality adds. */
  buyBase: -1.2,
  buyQuality: 0.4,
  /** Share of things that disappoint, and how often such and others come back. */
  flawedShare: 0.15,
  flawedReturns: 0.7,
  soundReturns: 0.05,

  /** Searches before the town learns, beside the learnt order in shadow, and of the comparison. */
  teaching: 1_300,
  beside: 160,
  compared: 600,

  /** Worth of a click, and of a purchase that is kept. */
  clickWorth: 1,
  keptWorth: 5,
} as const

/** The numbers of a world. */
export type Parameters = { readonly [Name in keyof typeof parameters]: number }

/** A world of the same shape in which nothing is better than anything else. */
export const indifferent: Parameters = { ...parameters, quality: 0, buyQuality: 0, flawedShare: 0, teaching: 1_150 }

export const seed = 17
