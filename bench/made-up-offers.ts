import { type Random, seededRandom } from '#modules/learners'
import type { Entry } from '#modules/search'

/**
 * Offers for benches of the search. A title names one of 25 things, so that each word people look for stands in four
 * of a hundred; descriptions follow Zipf's law over 200,000 terms, as the texts of shops do.
 */

const kinds = ['oak', 'clay', 'linen', 'brass', 'blue', 'small', 'round', 'old', 'soft', 'plain', 'striped', 'heavy']

/** What shoppers look for. */
export const things = [
  'bread', 'mug', 'honey', 'lamp', 'soap', 'chair', 'scarf', 'kettle', 'basket', 'candle', 'bowl', 'table', 'blanket',
  'teapot', 'jam', 'cheese', 'vase', 'apron', 'knife', 'clock', 'mirror', 'stool', 'pillow', 'tray', 'bell',
] // prettier-ignore

const terms = 200_000

/** A word whose frequency falls with its rank as 1 / (rank + 10). */
function zipfWord(random: Random): string {
  const rank = Math.floor(10 * ((terms / 10 + 1) ** random.uniform() - 1))
  return (rank * 7919 + 17_576).toString(26).replaceAll(/[0-9]/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)
}

/** One after the other, always the same. */
export function* madeUpOffers(count: number): Generator<Entry> {
  const random = seededRandom('made-up offers')
  for (let number = 0; number < count; number += 1) yield madeUpOffer(number, random)
}

/** @param number its id follows from it */
export function madeUpOffer(number: number, random: Random): Entry {
  const words = Array.from({ length: 10 + random.integer(15) }, () => zipfWord(random))
  const seller = random.integer(2_000)
  return {
    id: idOf(number),
    isListed: true,
    title: `${kinds[random.integer(kinds.length)]} ${things[number % things.length]} ${words[0]} ${number}`,
    shelf: `Shelf${number % 40} Seller${seller}`,
    description: words.join(' '),
    seller: idOf(10_000_000 + seller),
    business: ['market', 'tools', 'campaigns'][random.integer(3)]!,
    categoryPath: [`top${number % 8}`, `shelf${number % 40}`],
    priceMinor: 100 + random.integer(100_000),
    listedAt: 1_700_000_000_000 + number * 1_000,
    place: { latitude: 47 + random.uniform() / 5, longitude: 8 + random.uniform() / 5 },
    rating: random.integer(3) === 0 ? { mean: 1 + 4 * random.uniform(), rank: 3 + random.uniform() } : null,
  }
}

/** The id of an offer by its number. */
export function idOf(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
}
