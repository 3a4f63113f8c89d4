import type { CsvRow } from '#kit/save-button'
import { digitsOf } from '#web/format'
import type { Own } from './own-offers.ts'

/** Offers as rows of a file that can be imported again: names of columns are those that the import knows. */
export function rowsOfOffers(offers: readonly Own[]): CsvRow[] {
  const options = namesIn(offers.map(({ variant }) => variant))
  const attributes = namesIn(offers.map((offer) => offer.attributes))
  return offers.map((offer) => ({
    id: offer.id,
    title: offer.title,
    description: offer.description,
    category: offer.category,
    price: offer.priceMinor / 10 ** digitsOf(offer.currency),
    currency: offer.currency,
    stock: offer.available,
    tax: offer.taxCode,
    group: offer.groupId,
    ...Object.fromEntries(options.map((name) => [`variant ${name}`, offer.variant[name] ?? ''])),
    ...Object.fromEntries(attributes.map((name) => [name, cellOf(name, offer)])),
    status: offer.status,
  }))
}

function namesIn(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))]
}

/** Amounts stand in the file as people write them. */
function cellOf(name: string, { attributes, currency }: Own): string | number | boolean {
  const value = attributes[name]
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return name.endsWith('Minor') ? value / 10 ** digitsOf(currency) : value
  return typeof value === 'string' || typeof value === 'boolean' ? value : JSON.stringify(value)
}
