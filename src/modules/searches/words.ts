/** What is longer is a text, which nobody looks for twice. */
const lengthMax = 80
/** Numbers of people and accounts are this long; those of things are shorter. */
const personal = /@|\d(?:[\s().+/-]*\d){6}/

/**
 * Words as they are counted: small letters, single spaces. Undefined for what may tell of a person, such as a mail
 * address or a telephone number that was typed into the wrong box: that is counted nowhere.
 */
export function countedWords(text: string): string | undefined {
  const words = text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
  const isWorthCounting = /[\p{L}\p{N}]/u.test(words) && words.length <= lengthMax && !personal.test(words)
  return isWorthCounting ? words : undefined
}
