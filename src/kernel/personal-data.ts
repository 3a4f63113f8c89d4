import type { JsonObject } from './commands.ts'
import type { Executor, Tx } from './db.ts'

/**
 * What a module holds of a person: how it is told, what stands in the way of forgetting it, how it is forgotten. The
 * composition gathers these; module `privacy` serves them as export and erasure.
 */
export type PersonalData = {
  /** Parts of the export by name; each is read as it is sent, however long it is. */
  readonly sections: Readonly<Record<string, (party: string) => AsyncIterable<JsonObject>>>
  /** What must come to an end first; none when the person may go. */
  readonly hindrances?: (db: Executor, party: string) => Promise<readonly Hindrance[]>
  /** Forgets, in the transaction that destroys the key. */
  readonly erase?: (tx: Tx, party: string) => Promise<void>
  /** What stays because the law wants it, without name. */
  readonly kept?: readonly Kept[]
}

/** Something that an erasure would leave without its owner. */
export type Hindrance = {
  /** What it is: `open-order`, `money`. */
  kind: string
  /** Its id, or a name. */
  subject: string
  detail: string
}

/** What is kept, why, and for how long after the year in which it ended. */
export type Kept = { what: string; why: string; years: number }

/** Rows of a list that is read as a whole. */
export async function* rowsOf<T extends object>(rows: Promise<readonly T[]>): AsyncGenerator<JsonObject> {
  for (const row of await rows) yield row as unknown as JsonObject // rows of JSON values, as the readers select them
}
