import type { Seen } from './fields.ts'

/** What affinities look up of an offer. */
export type OfferFacts = { category: string; seller: string | null }

/** Offers remembered; about 0.3 kB each. What was changed longest ago goes first. */
const offersMax = 200_000

/** Category and seller of offers, folded from the log like everything else, so that a replay knows the same. */
export class OffersSeen {
  readonly #facts = new Map<string, OfferFacts>()

  get size(): number {
    return this.#facts.size
  }

  find(offer: string): OfferFacts | undefined {
    return this.#facts.get(offer)
  }

  apply({ type, subject, data }: Seen, forgotten: ReadonlySet<string>): void {
    if (subject === null || (type !== 'offers.created' && type !== 'offers.changed')) return
    const { category, seller } = data
    if (typeof category !== 'string' || typeof seller !== 'string') return
    this.#put(subject, { category, seller: forgotten.has(seller) ? null : seller })
  }

  /** Nobody's offers from here on. */
  forget(party: string): void {
    for (const facts of this.#facts.values()) if (facts.seller === party) facts.seller = null
  }

  *rows(): Generator<string> {
    for (const [offer, { category, seller }] of this.#facts) yield JSON.stringify([offer, category, seller])
  }

  load(row: string): void {
    const [offer, category, seller] = JSON.parse(row) as [string, string, string | null]
    this.#put(offer, { category, seller })
  }

  #put(offer: string, facts: OfferFacts): void {
    this.#facts.delete(offer)
    if (this.#facts.size === offersMax) this.#facts.delete(this.#facts.keys().next().value!)
    this.#facts.set(offer, facts)
  }
}
