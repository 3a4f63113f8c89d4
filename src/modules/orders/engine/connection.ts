import type pg from 'pg'
import { connectRaw } from '#kernel/db'

/** A connection of the engine's own, made when first used and again after it was lost. */
export type Connection = {
  open: () => Promise<pg.Client>
  /** The connection if there is one now. */
  current: () => pg.Client | undefined
  close: () => Promise<void>
}

/**
 * A writer that is frozen, or whose network has gone, between two statements of a batch would hold the fence's lock for
 * as long as its machine sleeps: nobody could take over. Well below the silence after which others do.
 */
const idleInTransactionMs = 2_000

/** A connection that sends statements without waiting for the answers of earlier ones. */
export function createConnection(url: string, applicationName: string): Connection {
  let opening: Promise<pg.Client> | undefined
  let client: pg.Client | undefined

  async function connect(): Promise<pg.Client> {
    try {
      const made = await connectRaw(url, { applicationName, pipeline: true, idleInTransactionMs })
      client = made
      made.once('end', () => {
        if (client === made) client = opening = undefined
      })
      return made
    } catch (error) {
      opening = undefined
      throw error
    }
  }

  return {
    open: () => (opening ??= connect()),
    current: () => client,
    close: async () => {
      await client?.end()
    },
  }
}
