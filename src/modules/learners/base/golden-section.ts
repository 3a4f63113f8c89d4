const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * The place of the minimum of a function with one valley, by golden section (Kiefer, "Sequential minimax search for a
 * maximum", 1953). Each step costs one evaluation and leaves .618 of the interval.
 *
 * @param tolerance length of the interval at which to stop, above 0
 */
export function goldenSection(
  loss: (at: number) => number,
  interval: readonly [low: number, high: number],
  tolerance: number,
): number {
  let [low, high] = interval
  let left = high - GOLDEN * (high - low)
  let right = low + GOLDEN * (high - low)
  let leftLoss = loss(left)
  let rightLoss = loss(right)
  while (high - low > tolerance) {
    if (leftLoss <= rightLoss) {
      high = right
      right = left
      rightLoss = leftLoss
      left = high - GOLDEN * (high - low)
      leftLoss = loss(left)
    } else {
      low = left
      left = right
      leftLoss = rightLoss
      right = low + GOLDEN * (high - low)
      rightLoss = loss(right)
    }
  }
  return (low + high) / 2
}
