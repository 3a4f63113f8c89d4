/** The address that somebody has typed here: kept in this browser until it stands in their address book. */

const key = 'lakeside.address'

/** An address of one's own book, or one to be entered. */
export type WrittenAddress = {
  name: string
  street: string
  postalCode?: string
  city: string
  countryCode: string
  label?: string
  note?: string
}

/** What was typed last, or null. */
export function typedAddress(): string | null {
  return localStorage.getItem(key)
}

/** Keeps what was typed for the next time. */
export function rememberTyped(address: string): void {
  localStorage.setItem(key, address)
}

/** Forgets it: it stands in the book, or is not wanted. */
export function forgetTyped(): void {
  localStorage.removeItem(key)
}

/** An address as an order takes it: lines of one text. */
export function addressText({ name, street, postalCode = '', city }: WrittenAddress): string {
  return [name, street, `${postalCode} ${city}`.trim()].join('\n')
}

/** What of a typed text can be told apart, for a form in which the rest is filled in. */
export function addressFrom(text: string, name: string): Partial<WrittenAddress> {
  const lines = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const [first = '', second, third] = lines.length > 2 ? lines : [name, ...lines]
  return { name: first, street: second ?? '', ...placeFrom(third ?? '') }
}

/** `6900 Bregenz` → its two parts. */
function placeFrom(line: string): { city: string; postalCode?: string } {
  const [, postalCode, city] = /^([0-9][0-9A-Za-z -]{2,9}) +(\D.*)$/.exec(line) ?? []
  return postalCode === undefined || city === undefined ? { city: line } : { city, postalCode }
}
