import { createHash } from 'node:crypto'

/**
 * Lists of hits that people are paging through. Scores move with every change of the town's things, so a later page is
 * read from the list its first page began: what was shown stays where it was, and what ranks differently by then is
 * added behind, once. A list is the same for all who saw the same first page.
 */

/** Ids kept altogether; the lists longest unused go first. About 80 bytes each. */
const idsMax = 100_000

/** The ids that were handed out and those read ahead. */
export type ResultList = { readonly name: string; readonly ids: string[]; isEnd: boolean }

export type ResultLists = {
  find: (name: string) => ResultList | undefined
  /** Begins a list, or finds the one that begins alike. */
  begin: (query: string, ids: readonly string[], isEnd: boolean) => ResultList
  /** Adds what the list does not hold yet. */
  extend: (list: ResultList, ids: readonly string[], isEnd: boolean) => void
}

export function createResultLists(): ResultLists {
  // In order of use, oldest first.
  const lists = new Map<string, ResultList>()
  let held = 0

  function use(list: ResultList): ResultList {
    lists.delete(list.name)
    lists.set(list.name, list)
    return list
  }

  function makeRoom(): void {
    for (const [name, { ids }] of lists) {
      if (held <= idsMax || lists.size === 1) return
      lists.delete(name)
      held -= ids.length
    }
  }

  return {
    find: (name) => {
      const list = lists.get(name)
      return list && use(list)
    },
    begin: (query, ids, isEnd) => {
      const name = createHash('sha256').update(query).update(ids.join()).digest('base64url').slice(0, 16)
      const known = lists.get(name)
      if (known !== undefined) return use(known)
      held += ids.length
      const list = use({ name, ids: [...ids], isEnd })
      makeRoom()
      return list
    },
    extend: (list, ids, isEnd) => {
      const known = new Set(list.ids)
      const added = ids.filter((id) => !known.has(id))
      list.ids.push(...added)
      list.isEnd = isEnd
      if (lists.get(list.name) === list) held += added.length
      makeRoom()
    },
  }
}
