import { Uint32List } from '../base/growing.ts'

/** Unsorted newcomers are looked through one by one; beyond this share of the vocabulary it is sorted anew. */
const NEWCOMERS_SHARE = 1 / 8
const NEWCOMERS_MIN = 256

/** The terms of an index: number, text, and in how many live documents each stands. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>()
  readonly #terms: string[] = []
  readonly #documents = new Uint32List()
  #sorted: SortedTerms = sortTerms([], 0)

  get size(): number {
    return this.#terms.length
  }

  /** The number of a term, which is given one when it is new. */
  numberOf(term: string): number {
    const known = this.#numbers.get(term)
    if (known !== undefined) return known
    const number = this.#terms.length
    this.#numbers.set(term, number)
    this.#terms.push(term)
    this.#documents.push(0)
    return number
  }

  find(term: string): number | undefined {
    return this.#numbers.get(term)
  }

  term(number: number): string {
    return this.#terms[number]!
  }

  /** In how many live documents a term stands. */
  documentsOf(number: number): number {
    return this.#documents.at(number)
  }

  /** Notes that a term entered (+) or left (−) that many live documents. */
  count(number: number, change: number): void {
    this.#documents.set(number, this.#documents.at(number) + change)
  }

  /** All terms, by number. */
  terms(): readonly string[] {
    return this.#terms
  }

  /** The terms in order of their characters, refreshed when too many newcomers stand outside of the order. */
  sorted(): SortedTerms {
    const newcomers = this.#terms.length - this.#sorted.numbers.length
    if (newcomers > Math.max(NEWCOMERS_MIN, this.#sorted.numbers.length * NEWCOMERS_SHARE)) {
      this.#sorted = sortTerms(this.#terms, this.#terms.length)
    }
    return this.#sorted
  }
}

/** Terms 0 … covered - 1 in order of their UTF-16 code units, as a trie laid flat. */
export type SortedTerms = {
  numbers: Uint32Array
  /** How many leading characters each term shares with the one before it. */
  shared: Uint8Array
}

function sortTerms(terms: readonly string[], covered: number): SortedTerms {
  const order = Array.from({ length: covered }, (_, number) => number)
  order.sort((a, b) => (terms[a]! < terms[b]! ? -1 : 1))
  const shared = new Uint8Array(covered)
  for (let i = 1; i < covered; i += 1) shared[i] = sharedLength(terms[order[i - 1]!]!, terms[order[i]!]!)
  return { numbers: Uint32Array.from(order), shared }
}

function sharedLength(a: string, b: string): number {
  const length = Math.min(a.length, b.length, 255)
  let i = 0
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i += 1
  return i
}

/** The numbers of all terms that begin with a prefix. */
export function termsWithPrefix(vocabulary: Vocabulary, prefix: string): number[] {
  const { numbers } = vocabulary.sorted()
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (vocabulary.term(numbers[middle]!) < prefix) low = middle + 1
    else high = middle
  }
  const found: number[] = []
  while (low < numbers.length && vocabulary.term(numbers[low]!).startsWith(prefix)) {
    found.push(numbers[low]!)
    low += 1
  }
  for (let number = numbers.length; number < vocabulary.size; number += 1) {
    if (vocabulary.term(number).startsWith(prefix)) found.push(number)
  }
  return found
}
