/** Digits behind the point of a currency (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. */
export function digitsOf(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const found =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  digits.set(currency, found)
  return found
}

const digits = new Map<string, number>()

/** An amount as plain decimal text: `86.00`, `-0.05`, `1200` of JPY. Exact: no division of floating point. */
export function decimal(amountMinor: number, currency: string): string {
  const places = digitsOf(currency)
  const text = String(Math.abs(amountMinor)).padStart(places + 1, '0')
  const cut = text.length - places
  const whole = places === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`
  return amountMinor < 0 ? `-${whole}` : whole
}
