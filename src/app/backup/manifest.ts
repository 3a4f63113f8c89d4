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
import Type from 'typebox'
import { Compile } from 'typebox/schema'
import { CommandError } from '../cli-usage.ts'

/** Counts changes to the form that an older Lakeside cannot read. */
export const backupFormat = 1

/** The first entry's name. */
export const headName = 'lakeside-backup.json'
/** The last entry's name. */
export const manifestName = 'manifest.json'

const Name = Type.String({ pattern: '^[^./]+\\.[^/]+$' })
const Count = Type.Integer({ minimum: 0 })
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })

const ManifestSchema = Type.Object({
  format: Type.Integer(),
  /** Version of Lakeside that wrote it. */
  lakeside: Type.String(),
  /** Machine time, RFC 3339. */
  madeAt: Type.String(),
  /** Of the server it came from, such as `18.4`. */
  postgres: Type.String(),
  towns: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), newestPos: Count })),
  /** Which migrations the rows fit. */
  migrations: Type.Array(Type.Object({ name: Type.String(), hash: Hash })),
  /** The newest migration of graphile-worker. */
  jobsMigration: Count,
  /** Tables such as `kernel.events`, in an order that their foreign keys allow, with the SHA-256 of each part. */
  tables: Type.Array(
    Type.Object({ name: Name, columns: Type.Array(Type.String()), rows: Count, parts: Type.Array(Hash) }),
  ),
  /** Where a sequence stood; text, because it may exceed the safe integers. */
  sequences: Type.Array(Type.Object({ name: Name, value: Type.String({ pattern: '^-?[0-9]+$' }) })),
  files: Type.Object({ count: Count, bytes: Count }),
  /** Name and SHA-256 of each key file. */
  keys: Type.Record(Type.String(), Hash),
  /** Tables of schemas that no migration of ours made. */
  leftOut: Type.Array(Type.String()),
})

/** The whole backup in numbers. */
export type Manifest = Type.Static<typeof ManifestSchema>
/** Rows of one table. */
export type TableContent = Manifest['tables'][number]

const manifests = Compile(ManifestSchema)

/** Reads the last entry. @throws {DamagedBackup} */
export function parseManifest(text: string): Manifest {
  const value = parseJson(text)
  if (!manifests.Check(value)) throw new DamagedBackup('the manifest of the backup is not one')
  return value
}

/** Reads the form from the first entry. @throws {DamagedBackup} */
export function parseFormat(text: string): unknown {
  const value = parseJson(text)
  return typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new DamagedBackup(`the backup is damaged: ${error.message}`)
    throw error
  }
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
