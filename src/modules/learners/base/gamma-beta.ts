/**
 * Gamma and beta functions and their incomplete forms, to about 1e-13 relative.
 *
 * Prefactors follow C. Loader, "Fast and accurate computation of binomial probabilities" (2000): the large
 * logarithms cancel on paper instead of in floating point, so that parameters of a million keep their digits.
 */
import { requireBetween, requirePositive } from './guards.ts'

const TINY = 1e-300
const EPSILON = 2 ** -52
const HALF_LOG_TWO_PI = 0.9189385332046727
/** B(2k) / (2k (2k - 1)), the Stirling series of DLMF 5.11.1. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400]

/** A point of the unit interval and its distance to one, given apart so that neither loses its digits near an end. */
export interface UnitPoint {
  x: number
  y: number
}

/** A lower probability with its complement, each computed without subtracting from one where it is small. */
export interface Tails {
  lower: number
  upper: number
}

/** Refuses NaN; infinities are fair arguments of a distribution function. */
export function requireNumber(value: number, what: string): void {
  if (Number.isNaN(value)) throw new RangeError(`${what} must be a number, got NaN`)
}

/** Refuses a probability of 0 or 1, where a quantile is infinite. */
export function requireInside(value: number, what: string): void {
  requireBetween(value, [0, 1], what)
  if (value === 0 || value === 1) throw new RangeError(`${what} must lie strictly between 0 and 1, got ${value}`)
}

function stirlingSeries(x: number): number {
  const inverseSquare = 1 / (x * x)
  let sum = 0
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * inverseSquare + STIRLING[k]!
  return sum / x
}

/** Logarithm of the gamma function for x > 0; absolute error below 1e-14 around the zeros at 1 and 2. */
export function lnGamma(x: number): number {
  requirePositive(x, 'lnGamma x')
  let product = 1
  let shifted = x
  while (shifted < 15) product *= shifted++
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingSeries(shifted) - Math.log(product)
}

/** Logarithm of the beta function B(a, b). */
export function lnBeta(a: number, b: number): number {
  if (Math.min(a, b) < 15) return lnGamma(a) + lnGamma(b) - lnGamma(a + b)
  const total = a + b
  const corrections = stirlingSeries(a) + stirlingSeries(b) - stirlingSeries(total)
  const powers = a * Math.log(a / total) + b * Math.log(b / total)
  return HALF_LOG_TWO_PI + 0.5 * Math.log(total / (a * b)) + powers + corrections
}

/** lnGamma(x) less Stirling's leading terms (Loader's stirlerr). */
function stirlingError(x: number): number {
  if (x >= 15) return stirlingSeries(x)
  return lnGamma(x) - ((x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI)
}

/** x ln(x / mean) + mean - x without cancellation near x = mean (Loader's bd0). */
function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) > 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x
  const v = (x - mean) / (x + mean)
  let sum = (x - mean) * v
  let term = 2 * x * v
  for (let j = 3; ; j += 2) {
    term *= v * v
    const next = sum + term / j
    if (next === sum) return sum
    sum = next
  }
}

/** x^a e^-x / Γ(a): the density of ln X for a gamma variable of shape a. */
export function gammaKernel(a: number, x: number): number {
  if (x <= 0) return 0
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - deviance(a, x))
}

/** x^a y^b / B(a, b): the density of the logit of a beta variable. */
export function betaKernel(a: number, b: number, { x, y }: UnitPoint): number {
  if (x <= 0 || y <= 0) return 0
  const n = a + b
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y)
  return Math.sqrt(((a / n) * b) / (2 * Math.PI)) * Math.exp(exponent)
}

/** Iterations needed grow with the square root of the shapes; 50 more covers small ones. */
const mostSteps = (shape: number): number => 200 + 20 * Math.ceil(Math.sqrt(shape))

function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < mostSteps(a + x); n++) {
    term *= x / (a + n)
    sum += term
    if (term < sum * EPSILON) return sum
  }
  throw new Error(`incompleteGamma: the series did not converge at shape ${a}, x ${x}`)
}

/** DLMF 8.9.2 by the modified Lentz method. */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let h = d
  for (let n = 1; n < mostSteps(a + x); n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / nonZero(numerator * d + b)
    c = nonZero(b + numerator / c)
    const factor = d * c
    h *= factor
    if (Math.abs(factor - 1) < 2 * EPSILON) return h
  }
  throw new Error(`incompleteGamma: the continued fraction did not converge at shape ${a}, x ${x}`)
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value)

/** Regularised incomplete gamma functions P(a, x) and Q(a, x) for a > 0, x >= 0. */
export function incompleteGamma(a: number, x: number): Tails {
  if (x === 0) return { lower: 0, upper: 1 }
  if (x === Infinity) return { lower: 1, upper: 0 }
  const kernel = gammaKernel(a, x)
  if (x < a + 1) {
    const lower = kernel === 0 ? 0 : Math.min(1, kernel * gammaSeries(a, x))
    return { lower, upper: 1 - lower }
  }
  const upper = kernel === 0 ? 0 : Math.min(1, kernel * gammaFraction(a, x))
  return { lower: 1 - upper, upper }
}

/**
 * x^a y^b / (B(a, b) I_x(a, b)) by the continued fraction of Didonato and Morris, "Algorithm 708" (1992), equation 9,
 * with the modified Lentz method; nothing cancels for x below (a + 1) / (a + b).
 */
function betaFraction(a: number, b: number, { x, y }: UnitPoint): number {
  const lead = a * y - b * x + 1
  let h = (a * lead) / (a + 1)
  let c = h
  let d = 0
  for (let m = 1; m < mostSteps(a + b); m++) {
    const below = a + 2 * m - 1
    const numerator = (((a + m - 1) * (a + b + m - 1) * m) / below) * (((b - m) * x * x) / below)
    const term = m + (m * (b - m) * x) / below + ((a + m) * (lead + m * (1 + y))) / (below + 2)
    d = 1 / nonZero(term + numerator * d)
    c = nonZero(term + numerator / c)
    h *= c * d
    if (Math.abs(c * d - 1) < 2 * EPSILON) return h
  }
  throw new Error(`incompleteBeta: the continued fraction did not converge at (${a}, ${b}), x ${x}`)
}

/** Regularised incomplete beta function I_x(a, b), its complement, and the kernel both were built from. */
export function incompleteBeta(a: number, b: number, point: UnitPoint): Tails & { density: number } {
  const { x, y } = point
  if (x <= 0) return { lower: 0, upper: 1, density: 0 }
  if (y <= 0) return { lower: 1, upper: 0, density: 0 }
  const density = betaKernel(a, b, point)
  if (x < (a + 1) / (a + b + 2)) {
    const lower = density === 0 ? 0 : Math.min(1, density / betaFraction(a, b, point))
    return { lower, upper: 1 - lower, density }
  }
  const upper = density === 0 ? 0 : Math.min(1, density / betaFraction(b, a, { x: y, y: x }))
  return { lower: 1 - upper, upper, density }
}
