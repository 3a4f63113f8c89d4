/** Densities, tails and quantiles of the normal, t, beta, gamma and chi-square distributions, to 1e-10 or better. */
import {
  betaKernel,
  gammaKernel,
  incompleteBeta,
  incompleteGamma,
  lnBeta,
  requireInside,
  requireNumber,
} from './gamma-beta.ts'
import type { Tails } from './gamma-beta.ts'
import { requireBetween, requireFinite, requirePositive } from './guards.ts'

export { lnBeta, lnGamma } from './gamma-beta.ts'
export * from './normal.ts'

/** Both tails at u and the density of u. */
type Curve = (u: number) => Tails & { density: number }

/**
 * Finds the u of an increasing distribution at which its tails are `wanted`: Newton on the logarithm of the smaller
 * tail, which is nearly straight far out, kept inside a bracket by bisection.
 */
function solve(curve: Curve, wanted: Tails, bracket: { low: number; high: number; start: number }): number {
  let { low, high, start: u } = bracket
  const side = wanted.lower <= wanted.upper ? 'lower' : 'upper'
  const sign = side === 'lower' ? 1 : -1
  for (let step = 0; step < 300; step++) {
    const at = curve(u)
    const error = Math.log(at[side] / wanted[side])
    if (sign * error > 0) high = u
    else low = u
    const newton = u - (sign * error * at[side]) / at.density
    const next = newton > low && newton < high ? newton : (low + high) / 2
    const close = 1e-15 * Math.max(1, Math.abs(u))
    if (Math.abs(next - u) <= close || high - low <= close) return next
    u = next
  }
  return u
}

/** Below e^-745 a double is zero. */
const LOG_RANGE = 745

function checkGamma(shape: number, scale: number, where: string): void {
  requirePositive(shape, `${where} shape`)
  requirePositive(scale, `${where} scale`)
}

/** Density of the gamma distribution at x >= 0; `scale` is the mean divided by the shape. */
export function gammaDensity(x: number, shape: number, scale = 1): number {
  checkGamma(shape, scale, 'gammaDensity')
  requireFinite(x, 'gammaDensity x')
  if (x < 0) return 0
  if (x > 0) return gammaKernel(shape, x / scale) / x
  if (shape < 1) throw new RangeError(`gammaDensity x: the density at 0 is infinite for shape ${shape}`)
  return shape === 1 ? 1 / scale : 0
}

function gammaTails(x: number, { shape, scale }: { shape: number; scale: number }, where: string): Tails {
  checkGamma(shape, scale, where)
  requireNumber(x, `${where} x`)
  return x <= 0 ? { lower: 0, upper: 1 } : incompleteGamma(shape, x / scale)
}

/** P(X <= x) for a gamma variable. */
export function gammaCdf(x: number, shape: number, scale = 1): number {
  return gammaTails(x, { shape, scale }, 'gammaCdf').lower
}

/** P(X > x) for a gamma variable. */
export function gammaTail(x: number, shape: number, scale = 1): number {
  return gammaTails(x, { shape, scale }, 'gammaTail').upper
}

/** Quantile of the gamma distribution, 0 < p < 1; answers below 1e-323 come out as 0. */
export function gammaQuantile(p: number, shape: number, scale = 1): number {
  requireInside(p, 'gammaQuantile p')
  checkGamma(shape, scale, 'gammaQuantile')
  const curve: Curve = (u) => {
    const x = Math.exp(u)
    return { ...incompleteGamma(shape, x), density: gammaKernel(shape, x) }
  }
  return (
    scale * Math.exp(solve(curve, { lower: p, upper: 1 - p }, { low: -LOG_RANGE, high: 700, start: Math.log(shape) }))
  )
}

/** Density of chi-square with `df` degrees of freedom. */
export function chiSquareDensity(x: number, df: number): number {
  return gammaDensity(x, df / 2, 2)
}

/** P(X <= x) for chi-square. */
export function chiSquareCdf(x: number, df: number): number {
  return gammaCdf(x, df / 2, 2)
}

/** P(X > x) for chi-square: the p-value of a chi-square test. */
export function chiSquareTail(x: number, df: number): number {
  return gammaTail(x, df / 2, 2)
}

/** Quantile of chi-square, 0 < p < 1. */
export function chiSquareQuantile(p: number, df: number): number {
  return gammaQuantile(p, df / 2, 2)
}

function checkBeta(a: number, b: number, where: string): void {
  requirePositive(a, `${where} a`)
  requirePositive(b, `${where} b`)
}

/** Density of Beta(a, b) strictly inside 0..1. */
export function betaDensity(x: number, a: number, b: number): number {
  checkBeta(a, b, 'betaDensity')
  requireInside(x, 'betaDensity x')
  return betaKernel(a, b, { x, y: 1 - x }) / (x * (1 - x))
}

/** P(X <= x) for Beta(a, b). */
export function betaCdf(x: number, a: number, b: number): number {
  checkBeta(a, b, 'betaCdf')
  requireBetween(x, [0, 1], 'betaCdf x')
  return incompleteBeta(a, b, { x, y: 1 - x }).lower
}

/** P(X > x) for Beta(a, b). */
export function betaTail(x: number, a: number, b: number): number {
  checkBeta(a, b, 'betaTail')
  requireBetween(x, [0, 1], 'betaTail x')
  return incompleteBeta(a, b, { x, y: 1 - x }).upper
}

/** Distribution of the logit ln(x / (1 - x)) of a Beta(a, b) variable: both tails and the density. */
export function betaLogit(u: number, a: number, b: number): Tails & { density: number } {
  return incompleteBeta(a, b, { x: 1 / (1 + Math.exp(-u)), y: 1 / (1 + Math.exp(u)) })
}

/** Quantile of the logit of Beta(a, b), which keeps the digits of quantiles next to 0 and 1. */
export function betaLogitQuantile(p: number, a: number, b: number): number {
  requireInside(p, 'betaQuantile p')
  checkBeta(a, b, 'betaQuantile')
  const bracket = { low: -LOG_RANGE, high: LOG_RANGE, start: Math.log(a / b) }
  return solve((u) => betaLogit(u, a, b), { lower: p, upper: 1 - p }, bracket)
}

/** Quantile of Beta(a, b), 0 < p < 1. */
export function betaQuantile(p: number, a: number, b: number): number {
  const u = betaLogitQuantile(p, a, b)
  return u < 0 ? Math.exp(u) / (1 + Math.exp(u)) : 1 / (1 + Math.exp(-u))
}

/** Density of Student's t with `df` degrees of freedom. */
export function tDensity(t: number, df: number): number {
  requirePositive(df, 'tDensity df')
  requireFinite(t, 'tDensity t')
  const logDensity = -0.5 * (df + 1) * Math.log1p((t * t) / df) - 0.5 * Math.log(df) - lnBeta(0.5, df / 2)
  return Math.exp(logDensity)
}

/** P(|T| <= t) as `lower` and P(|T| > t) as `upper`, for t >= 0. */
function twoSided(t: number, df: number): Tails {
  if (t === Infinity) return { lower: 1, upper: 0 }
  // Divided by the larger of the two, so that the square of a huge t does not overflow.
  const ratio = t > 1 ? df / t / t : (t * t) / df
  const near = 1 / (1 + ratio)
  const far = ratio / (1 + ratio)
  return t > 1 ? incompleteBeta(0.5, df / 2, { x: near, y: far }) : incompleteBeta(0.5, df / 2, { x: far, y: near })
}

/** P(T <= t). */
export function tCdf(t: number, df: number): number {
  return tTail(-t, df)
}

/** P(T > t); twice this at |t| is the two-sided p-value of a t test. */
export function tTail(t: number, df: number): number {
  requirePositive(df, 'tTail df')
  requireNumber(t, 'tTail t')
  const upper = twoSided(Math.abs(t), df).upper / 2
  return t >= 0 ? upper : 1 - upper
}

/** Quantile of Student's t, 0 < p < 1. */
export function tQuantile(p: number, df: number): number {
  requireInside(p, 'tQuantile p')
  requirePositive(df, 'tQuantile df')
  if (p === 0.5) return 0
  if (p < 0.5) return -tUpperQuantile(p, df)
  return tUpperQuantile(1 - p, df)
}

/** The t > 0 beyond which lies `tail` < 0.5, sought by its logarithm. */
function tUpperQuantile(tail: number, df: number): number {
  const curve: Curve = (u) => {
    const t = Math.exp(u)
    return { ...twoSided(t, df), density: 2 * t * tDensity(t, df) }
  }
  return Math.exp(solve(curve, { lower: 1 - 2 * tail, upper: 2 * tail }, { low: -LOG_RANGE, high: 709, start: 0 }))
}
