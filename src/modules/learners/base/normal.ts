/** The error function and the standard normal distribution. */
import { requireInside, requireNumber } from './gamma-beta.ts'

const SQRT_PI = Math.sqrt(Math.PI)
const SQRT_HALF = Math.SQRT1_2
const SQRT_TWO_PI = Math.sqrt(2 * Math.PI)

/** DLMF 7.6.2: all terms positive, so nothing cancels. */
function erfSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 2 ** -54; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / SQRT_PI) * Math.exp(-x * x) * sum
}

/** erfc(x) e^(x²) for x >= 2 by the continued fraction of DLMF 7.9.1, evaluated backwards. */
function erfcFraction(x: number): number {
  let tail = x
  for (let n = Math.ceil(20 + 200 / (x * x)); n >= 1; n--) tail = x + n / 2 / tail
  return 1 / (tail * SQRT_PI)
}

/** e^(-x²) with the rounding of x² carried along, so that far tails keep their digits. */
function expMinusSquare(x: number): number {
  const head = Math.round(x * 16) / 16
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head))
}

/** Complement of the error function; relative error below 1e-13 in the far tail too. */
export function erfc(x: number): number {
  requireNumber(x, 'erfc x')
  if (x < 0) return 2 - erfc(-x)
  return x < 2 ? 1 - (x === 0 ? 0 : erfSeries(x)) : x > 27.3 ? 0 : expMinusSquare(x) * erfcFraction(x)
}

/** Error function. */
export function erf(x: number): number {
  requireNumber(x, 'erf x')
  if (x < 0) return -erf(-x)
  return x === 0 ? 0 : x < 2 ? erfSeries(x) : 1 - erfc(x)
}

/** Standard normal density. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / SQRT_TWO_PI
}

/** P(Z <= z). */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * SQRT_HALF)
}

/** P(Z > z), keeping its digits far out. */
export function normalTail(z: number): number {
  return 0.5 * erfc(z * SQRT_HALF)
}

const CENTRE_P = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
]
const CENTRE_Q = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852854561,
]
const MIDDLE_P = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
]
const MIDDLE_Q = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
]
const FAR_P = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
]
const FAR_Q = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
]

function ratio(top: readonly number[], bottom: readonly number[], x: number): number {
  let p = 0
  let q = 0
  for (let i = 7; i >= 0; i--) {
    p = p * x + top[i]!
    q = q * x + bottom[i]!
  }
  return p / q
}

/** Quantile of the standard normal, 0 < p < 1. Source: Wichura, Algorithm AS 241 (1988), PPND16. */
export function normalQuantile(p: number): number {
  requireInside(p, 'normalQuantile p')
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE_P, CENTRE_Q, 0.180625 - q * q)
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const z = r <= 5 ? ratio(MIDDLE_P, MIDDLE_Q, r - 1.6) : ratio(FAR_P, FAR_Q, r - 5)
  return q < 0 ? -z : z
}
