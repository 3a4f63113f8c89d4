/** The error function and the standard normal distribution. */
import { requireInside, requireNumber } from './gamma-beta.ts'

const SQRT_PI = Math.sqrt(Math.PI)
const SQRT_HALF = Math.SQRT1_2
const SQRT_TWO_PI = Math.sqrt(2 * Math.PI)

// Coefficients by rising powers. Source: Cody, Rational Chebyshev approximations for the error function (1969).
/** erf(x) / x by x². */
const NEAR_P = [3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315]
const NEAR_Q = [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1]
/** erfc(x) e^(x²) by x. */
const BESIDE_P = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001, 66.11919063714163,
  8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
]
const BESIDE_Q = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903, 537.1811018620099,
  117.6939508913125, 15.744926110709835, 1,
]
/** x² (1 / √π - x erfc(x) e^(x²)) by 1 / x². */
const TAIL_P = [
  0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445, 0.30532663496123236,
  0.016315387137302097,
]
const TAIL_Q = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234604, 2.568520192289822, 1,
]
const [NEAR_END, BESIDE_END] = [0.46875, 4]

/** One polynomial by another of the same degree. */
function ratio(top: readonly number[], bottom: readonly number[], x: number): number {
  let p = 0
  let q = 0
  for (let i = top.length - 1; i >= 0; i--) {
    p = p * x + top[i]!
    q = q * x + bottom[i]!
  }
  return p / q
}

/** erf(x) for |x| <= 0.46875. */
function erfNear(x: number): number {
  return x * ratio(NEAR_P, NEAR_Q, x * x)
}

/** e^(-x²) with the rounding of x² carried along, so that far tails keep their digits. */
function expMinusSquare(x: number): number {
  const head = Math.round(x * 16) / 16
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head))
}

/** Complement of the error function; relative error below 1e-13 in the far tail too. */
export function erfc(x: number): number {
  requireNumber(x, 'erfc x')
  if (x < -NEAR_END) return 2 - erfc(-x)
  if (x <= NEAR_END) return 1 - erfNear(x)
  if (x <= BESIDE_END) return expMinusSquare(x) * ratio(BESIDE_P, BESIDE_Q, x)
  if (x > 27.3) return 0
  const square = 1 / (x * x)
  return (expMinusSquare(x) * (1 / SQRT_PI - square * ratio(TAIL_P, TAIL_Q, square))) / x
}

/** Error function. */
export function erf(x: number): number {
  requireNumber(x, 'erf x')
  return Math.abs(x) <= NEAR_END ? erfNear(x) : 1 - erfc(x)
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

/** Quantile of the standard normal, 0 < p < 1. Source: Wichura, Algorithm AS 241 (1988), PPND16. */
export function normalQuantile(p: number): number {
  requireInside(p, 'normalQuantile p')
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE_P, CENTRE_Q, 0.180625 - q * q)
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const z = r <= 5 ? ratio(MIDDLE_P, MIDDLE_Q, r - 1.6) : ratio(FAR_P, FAR_Q, r - 5)
  return q < 0 ? -z : z
}
