import type { Analyser } from './tokens.ts'
import { type NearTerm, termsNear } from './spelling.ts'
import { inverseDocumentFrequency } from './scoring.ts'
import { type Vocabulary, termsWithPrefix } from './vocabulary.ts'

/** More words than this are a text, not a query; the rest is left out. */
export const WORDS_MAX = 32
/** A word stands for at most this many terms of the index, the most frequent ones. */
const ALTERNATIVES_MAX = 16
const SYNONYM_WEIGHT = 0.8
const PREFIX_WEIGHT = 0.7
/** Shorter beginnings match too much of the vocabulary to mean anything. */
const PREFIX_LENGTH_MIN = 2
/** Weight of a correction by its number of edits. */
const CORRECTION_WEIGHTS = [1, 0.6, 0.4]
/** A word in fewer documents may be a slip of the finger, its own or theirs. */
const TRUSTED_DOCUMENTS = 3

/** One word of a query and the index terms that it may stand for. */
export type QueryWord = {
  text: string
  inverseDocumentFrequency: number
  alternatives: { term: number; weight: number }[]
}

/** A query in terms of the index. */
export type ResolvedQuery = {
  words: QueryWord[]
  /** Words that were looked for in another spelling, with the best one. */
  corrections: { word: string; instead: string }[]
}

/** What resolving a query needs to know of the index. */
export type QueryContext = {
  analyse: Analyser
  vocabulary: Vocabulary
  documents: number
  synonyms: Synonyms
}

/** How a query may be widened. */
export type Widening = {
  /** Let words that hardly any document holds match terms one or two edits away. */
  typos: boolean
  /** Let the last word match terms that begin with it, as while typing. */
  prefix: boolean
}

/** From each word, or run of words joined by a space, to the words that mean the same. */
export type Synonyms = ReadonlyMap<string, readonly string[]>

/**
 * Reads sets of words that mean the same. A member of several words, "mobile phone", stands in for the others where a
 * query holds its words in a row; it is never put in place of another, because its words apart mean something else.
 */
export function readSynonyms(sets: readonly (readonly string[])[], analyse: Analyser): Synonyms {
  const synonyms = new Map<string, Set<string>>()
  for (const [index, set] of sets.entries()) {
    const members = set.map((member) => analyse(member).join(' '))
    const singles = members.filter((member) => member !== '' && !member.includes(' '))
    if (singles.length === 0)
      throw new RangeError(`synonyms[${index}] needs a member of one word, got ${set.join(', ')}`)
    for (const member of members) {
      const others = synonyms.get(member) ?? new Set()
      for (const single of singles) if (single !== member) others.add(single)
      synonyms.set(member, others)
    }
  }
  return new Map([...synonyms].map(([member, others]) => [member, [...others]]))
}

/** Turns a query text into groups of alternative terms, one group a distinct word. */
export function resolveQuery(text: string, context: QueryContext, widening: Widening): ResolvedQuery {
  const analysed = [...new Set(context.analyse(text))].slice(0, WORDS_MAX)
  const lastIsOpen = widening.prefix && /[\p{L}\p{N}]$/u.test(text)
  const fromPhrases = phraseSynonyms(analysed, context.synonyms)
  const corrections: ResolvedQuery['corrections'] = []
  const words = analysed.map((word, index): QueryWord => {
    const synonyms = [...(context.synonyms.get(word) ?? []), ...(fromPhrases.get(word) ?? [])]
    const isOpen = lastIsOpen && index === analysed.length - 1
    const alternatives = alternativesOf({ word, synonyms, isOpen }, context)
    if (widening.typos && alternatives.size < 2) {
      const near = correctionsOf(word, context)
      for (const { number, distance } of near) alternatives.set(number, CORRECTION_WEIGHTS[distance]!)
      if (near.length > 0) corrections.push({ word, instead: context.vocabulary.term(near[0]!.number) })
    }
    return weighWord(word, alternatives, context)
  })
  return { words, corrections }
}

type Asked = { word: string; synonyms: readonly string[]; isOpen: boolean }

/** Weights of the terms that a word stands for if it is spelt as it was meant. */
function alternativesOf({ word, synonyms, isOpen }: Asked, context: QueryContext): Map<number, number> {
  const { vocabulary } = context
  const alternatives = new Map<number, number>()
  const add = (term: number | undefined, weight: number): void => {
    if (term === undefined || vocabulary.documentsOf(term) === 0) return
    alternatives.set(term, Math.max(weight, alternatives.get(term) ?? 0))
  }
  add(vocabulary.find(word), 1)
  for (const synonym of synonyms) add(vocabulary.find(synonym), SYNONYM_WEIGHT)
  if (isOpen && word.length >= PREFIX_LENGTH_MIN) {
    for (const term of mostFrequent(termsWithPrefix(vocabulary, word), context)) add(term, PREFIX_WEIGHT)
  }
  return alternatives
}

function weighWord(text: string, alternatives: ReadonlyMap<number, number>, context: QueryContext): QueryWord {
  const kept = [...alternatives]
    .map(([term, weight]) => ({ term, weight }))
    .sort((a, b) => b.weight - a.weight || byText(context.vocabulary, a.term, b.term))
    .slice(0, ALTERNATIVES_MAX)
  // The word is as frequent as its most frequent alternative, at least; a rare alternative must not make it telling.
  const documents = kept.reduce((most, { term }) => Math.max(most, context.vocabulary.documentsOf(term)), 0)
  return { text, alternatives: kept, inverseDocumentFrequency: inverseDocumentFrequency(documents, context.documents) }
}

/** Breaks ties by what the terms say, so that two indexes of the same documents break them alike. */
function byText(vocabulary: Vocabulary, a: number, b: number): number {
  return vocabulary.term(a) < vocabulary.term(b) ? -1 : 1
}

/** Single-word synonyms of runs of words, by each word of the run. */
function phraseSynonyms(words: readonly string[], synonyms: Synonyms): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 2; to <= Math.min(words.length, from + 4); to += 1) {
      const run = words.slice(from, to)
      const others = synonyms.get(run.join(' '))
      if (others) for (const word of run) found.set(word, [...(found.get(word) ?? []), ...others])
    }
  }
  return found
}

function mostFrequent(terms: readonly number[], context: QueryContext): number[] {
  const by = (term: number): number => context.vocabulary.documentsOf(term)
  return terms.toSorted((a, b) => by(b) - by(a) || byText(context.vocabulary, a, b)).slice(0, ALTERNATIVES_MAX)
}

/** No edit in short words, one from four letters, two from eight: the habit of shop search engines. */
function allowedEdits(word: string): number {
  if (word.length < 4 || /^[\d.]+$/.test(word)) return 0
  return word.length < 8 ? 1 : 2
}

function correctionsOf(word: string, context: QueryContext): NearTerm[] {
  const { vocabulary } = context
  const own = vocabulary.find(word)
  const documents = own === undefined ? 0 : vocabulary.documentsOf(own)
  const edits = allowedEdits(word)
  if (documents >= TRUSTED_DOCUMENTS || edits === 0) return []
  return termsNear(vocabulary, word, edits)
    .filter((near) => near.number !== own && vocabulary.documentsOf(near.number) > 10 * documents)
    .sort(
      (a, b) =>
        a.distance - b.distance ||
        vocabulary.documentsOf(b.number) - vocabulary.documentsOf(a.number) ||
        byText(vocabulary, a.number, b.number),
    )
    .slice(0, ALTERNATIVES_MAX)
}
