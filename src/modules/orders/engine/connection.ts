import type pg from 'pg'
import { connectRaw } from '#kernel/db'

/** A connection of the engine's own, made when first used and again after it was lost. */
export type Connection = {
  open: () => Promise<pg.Client>
  /** The connection if there is one now. */
  current: () => pg.Client | undefined
  close: () => Promise<void>
}

/** A connection that sends statements without waiting for the answers of earlier ones. */
export function createConnection(url: string, applicationName: string): Connection {
  let opening: Promise<pg.Client> | undefined
  let client: pg.Client | undefined

  async function connect(): Promise<pg.Client> {
    try {
      const made = await connectRaw(url, { applicationName, pipeline: true })
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
