/** Adaptive Gauss–Kronrod quadrature (Piessens et al., QUADPACK, 1983) of several functions over the same nodes. */

const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
]
const KRONROD = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
]
/** Weights of the seven Gauss nodes, which are every other Kronrod node; 0 elsewhere. */
const GAUSS = [0, 0.1294849661688697, 0, 0.27970539148927664, 0, 0.3818300505051189, 0, 0.4179591836734694]
/** A panel this often halved is 1e-12 of the range: the functions are not smooth. */
const DEEPEST = 40

/** Errors below this are rounding. */
const ROUNDING = 1e-15

/** Functions whose sum is the derivative of a known one. */
export interface Panels {
  low: number
  high: number
  /** Number of functions. */
  size: number
  tolerance: number
  /** Writes the value of each function at u. */
  at(u: number, out: Float64Array): void
  /** Antiderivative of their sum. */
  total(u: number): number
}

interface Panel {
  low: number
  high: number
  totalLow: number
  totalHigh: number
  depth: number
}

/**
 * Integrals of all functions from low to high. A panel is accepted when Gauss and Kronrod agree and when the sum
 * equals the exact difference of `total`; otherwise it is halved.
 */
export function integratePanels(problem: Panels): { integrals: Float64Array; error: number } {
  const { low, high, size, tolerance } = problem
  const integrals = new Float64Array(size)
  const rule = kronrod(problem)
  let error = 0
  const waiting: Panel[] = [{ low, high, totalLow: problem.total(low), totalHigh: problem.total(high), depth: 0 }]
  for (let panel = waiting.pop(); panel !== undefined; panel = waiting.pop()) {
    const found = rule(panel)
    const share = (panel.high - panel.low) / (high - low)
    if (found.error <= Math.max(tolerance * share, ROUNDING)) {
      for (let i = 0; i < size; i++) integrals[i] = integrals[i]! + found.values[i]!
      error += found.error
      continue
    }
    if (panel.depth === DEEPEST) throw new Error(`quadrature: no convergence near ${panel.low}`)
    const middle = (panel.low + panel.high) / 2
    const totalMiddle = problem.total(middle)
    waiting.push({ ...panel, high: middle, totalHigh: totalMiddle, depth: panel.depth + 1 })
    waiting.push({ ...panel, low: middle, totalLow: totalMiddle, depth: panel.depth + 1 })
  }
  return { integrals, error }
}

function kronrod(problem: Panels): (panel: Panel) => { values: Float64Array; error: number } {
  const { size } = problem
  const values = new Float64Array(size)
  const gauss = new Float64Array(size)
  const point = new Float64Array(size)
  return (panel) => {
    values.fill(0)
    gauss.fill(0)
    const half = (panel.high - panel.low) / 2
    const centre = (panel.high + panel.low) / 2
    for (let k = 0; k < 15; k++) {
      const node = k < 8 ? k : 14 - k
      problem.at(centre + (k < 8 ? -half : half) * NODES[node]!, point)
      for (let i = 0; i < size; i++) {
        values[i] = values[i]! + half * KRONROD[node]! * point[i]!
        gauss[i] = gauss[i]! + half * GAUSS[node]! * point[i]!
      }
    }
    let sum = 0
    let apart = 0
    for (let i = 0; i < size; i++) {
      sum += values[i]!
      apart = Math.max(apart, Math.abs(values[i]! - gauss[i]!))
    }
    // Kronrod is far better than the difference to Gauss: QUADPACK's scaling of the latter.
    const estimate = Math.min(apart, (200 * apart) ** 1.5)
    return { values, error: Math.max(estimate, Math.abs(sum - (panel.totalHigh - panel.totalLow))) }
  }
}
