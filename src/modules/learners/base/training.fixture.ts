/** A training module for the tests of training.ts: each behaviour that a real one may show. */
export type Input =
  | { readonly does: 'sum'; readonly numbers: Float64Array }
  | { readonly does: 'fail' | 'fail oddly' | 'spin' | 'leave' }

class OddError extends Error {
  readonly handler = (): void => undefined
}

/** Does what the input says. */
export async function train(
  input: Input,
  report: (done: number) => void,
): Promise<{ sum: number; last: Float64Array }> {
  switch (input.does) {
    case 'fail':
      throw new RangeError('labels[3] must be 0 or 1, got 7')
    case 'fail oddly':
      throw new OddError('odd')
    case 'leave':
      return process.exit(3)
    case 'spin':
      report(0)
      for (;;) Math.random()
    case 'sum':
      for (const index of input.numbers.keys()) report(index + 1)
      return { sum: input.numbers.reduce((sum, number) => sum + number, 0), last: input.numbers.subarray(-1) }
  }
}
