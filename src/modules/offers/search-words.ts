/**
 * Words as they are indexed and looked for. PostgreSQL's parser takes a run of Chinese, Japanese or Korean characters
 * for one word, so each of them is made a word of its own, and a run in a query becomes a phrase.
 */

const ideograph = /[[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]&&\p{L}]/gv
const wordOrRun =
  /[[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]&&\p{L}]+|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gv
const isRun = /^[[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]&&\p{L}]+$/v

/** More words narrow nothing down and only cost time. */
const wordsMax = 10

/** The text with spaces around each ideograph. */
export function indexable(text: string): string {
  return text.replace(ideograph, ' $& ')
}

/**
 * The search as text for `to_tsquery`: all words must occur, each may go on where it stops (`pot` finds pottery).
 * Null when there is no word in it.
 */
export function tsqueryOf(search: string): string | null {
  const words = search.normalize('NFC').match(wordOrRun)?.slice(0, wordsMax) ?? []
  if (words.length === 0) return null
  return words.map((word) => (isRun.test(word) ? `(${Array.from(word).join(' <-> ')})` : `${word}:*`)).join(' & ')
}
