/** A minimum to search for without derivatives. */
export interface Search {
  readonly loss: (point: Float64Array) => number
  readonly start: Float64Array
  /** Length of the first step along each axis. */
  readonly step: number
  /** Most evaluations of the loss; 200 unless given. */
  readonly evaluations?: number
  /** Stops when the losses of all corners lie within this share of the best; 1e-8 unless given. */
  readonly tolerance?: number
}

interface Corner {
  readonly point: Float64Array
  readonly loss: number
}

/**
 * Nelder and Mead, "A simplex method for function minimization", Computer Journal 1965, with the coefficients 1, 2, ½,
 * ½
 * of the paper. A loss that is not finite counts as infinite.
 */
export function nelderMead(search: Search): Corner {
  const { start, step, evaluations = 200, tolerance = 1e-8 } = search
  const spent = { evaluations: 0 }
  const at = (point: Float64Array): Corner => {
    spent.evaluations += 1
    const loss = search.loss(point)
    return { point, loss: Number.isFinite(loss) ? loss : Infinity }
  }
  const corners = [at(start.slice())]
  for (const axis of start.keys()) corners.push(at(start.with(axis, start[axis]! + step)))
  const order = (): void => void corners.sort((a, b) => a.loss - b.loss)
  order()
  while (spent.evaluations < evaluations) {
    const [best, worst] = [corners[0]!, corners.at(-1)!]
    if (worst.loss - best.loss <= tolerance * Math.abs(best.loss)) break
    const next = replacement(corners, at)
    if (next === undefined) shrink(corners, at)
    else corners[corners.length - 1] = next
    order()
  }
  return corners[0]!
}

/** A better place for the worst corner, on the line through the middle of the others; undefined if there is none. */
function replacement(corners: readonly Corner[], at: (point: Float64Array) => Corner): Corner | undefined {
  const worst = corners.at(-1)!
  const others = corners.slice(0, -1)
  const middle = worst.point.map((_, axis) => others.reduce((sum, { point }) => sum + point[axis]!, 0) / others.length)
  const along = (times: number): Corner => at(middle.map((value, axis) => value + times * (value - worst.point[axis]!)))
  const reflected = along(1)
  if (reflected.loss < corners[0]!.loss) {
    const expanded = along(2)
    return expanded.loss < reflected.loss ? expanded : reflected
  }
  if (reflected.loss < others.at(-1)!.loss) return reflected
  const contracted = along(reflected.loss < worst.loss ? 0.5 : -0.5)
  return contracted.loss < Math.min(reflected.loss, worst.loss) ? contracted : undefined
}

function shrink(corners: Corner[], at: (point: Float64Array) => Corner): void {
  const best = corners[0]!.point
  for (let i = 1; i < corners.length; i += 1) {
    corners[i] = at(corners[i]!.point.map((value, axis) => (value + best[axis]!) / 2))
  }
}
