/** A sum in which everything weighs half after each half-life, as of the time of its newest part. */
export type DecayedSum = { value: number; time: number }

/**
 * Adds to a decayed sum, exactly: what came before is decayed to the new time, and what comes late to the time that the
 * sum has already.
 */
export function added(sum: DecayedSum, { weight, at }: { weight: number; at: number }, halfLifeMs: number): DecayedSum {
  if (at >= sum.time) return { value: sum.value * 2 ** ((sum.time - at) / halfLifeMs) + weight, time: at }
  return { value: sum.value + weight * 2 ** ((at - sum.time) / halfLifeMs), time: sum.time }
}

/** What a decayed sum has come to; a time before its newest part counts as that time. */
export function decayedTo({ value, time }: DecayedSum, at: number, halfLifeMs: number): number {
  return at <= time ? value : value * 2 ** ((time - at) / halfLifeMs)
}
