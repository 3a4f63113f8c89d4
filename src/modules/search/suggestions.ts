import type { Static } from 'typebox'
import type { SuggestionsBody } from './contract.ts'
import type { Query } from './offer-index.ts'
import type { Search } from './search.ts'

/** Hits whose titles are looked through for how a search may go on. */
const hitsRead = 40
const categoriesMax = 5

/** How a search may go on: read from the titles it finds, so that every suggestion finds something. */
export async function suggest(
  search: Search | undefined,
  { q, limit }: { q: string; limit: number },
): Promise<Static<typeof SuggestionsBody>> {
  const query: Query = { text: q, match: 'all', order: 'relevance' }
  const answer = /[\p{L}\p{N}]/u.test(q) ? await search?.best(query, hitsRead, ['category']) : undefined
  if (search === undefined || answer === undefined) return { queries: [], categories: [], things: [] }
  const titles = await search.source.titles(answer.ids)
  // Titles by rank; what has been unlisted since has none.
  const found = answer.ids.flatMap((id) => (titles.has(id) ? [{ id, title: titles.get(id)! }] : []))
  return {
    queries: continuations(
      answer.corrected ?? q,
      found.map(({ title }) => title),
    ).slice(0, limit),
    categories: (answer.facets?.category ?? [])
      .slice(0, categoriesMax)
      .map(({ value, count }) => ({ slug: value, count })),
    things: found.slice(0, limit),
  }
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []

/**
 * What is typed, with its last word finished and perhaps one more, as titles have it; the most frequent first.
 * What would only repeat the text is left out.
 */
export function continuations(typed: string, titles: readonly string[]): string[] {
  const words = wordsOf(typed)
  const last = words.pop()
  if (last === undefined) return []
  const counts = new Map<string, number>()
  for (const title of titles) {
    const inTitle = wordsOf(title)
    const at = inTitle.findIndex((word) => word.startsWith(last))
    if (at === -1) continue
    const [finished, next] = inTitle.slice(at, at + 2)
    count(counts, [...words, finished!].join(' '))
    if (next !== undefined && !words.includes(next)) count(counts, [...words, finished!, next].join(' '))
  }
  counts.delete([...words, last].join(' '))
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([text]) => text)
}

function count(counts: Map<string, number>, text: string): void {
  counts.set(text, (counts.get(text) ?? 0) + 1)
}
