/** A change of many prices. Amounts are minor units, shares basis points. */
export type PriceChange =
  | { readonly kind: 'to'; readonly amountMinor: number }
  | { readonly kind: 'by'; readonly amountMinor: number }
  | { readonly kind: 'share'; readonly bps: number }

/** The most that an offer may cost, as the API says. */
const priceMinorMax = 1_000_000_000_000

/** The new price: whole minor units, halves away from zero, never below nothing. */
export function changedPrice(priceMinor: number, change: PriceChange): number {
  const wanted = wantedPrice(priceMinor, change)
  return Math.min(Math.max(wanted, 0), priceMinorMax)
}

function wantedPrice(priceMinor: number, change: PriceChange): number {
  if (change.kind === 'to') return change.amountMinor
  if (change.kind === 'by') return priceMinor + change.amountMinor
  // Prices stay far below 2^53 / 10^4 only up to 9 * 10^11: BigInt keeps the product exact.
  const product = BigInt(priceMinor) * BigInt(10_000 + change.bps)
  const half = product < 0n ? -5_000n : 5_000n
  return Number((product + half) / 10_000n)
}
