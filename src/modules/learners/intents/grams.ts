/** What a text is recognised by: its words, their neighbours, the words it holds together, and pieces of words. */

/** Kinds of features, each weighed as a block of its own. */
export type GramKind = 'words' | 'neighbours' | 'together' | 'pieces'

/** All kinds, in the order in which they are numbered. */
export const gramKinds: readonly GramKind[] = ['words', 'neighbours', 'together', 'pieces']

/** A text is read up to here; the pairs of its words grow with the square of its length. */
const MOST_WORDS = 60
const MOST_LETTERS = 30

const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)?|[?!%\p{Sc}]/gu

/**
 * The words of a text in lower case, compatibility forms unified (Unicode NFKC), with question and exclamation marks
 * and
 * currency signs as words of their own: people ask with them.
 */
export function wordsOf(text: string): string[] {
  const words = text.normalize('NFKC').toLowerCase().replaceAll('’', "'").match(wordPattern) ?? []
  return words.slice(0, MOST_WORDS).map((word) => word.slice(0, MOST_LETTERS))
}

/** The distinct features of one kind. */
export function gramsOf(kind: GramKind, words: readonly string[]): Set<string> {
  switch (kind) {
    case 'words':
      return new Set(words)
    case 'neighbours':
      return neighbours(words)
    case 'together':
      return together(words)
    case 'pieces':
      return pieces(words)
  }
}

/** Pairs of words side by side; the text's ends count as words. */
function neighbours(words: readonly string[]): Set<string> {
  const grams = new Set<string>()
  if (words.length === 0) return grams
  for (let at = 0; at <= words.length; at += 1) grams.add(`${words[at - 1] ?? ''} ${words[at] ?? ''}`)
  return grams
}

/** Pairs of different words anywhere in the text, in alphabetical order: what a product of two words would tell. */
function together(words: readonly string[]): Set<string> {
  const own = [...new Set(words)].sort()
  const grams = new Set<string>()
  for (const [at, first] of own.entries()) {
    for (let other = at + 1; other < own.length; other += 1) grams.add(`${first} ${own[other]}`)
  }
  return grams
}

/** Two to five letters of each word, its ends marked by a space: misspellings and endings share most of them. */
function pieces(words: readonly string[]): Set<string> {
  const grams = new Set<string>()
  for (const word of words) {
    const marked = ` ${word} `
    grams.add(marked)
    for (let length = 2; length <= 5 && length < marked.length; length += 1) {
      for (let at = 0; at + length <= marked.length; at += 1) grams.add(marked.slice(at, at + length))
    }
  }
  return grams
}
