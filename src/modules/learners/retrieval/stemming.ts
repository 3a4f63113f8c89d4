const IRREGULAR = new Map([
  ['children', 'child'],
  ['feet', 'foot'],
  ['knives', 'knife'],
  ['leaves', 'leaf'],
  ['lens', 'lens'],
  ['lenses', 'lens'],
  ['men', 'man'],
  ['mice', 'mouse'],
  ['news', 'news'],
  ['scarves', 'scarf'],
  ['shelves', 'shelf'],
  ['teeth', 'tooth'],
  ['women', 'woman'],
])
const SIBILANT_ES = /(?:ss|sh|ch|x)es$/
const SINGULAR_S = /(?:us|ss|is)$/

/**
 * Takes the plural off an English word, and nothing else: harder stemming makes one word of "printer", "printing" and
 * "print", and shoppers mean three things by them.
 * Source: Harman (1991), "How effective is suffixing?", the S stemmer. We differ by -es after a sibilant (boxes), by
 * -oes (shoes), by folding -ie into -y, so that cookies meet cookie and batteries battery, and by a few irregulars.
 *
 * @param word lower case
 */
export function stemEnglish(word: string): string {
  if (word.length < 3) return word
  const irregular = IRREGULAR.get(word)
  if (irregular !== undefined) return irregular
  if (word.length < 4) return word
  if (word.endsWith('ie')) return `${word.slice(0, -2)}y`
  if (!word.endsWith('s') || SINGULAR_S.test(word)) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.slice(0, SIBILANT_ES.test(word) ? -2 : -1)
}
