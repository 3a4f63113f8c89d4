import { requireBetween } from '../base/guards.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Words farther apart than this have nothing to do with each other, and a search for them visits every term. */
const DISTANCE_MAX = 3

/** A term and how many edits away it is. */
export type NearTerm = { number: number; distance: number }

/**
 * Rows of the edit distance between one word and a path of characters that grows and shrinks, as a walk through a trie
 * needs it: row d holds the distances between the first d characters of the path and each beginning of the word.
 */
class EditRows {
  readonly #word: string
  readonly #width: number
  #rows: Uint16Array

  constructor(word: string) {
    this.#word = word
    this.#width = word.length + 1
    this.#rows = new Uint16Array(this.#width * 48)
    for (let i = 0; i < this.#width; i += 1) this.#rows[i] = i
  }

  /**
   * Fills the row of the first `depth` characters of `path` from the two rows before it; returns its least distance.
   */
  extend(path: string, depth: number): number {
    if ((depth + 1) * this.#width > this.#rows.length) this.#grow()
    const rows = this.#rows
    const word = this.#word
    const at = depth * this.#width
    const above = at - this.#width
    const code = path.charCodeAt(depth - 1)
    const codeBefore = depth > 1 ? path.charCodeAt(depth - 2) : -1
    rows[at] = depth
    let least = depth
    for (let i = 1; i < this.#width; i += 1) {
      const letter = word.charCodeAt(i - 1)
      let best = Math.min(rows[above + i]! + 1, rows[at + i - 1]! + 1, rows[above + i - 1]! + (letter === code ? 0 : 1))
      if (i > 1 && letter === codeBefore && word.charCodeAt(i - 2) === code) {
        best = Math.min(best, rows[above - this.#width + i - 2]! + 1)
      }
      rows[at + i] = best
      if (best < least) least = best
    }
    return least
  }

  /** The distance between the whole word and the first `depth` characters of the path. */
  distance(depth: number): number {
    return this.#rows[depth * this.#width + this.#width - 1]!
  }

  #grow(): void {
    const wider = new Uint16Array(this.#rows.length * 2)
    wider.set(this.#rows)
    this.#rows = wider
  }
}

/**
 * The least number of insertions, deletions, replacements and swaps of neighbouring characters that turn one word into
 * the other, no place being edited twice (optimal string alignment).
 * Source: Damerau (1964), "A technique for computer detection and correction of spelling errors"; Wagner and Fischer
 * (1974), "The string-to-string correction problem".
 */
export function editDistance(a: string, b: string): number {
  const rows = new EditRows(a)
  for (let depth = 1; depth <= b.length; depth += 1) rows.extend(b, depth)
  return rows.distance(b.length)
}

/**
 * All terms within some edits of a word. The sorted vocabulary is walked as a trie: terms that share their beginning
 * share its rows, and a branch is left when every entry of its row exceeds the bound.
 * Source: Shang and Merrettal (1996), "Tries for approximate string matching". A row's least entry falls by no more
 * than a later edit costs, swaps included, so no near term is missed.
 *
 * @param distance 1 … 3
 */
export function termsNear(vocabulary: Vocabulary, word: string, distance: number): NearTerm[] {
  requireBetween(distance, [1, DISTANCE_MAX], 'edit distance')
  const { numbers, shared } = vocabulary.sorted()
  const found: NearTerm[] = []
  const rows = new EditRows(word)
  let valid = 0
  let dead = Number.POSITIVE_INFINITY
  for (let i = 0; i < numbers.length; i += 1) {
    const common = shared[i]!
    if (common >= dead) continue
    const term = vocabulary.term(numbers[i]!)
    valid = Math.min(valid, common)
    dead = Number.POSITIVE_INFINITY
    while (valid < term.length && dead === Number.POSITIVE_INFINITY) {
      valid += 1
      if (rows.extend(term, valid) > distance) dead = valid
    }
    if (dead === Number.POSITIVE_INFINITY && rows.distance(valid) <= distance) {
      found.push({ number: numbers[i]!, distance: rows.distance(valid) })
    }
  }
  return [...found, ...newcomersNear(vocabulary, word, distance)]
}

/** Terms that came since the vocabulary was sorted, one by one. */
function newcomersNear(vocabulary: Vocabulary, word: string, bound: number): NearTerm[] {
  const found: NearTerm[] = []
  for (let number = vocabulary.sorted().numbers.length; number < vocabulary.size; number += 1) {
    const term = vocabulary.term(number)
    if (Math.abs(term.length - word.length) > bound) continue
    const distance = editDistance(word, term)
    if (distance <= bound) found.push({ number, distance })
  }
  return found
}
