import type { Entry } from '#modules/search'
import type { Spot } from './nearness.ts'
import { Identifiers } from '#modules/learners/recommendation'

/** What is offered, as far as recommending looks at it: a number a thing, and beside it what it is. */
export class Catalogue {
  readonly things = new Identifiers()
  readonly shelves = new Identifiers()
  readonly sellers = new Identifiers()
  readonly businesses = new Identifiers()
  /** By number of the thing; a thing that was only ever heard of has a shelf of -1. */
  readonly shelf: number[] = []
  readonly seller: number[] = []
  readonly business: number[] = []
  /** Natural logarithm of the price in minor units. */
  readonly logPrice: number[] = []
  readonly listedAt: number[] = []
  readonly isListed: boolean[] = []
  /** Where its seller is, when that may be known. */
  readonly spot: (Spot | null)[] = []
  /** Counts up with every change, so that whoever sorted things knows when to sort them anew. */
  changes = 0
  #middle = { size: 0, price: 0 }

  get size(): number {
    return this.things.size
  }

  /** Takes over things as they are now. */
  apply(entries: readonly Entry[]): void {
    for (const { id, isListed, categoryPath, seller, business, priceMinor, listedAt, place } of entries) {
      const number = this.#open(id)
      this.shelf[number] = this.shelves.numberOf(categoryPath.at(-1) ?? '')
      this.seller[number] = this.sellers.numberOf(seller)
      this.business[number] = this.businesses.numberOf(business)
      this.logPrice[number] = Math.log(Math.max(1, priceMinor))
      this.listedAt[number] = listedAt
      this.isListed[number] = isListed
      this.spot[number] = place
    }
    if (entries.length > 0) this.changes += 1
  }

  /** The number of a thing that is or was offered. */
  find(id: string): number | undefined {
    const number = this.things.find(id)
    return number === undefined || this.shelf[number] === -1 ? undefined : number
  }

  /** The median of all prices, in logarithms; found anew when there are a tenth more things. */
  middlePrice(): number {
    if (this.logPrice.length > this.#middle.size * 1.1) {
      const sorted = this.logPrice.toSorted((one, other) => one - other)
      this.#middle = { size: sorted.length, price: sorted[sorted.length >> 1] ?? 0 }
    }
    return this.#middle.price
  }

  #open(id: string): number {
    const number = this.things.numberOf(id)
    for (let i = this.shelf.length; i <= number; i += 1) {
      this.shelf.push(-1)
      this.seller.push(-1)
      this.business.push(-1)
      this.logPrice.push(0)
      this.listedAt.push(0)
      this.isListed.push(false)
      this.spot.push(null)
    }
    return number
  }
}
