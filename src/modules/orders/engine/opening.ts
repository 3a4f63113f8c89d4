import type { Command } from '#kernel/commands'
import { addKeys, isEmpty, isPossible, type Keys, missingKeys, noKeys, openBooks, type Pages } from '../books/books.ts'
import { footprintOf, type Looking } from './footprint.ts'

/** Looks for offers and parties that only an order tells of, each followed by a load. */
const looksMax = 4

/** Opens pages: reads the keys and enters what was found. */
export type Open = (keys: Keys) => Promise<void>

/** The orders and offers that commands name themselves. */
export function namedKeys(commands: readonly Command[]): Keys {
  const keys = noKeys()
  for (const { orderId, lines } of commands) {
    if (orderId !== undefined && isPossible(orderId)) keys.orders.add(orderId)
    for (const { offerId } of lines ?? []) if (isPossible(offerId)) keys.offers.add(offerId)
  }
  return keys
}

/**
 * Looks ahead and opens what the decisions will need; again for those that led to offers or parties unknown so far.
 * Cells and accounts wait for the last look, so that all are read by one statement, in order of id.
 *
 * @param known keys that an earlier batch found missing
 */
export async function openFor(
  commands: readonly Command[],
  known: readonly Keys[],
  { pages, open, ...looking }: Opening,
): Promise<void> {
  const wanted = noKeys()
  for (const keys of known) addKeys(wanted, keys)
  let astray = commands
  for (let looks = 0; looks < looksMax && astray.length > 0; looks += 1) {
    const seen = footprintOf(astray, { ...looking, books: openBooks(pages) })
    addKeys(wanted, seen.keys)
    astray = seen.astray
    const { orders, offers, parties } = missingKeys(pages, wanted)
    if (astray.length > 0) await openSome(open, { ...noKeys(), orders, offers, parties })
  }
  await openSome(open, missingKeys(pages, wanted))
}

export type Opening = Omit<Looking, 'books'> & { pages: Pages; open: Open }

async function openSome(open: Open, keys: Keys): Promise<void> {
  if (!isEmpty(keys)) await open(keys)
}
