/**
 * What a backup holds, and what its parts are called.
 *
 *   lakeside-backup.json                 form of the archive, first, so that a stranger's file is refused at once
 *   tables/SCHEMA.TABLE/000001 …         rows as COPY writes them in text form, in parts of a few megabytes
 *   files/AB/ABCDEF…                     files under the hash of their content
 *   keys/NAME                            only when asked for
 *   manifest.json                        counts and checksums of all of it, last
 *
 * It is a gzipped tar, so that `tar tzf` shows what is in it, today and in ten years.
 */
import { CommandError } from '../cli-usage.ts'

/** Counts changes to the form that an older Lakeside cannot read. */
export const backupFormat = 1

/** The first entry's name. */
export const headName = 'lakeside-backup.json'
/** The last entry's name. */
export const manifestName = 'manifest.json'

/** Rows of one table. */
export type TableContent = {
  /** `kernel.events` */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
  /** SHA-256 of each part, in order. */
  readonly parts: readonly string[]
}

/** Where a sequence stood; text, because it may exceed the safe integers. */
export type SequenceValue = { readonly name: string; readonly value: string }

/** The whole backup in numbers. */
export type Manifest = {
  readonly format: number
  /** Version of Lakeside that wrote it. */
  readonly lakeside: string
  /** Machine time, RFC 3339. */
  readonly madeAt: string
  /** Of the server it came from, such as `18.4`. */
  readonly postgres: string
  readonly towns: readonly { readonly id: number; readonly name: string; readonly newestPos: number }[]
  /** Which migrations the rows fit. */
  readonly migrations: readonly { readonly name: string; readonly hash: string }[]
  /** The newest migration of graphile-worker. */
  readonly jobsMigration: number
  readonly tables: readonly TableContent[]
  readonly sequences: readonly SequenceValue[]
  readonly files: { readonly count: number; readonly bytes: number }
  /** Name and SHA-256 of each key file. */
  readonly keys: Readonly<Record<string, string>>
  /** Tables of schemas that no migration of ours made. */
  readonly leftOut: readonly string[]
}

/** Name of a part of a table. */
export function partName(table: string, index: number): string {
  return `tables/${table}/${String(index + 1).padStart(6, '0')}`
}

/** The table and index of a part, or undefined for another kind of entry. */
export function partOf(entry: string): { table: string; index: number } | undefined {
  const [, table, number] = /^tables\/([^/]+)\/(\d{6,})$/.exec(entry) ?? []
  return table === undefined || number === undefined ? undefined : { table, index: Number(number) - 1 }
}

/** Name of the entry of a file of the content store. */
export function fileEntryName(id: string): string {
  return `files/${id.slice(0, 2)}/${id}`
}

/** The file id of an entry, or undefined for another kind. */
export function fileIdOf(entry: string): string | undefined {
  return /^files\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(entry)?.[1]
}

/** Name of the entry of a key file. */
export function keyEntryName(name: string): string {
  return `keys/${name}`
}

/** The key file's name of an entry, or undefined for another kind. A name is one part of a path, never a way out. */
export function keyNameOf(entry: string): string | undefined {
  return /^keys\/([A-Za-z0-9_-][A-Za-z0-9._-]*)$/.exec(entry)?.[1]
}

/** An archive that is not what it says. */
export class DamagedBackup extends CommandError {
  override name = 'DamagedBackup'
}
