import type { JsonObject } from '#kernel/commands'
import type { Receipt } from '#kernel/events'
import type { Books } from './books.ts'

/** Enough for the retries of some seconds; older ones are found in the log. About 0.4 kB each. */
const most = 20_000

/** Receipts of the newest commands, so that a retry does not fail a batch at the log's primary key. */
export type Recent = {
  get: (id: string) => Receipt | undefined
  keep: (books: Books) => void
}

/** Remembers nothing yet. */
export function createRecent(): Recent {
  const receipts = new Map<string, Receipt>()
  return {
    get: (id) => receipts.get(id),
    keep: ({ events }) => {
      for (const { id, pos, type, at, hash, data } of events) {
        if (hash !== null) receipts.set(id, { id, pos, type, at, hash, data: toldIn(data) })
      }
      for (const id of receipts.keys()) {
        if (receipts.size <= most) return
        receipts.delete(id)
      }
    },
  }
}

/** What the verdict is derived from; the rest of an event is ten times as much. */
function toldIn({ result, refusal }: JsonObject): JsonObject {
  return refusal === undefined ? { result: result! } : { refusal }
}
