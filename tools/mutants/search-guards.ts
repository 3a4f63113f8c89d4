import type { Mutant } from './mutant.ts'

const search = 'src/modules/search'

/** Guards of the full-text index: what it may say, and when it may be believed. */
export const searchGuards: readonly Mutant[] = [
  {
    name: 'a-list-shows-nothing-twice',
    file: `${search}/result-lists.ts`,
    guard: 'ids.filter((id) => !known.has(id))',
    without: 'ids.filter((id) => !known.has(`${id} `))',
    test: { file: `${search}/keeper.test.ts`, name: 'pages neither repeat nor skip' },
  },
  {
    name: 'a-snapshot-is-of-this-log',
    file: `${search}/snapshots.ts`,
    guard: '(await source.commandAt(found.pos)) === found.command',
    without: 'found.command.length > 0',
    test: { file: `${search}/keeper.test.ts`, name: 'of another log' },
  },
  {
    name: 'an-index-behind-is-not-asked',
    file: `${search}/keeper.ts`,
    guard: ' && performance.now() - trueAt < (options.behindMaxMs ?? behindMaxMs)',
    without: '',
    test: { file: `${search}/keeper.test.ts`, name: 'an index that lost sight' },
  },
  {
    name: 'an-answer-is-forgotten-with-a-change',
    file: `${search}/remembering.ts`,
    guard: 'if (entries.length > 0) forget()',
    without: 'if (entries.length > 1_000_000) forget()',
    test: { file: `${search}/remembering.test.ts`, name: 'a search after a change' },
  },
  {
    name: 'a-failed-answer-is-not-remembered',
    file: `${search}/remembering.ts`,
    guard: 'own.delete(key)\n      throw error',
    without: 'throw error',
    test: { file: `${search}/remembering.test.ts`, name: 'a failure is not remembered' },
  },
  {
    name: 'a-burst-is-passed-over-by-few-statements',
    file: `${search}/keeper.ts`,
    guard: 'const positionsAtOnce = 25_000',
    without: 'const positionsAtOnce = 2_000',
    test: { file: `${search}/keeper.test.ts`, name: 'a burst of a hundred thousand' },
  },
  {
    name: 'a-hidden-place-is-not-read',
    file: 'src/modules/places/places.ts',
    guard: '::uuid[]) and is_shown`',
    without: '::uuid[])`',
    test: { file: 'src/modules/places/places.test.ts', name: 'a shop is known as exactly' },
  },
  {
    name: 'a-rough-place-is-kept-rough',
    file: 'src/modules/places/places.ts',
    guard: 'isRough ? roughDigits : fineDigits',
    without: 'fineDigits',
    test: { file: 'src/modules/places/places.test.ts', name: 'a shop is known as exactly' },
  },
  {
    name: 'a-circle-is-no-box',
    file: 'src/modules/learners/retrieval/distance.ts',
    guard: 'return kmBetween(around, { latitude, longitude }) <= km',
    without: 'return true',
    test: { file: 'src/modules/learners/retrieval/distance.test.ts', name: 'the box around a circle' },
  },
  {
    name: 'operators-are-no-shoppers',
    file: 'src/modules/searches/searches.ts',
    guard: "if (actor?.grants.includes('operator') === true) return",
    without: '',
    test: { file: 'src/modules/searches/searches.test.ts', name: 'what operators try out' },
  },
  {
    name: 'what-tells-of-a-person-is-not-counted',
    file: 'src/modules/searches/words.ts',
    guard: ' && !personal.test(words)',
    without: '',
    test: { file: 'src/modules/searches/searches.test.ts', name: 'what may tell of a person' },
  },
  {
    name: 'values-are-counted-of-what-was-found',
    file: 'src/modules/learners/retrieval/matching.ts',
    guard: 'count = countCommon(sets[v]!, documents)',
    without: 'count = countBits(sets[v]!)',
    test: { file: 'src/modules/learners/retrieval/matching.test.ts', name: 'values are counted as one counts them' },
  },
  {
    name: 'a-facet-is-counted-without-its-own-filter',
    file: 'src/modules/learners/retrieval/search.ts',
    guard: "clause.kind !== 'values' || clause.facet !== without",
    without: "clause.kind !== 'values' || clause.facet >= 0",
    test: { file: 'src/modules/learners/retrieval/search.test.ts', name: 'as if it were not filtered' },
  },
  {
    name: 'cards-read-together-pass-their-own-filters',
    file: 'src/modules/offers/cards.ts',
    guard: 'card !== undefined && passes(card, filters)',
    without: 'card !== undefined',
    test: { file: 'src/modules/offers/cards.test.ts', name: 'cards that are asked for together' },
  },
]
