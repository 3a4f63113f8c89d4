import { stemEnglish } from './stemming.ts'

/** Cuts a text into index terms, in reading order. */
export type Analyser = (text: string) => string[]

/** Longer words are identifiers or noise; cutting them bounds the vocabulary. */
const WORD_LENGTH_MAX = 40
/** A hyphened word of more parts is a phrase; joining it would only fill the vocabulary. */
const JOINED_PARTS_MAX = 3

const NON_ASCII = /[^\0-\x7f]/
/** A letter and all its marks in one match: looking back from each mark would take time in their number squared. */
const MARKED_LETTER = /([\p{sc=Latn}\p{sc=Grek}])\p{Mn}+/gu
const APOSTROPHE = /(?<=\p{L})['’](?:s(?![\p{L}\p{N}])|(?=\p{L}))/gu
/** A word, with its hyphened parts and decimals: wi-fi, tn-2110, 3.5mm. */
const ASCII_COMPOUND = /[a-z0-9]+(?:(?:-|(?<=[0-9])[.,](?=[0-9]))[a-z0-9]+)*/g
const COMPOUND = /[\p{L}\p{N}\p{M}]+(?:(?:-|(?<=[0-9])[.,](?=[0-9]))[\p{L}\p{N}\p{M}]+)*/gu
const NUMBER_WITH_UNIT = /^(\d+(?:\.\d+)?)([a-z]{1,3})$/
const DIGIT = /[0-9]/

/** Scripts written without spaces, which only a dictionary can cut. */
const UNSPACED = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}ー'
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u')
const RUNS = new RegExp(`[${UNSPACED}\\p{M}]+|[^${UNSPACED}]+`, 'gu')

/**
 * Opens an analyser for shop texts, which mix languages in one line: words in lower case, without accents and English
 * plurals; hyphened words in parts and joined (wi-fi → wi, fi, wifi); numbers apart from their unit (16gb → 16gb, 16,
 * gb); Chinese, Japanese, Thai and their like cut by the dictionary of `Intl.Segmenter` (Unicode UAX #29 with ICU's
 * word lists). ICU leaves unknown Chinese words as single characters (华为 → 华, 为), so a single character is also joined
 * with the word before it.
 *
 * @param options.locale decides between dictionaries where scripts are shared; "zh" when left out
 * @param options.stem takes English plurals off; true when left out
 */
export function analyser(options: { locale?: string; stem?: boolean } = {}): Analyser {
  const segmenter = new Intl.Segmenter(options.locale ?? 'zh', { granularity: 'word' })
  const stem = options.stem === false ? (word: string) => word : stemEnglish
  return (text) => {
    const terms: string[] = []
    const plain = fold(text)
    if (!NON_ASCII.test(plain)) {
      for (const compound of plain.match(ASCII_COMPOUND) ?? []) pushCompound(terms, compound, stem)
      return terms
    }
    for (const compound of plain.match(COMPOUND) ?? []) {
      if (!HAS_UNSPACED.test(compound)) pushCompound(terms, compound, stem)
      else for (const run of compound.match(RUNS) ?? []) pushRun(terms, run, { segmenter, stem })
    }
    return terms
  }
}

/** Lower case, one form a character, no accents on Latin and Greek letters, no possessives. */
function fold(text: string): string {
  const lower = text.toLowerCase()
  const ascii = NON_ASCII.test(lower)
    ? lower.normalize('NFKC').toLowerCase().normalize('NFD').replace(MARKED_LETTER, '$1').normalize('NFC')
    : lower
  return ascii.includes("'") || ascii.includes('’') ? ascii.replace(APOSTROPHE, '') : ascii
}

function pushCompound(terms: string[], compound: string, stem: (word: string) => string): void {
  const parts = compound.includes('-') ? compound.split('-') : [compound]
  for (const part of parts) pushWord(terms, part, stem)
  if (parts.length > 1 && parts.length <= JOINED_PARTS_MAX) push(terms, stem(parts.join('')))
}

function pushWord(terms: string[], part: string, stem: (word: string) => string): void {
  const word = part.includes(',') ? part.replaceAll(',', '.') : part
  push(terms, stem(word))
  if (!DIGIT.test(word)) return
  const measure = NUMBER_WITH_UNIT.exec(word)
  if (measure) terms.push(measure[1]!, measure[2]!)
}

function pushRun(
  terms: string[],
  run: string,
  by: { segmenter: Intl.Segmenter; stem: (word: string) => string },
): void {
  if (!HAS_UNSPACED.test(run)) {
    for (const compound of run.match(COMPOUND) ?? []) pushCompound(terms, compound, by.stem)
    return
  }
  let previous = ''
  for (const { segment, isWordLike } of by.segmenter.segment(run)) {
    if (isWordLike) push(terms, segment)
    if (isWordLike && segment.length === 1 && previous !== '') push(terms, previous + segment)
    previous = isWordLike ? segment : ''
  }
}

function push(terms: string[], word: string): void {
  terms.push(word.length > WORD_LENGTH_MAX ? word.slice(0, WORD_LENGTH_MAX) : word)
}
