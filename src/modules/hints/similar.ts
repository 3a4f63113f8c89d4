/** Which things are like another, and what they cost: pure. */

/** A thing with its price. */
export type Comparable = { title: string; priceMinor: number }

/** What similar things cost. */
export type Range = {
  count: number
  lowMinor: number
  medianMinor: number
  highMinor: number
  /** Words that the things share with the title; none: they are of the same shelf. */
  words: string[]
}

/** Fewer say nothing about a price. */
export const least = 5

/** Too common to tell things apart, in titles of either language. */
const fillers = new Set(['and', 'the', 'for', 'with', 'new', 'old', 'small', 'large', 'set'])

/** Words of three letters and more, and pairs of ideographs. */
export function wordsOf(title: string): string[] {
  return [...writtenOf(title).keys()]
}

/** Words by what they are compared by, as they are written in a title. */
function writtenOf(title: string): ReadonlyMap<string, string> {
  const plain = title.normalize('NFKC').toLowerCase()
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? []
  const found = words.flatMap((word) => {
    const keys = /\p{Script=Han}/u.test(word) ? pairsOf(word) : stemOf(word)
    return keys.map((key) => [key, /\p{Script=Han}/u.test(key) ? key : word] as const)
  })
  return new Map(found.filter(([key]) => !fillers.has(key)))
}

function pairsOf(word: string): string[] {
  const letters = Array.from(word)
  return letters.slice(1).map((letter, index) => `${letters[index]!}${letter}`)
}

/** Plurals are the same thing. */
function stemOf(word: string): string[] {
  if (word.length < 3) return []
  return [word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word]
}

/**
 * The things that share words with a title: those that share the most, as long as they are enough; else all of them.
 *
 * @returns undefined where there are too few to say anything
 */
export function rangeOf(title: string, things: readonly Comparable[]): Range | undefined {
  const written = writtenOf(title)
  const wanted = [...written.keys()]
  const judged = things.map((thing) => ({
    thing,
    shared: wordsOf(thing.title).filter((word) => wanted.includes(word)),
  }))
  for (let most = wanted.length; most >= 0; most -= 1) {
    const near = judged.filter(({ shared }) => shared.length >= most)
    if (near.length < least) continue
    const prices = near.map(({ thing }) => thing.priceMinor)
    const range = summed(
      prices,
      near.flatMap(({ shared }) => shared),
    )
    return { ...range, words: range.words.map((word) => written.get(word) ?? word) }
  }
  return undefined
}

function summed(prices: readonly number[], shared: readonly string[]): Range {
  const sorted = prices.toSorted((one, other) => one - other)
  const counts = Map.groupBy(shared, (word) => word)
  const common = [...counts].filter(([, all]) => all.length >= prices.length / 2).map(([word]) => word)
  return {
    count: prices.length,
    lowMinor: quantile(sorted, 0.25),
    medianMinor: quantile(sorted, 0.5),
    highMinor: quantile(sorted, 0.75),
    words: common.slice(0, 3),
  }
}

/** Nearest rank: a price that somebody has paid. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}

/** Steps around the middle, by option. */
export const steps: Readonly<Record<string, number>> = { lower: 0.85, low: 0.93, middle: 1, high: 1.07, higher: 1.15 }

/** The price of a step, as prices are written: whole units above 20, halves above 5, tenths below, in hundredths. */
export function priceAt(medianMinor: number, step: number): number {
  const exact = medianMinor * step
  const unit = exact >= 2_000 ? 100 : exact >= 500 ? 50 : 10
  return Math.max(1, Math.round(exact / unit) * unit || Math.round(exact))
}
