import type { Host } from './hosts.ts'
import type { Answer } from './offer-index.ts'

/** Answers kept; the one longest unused goes first. With their ids about 4 kB each. */
const answersMax = 2_000
/** Longer answers belong to those who page far, whom nobody follows. */
const idsMax = 200

/**
 * An index that remembers what it has answered until it changes: shoppers ask for the same few things. An answer that
 * is still on its way is shared, too. Changes are obeyed in the order in which they are told, so whoever asks after
 * one gets an answer of after it.
 */
export function remembering<H extends Host>(host: H): H {
  let known = new Map<string, Promise<Answer>>()
  const forget = (): void => {
    known = new Map()
  }

  function ask(asked: Parameters<Host['search']>[0], key: string): Promise<Answer> {
    const own = known
    const answer = host.search(asked).catch((error: unknown) => {
      own.delete(key)
      throw error
    })
    own.set(key, answer)
    if (own.size > answersMax) own.delete(own.keys().next().value!)
    return answer
  }

  return {
    ...host,
    search: (asked) => {
      if (asked.limit > idsMax) return host.search(asked)
      const key = JSON.stringify(asked)
      const answer = known.get(key)
      if (answer === undefined) return ask(asked, key)
      // In order of use.
      known.delete(key)
      known.set(key, answer)
      return answer
    },
    apply: (entries) => {
      if (entries.length > 0) forget()
      return host.apply(entries)
    },
    useSynonyms: (sets) => {
      forget()
      return host.useSynonyms(sets)
    },
    load: (file) => {
      forget()
      return host.load(file)
    },
  }
}
