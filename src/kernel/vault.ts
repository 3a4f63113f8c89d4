import type { Json } from './commands.ts'
import type { Executor } from './db.ts'

/**
 * Where personal values are sealed under a key of the person they tell of, so that the log, the books, their backups
 * and replicas hold nothing but sealed text. Module `privacy` is the vault; this is what others know of it.
 */

/** A value on its way into the vault. */
export type ToSeal = {
  /** Whose key: the party that says it of itself. */
  party: string
  /** What it belongs to, such as `order/ID`; whoever opens it must say the same. */
  purpose: string
  /** Its place there, such as `/address`. It stands readable in the sealed text, and cannot be changed. */
  field?: string
  value: Json
}

/** A sealed text as it was found. */
export type ToOpen = { purpose: string; sealed: string }

/** Seals and opens by the set: one statement for all keys that are not at hand. */
export type Vault = {
  /**
   * Seals values; the same value at the same place under the same key gives the same text, so that a command sent
   * again is the same command.
   *
   * @throws {Problem} not-allowed when the party has been erased
   */
  seal: (items: readonly ToSeal[]) => Promise<string[]>
  /** As `seal`, under a key that is thrown away: for saying what would happen. */
  sealForShow: (items: readonly ToSeal[]) => string[]
  /**
   * Opens sealed texts. Null when the person has been erased; undefined when it is no seal of this town for this
   * purpose: tampered with, moved from elsewhere, or made up.
   */
  open: (items: readonly ToOpen[]) => Promise<(Json | undefined)[]>
  /** Opens every sealed text in values, however deep; a text that is no true seal stays as it is. */
  openWithin: <T extends Json>(items: readonly { purpose: string; value: T }[]) => Promise<T[]>
  /** Destroys a party's key for ever, also the one it does not have yet. Whatever was sealed under it opens as null. */
  destroy: (party: string, tx?: Executor) => Promise<void>
}
