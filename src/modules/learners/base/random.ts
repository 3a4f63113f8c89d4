import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { requireFinite, requireInteger, requirePositive, requireSome } from './guards.ts'
import { hashText } from './hashing.ts'

/** Random numbers that depend on nothing but their seed and the names of their streams. */
export type Random = {
  /** A number in [0, 1) with 53 random bits. */
  uniform: () => number
  /** An integer in [0, below). */
  integer: (below: number) => number
  /** A number from the standard normal distribution. */
  normal: () => number
  /** A number from the gamma distribution with this shape (> 0) and scale 1. */
  gamma: (shape: number) => number
  /** A number in [0, 1] from the beta distribution with shapes a, b > 0. */
  beta: (a: number, b: number) => number
  /** A position, drawn in proportion to the weights (≥ 0, at least one above 0). */
  categorical: (weights: ArrayLike<number>) => number
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle: <A extends { [index: number]: unknown; length: number }>(items: A) => A
  /**
   * An independent stream. It depends on the seed and the path of names alone, not on what was drawn before, so that
   * adding a draw in one place moves no number in another.
   */
  stream: (name: string | number) => Random
}

/**
 * Opens the stream of random numbers of a seed: xoroshiro128+ (Blackman and Vigna, 2018) whose 128-bit state is four
 * independent hashes of seed and names. Equal seeds give equal numbers on every machine.
 *
 * @param seed an integer, or any text
 */
export function seededRandom(seed: number | string): Random {
  if (typeof seed === 'number') requireFinite(seed, 'seed')
  return openStream(String(seed))
}

function openStream(path: string): Random {
  const state = [1, 2, 3, 4].map((part) => hashText(path, part) | 0)
  const generator = xoroshiro128plusFromState(state.some((word) => word !== 0) ? state : [1, 2, 3, 4])
  const normal = normals(generator)
  return {
    uniform: () => uniformFloat64(generator),
    integer: (below) => uniformInt(generator, 0, requireInteger(below, 1, 'integer below') - 1),
    normal,
    gamma: (shape) => Math.exp(logGamma(generator, normal, requirePositive(shape, 'gamma shape'))),
    beta(a, b) {
      const x = logGamma(generator, normal, requirePositive(a, 'beta a'))
      const y = logGamma(generator, normal, requirePositive(b, 'beta b'))
      return 1 / (1 + Math.exp(y - x))
    },
    categorical: (weights) => categorical(generator, weights),
    shuffle: (items) => shuffle(generator, items),
    stream: (name) => openStream(`${path}/${encodeURIComponent(String(name).toWellFormed())}`),
  }
}

/** The polar method (Marsaglia and Bray, 1964): two normals from a point in the unit disc. */
function normals(generator: RandomGenerator): () => number {
  let spare = Number.NaN
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare
      spare = Number.NaN
      return value
    }
    for (;;) {
      const x = 2 * uniformFloat64(generator) - 1
      const y = 2 * uniformFloat64(generator) - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * factor
      return x * factor
    }
  }
}

/**
 * The logarithm of a gamma variate: Marsaglia and Tsang (2000), "A simple method for generating gamma variables".
 * In logarithms, because a shape below .01 gives values that a double cannot hold, and a beta made of two zeros is NaN.
 */
function logGamma(generator: RandomGenerator, normal: () => number, shape: number): number {
  if (shape < 1) {
    const boost = Math.log(1 - uniformFloat64(generator)) / shape
    return logGamma(generator, normal, shape + 1) + Math.max(boost, -1e300)
  }
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const root = 1 + c * x
    if (root <= 0) continue
    const logV = 3 * Math.log(root)
    const u = 1 - uniformFloat64(generator)
    if (Math.log(u) < 0.5 * x * x + d - d * root ** 3 + d * logV) return Math.log(d) + logV
  }
}

function categorical(generator: RandomGenerator, weights: ArrayLike<number>): number {
  requireSome(weights, 'categorical weights')
  let total = 0
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i]!
    if (!(weight >= 0)) throw new RangeError(`categorical weights[${i}] must be at least 0, got ${weight}`)
    total += weight
  }
  requirePositive(total, 'the sum of categorical weights')
  let left = uniformFloat64(generator) * total
  let last = 0
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i]!
    if (weight === 0) continue
    if (left < weight) return i
    left -= weight
    last = i // the answer when rounding leaves a crumb behind the last weight
  }
  return last
}

function shuffle<A extends { [index: number]: unknown; length: number }>(generator: RandomGenerator, items: A): A {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = uniformInt(generator, 0, i)
    const held = items[i]
    items[i] = items[j]
    items[j] = held
  }
  return items
}
