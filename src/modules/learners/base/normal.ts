/** The error function and the standard normal distribution. */
import { requireInside, requireNumber } from './gamma-beta.ts'

const SQRT_PI = Math.sqrt(Math.PI)
/** Up to here 1 - erf keeps its digits, from here the continued fraction converges. */
const SERIES_END = 1.5
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

/** erfc(x) e^(x²) for x >= 1.5 by the continued fraction of DLMF 7.9.1, evaluated backwards. */
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
  return x < SERIES_END ? 1 - (x === 0 ? 0 : erfSeries(x)) : x > 27.3 ? 0 : expMinusSquare(x) * erfcFraction(x)
}

/** Error function. */
export function erf(x: number): number {
  requireNumber(x, 'erf x')
  if (x < 0) return -erf(-x)
  return x === 0 ? 0 : x < SERIES_END ? erfSeries(x) : 1 - erfc(x)
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
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
]
const CENTRE_Q = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
]
const MIDDLE_P = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
]
const MIDDLE_Q = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const FAR_P = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
]
const FAR_Q = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
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
