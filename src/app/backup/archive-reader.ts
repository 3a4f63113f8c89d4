import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { createTarDecoder } from 'modern-tar'
import { hasCode } from '#kernel/lifecycle'
import {
  DamagedBackup,
  type Manifest,
  backupFormat,
  fileIdOf,
  headName,
  keyEntryName,
  keyNameOf,
  manifestName,
  parseFormat,
  parseManifest,
  partName,
  partOf,
} from './manifest.ts'

/** One entry of an archive; its body must be read to the end before the next is asked for. */
export type ArchiveEntry = { readonly name: string; readonly size: number; readonly body: AsyncIterable<Uint8Array> }

/** The entries of an archive in their order. @throws {DamagedBackup} for what is cut short or not an archive */
export async function* readArchive(file: string): AsyncGenerator<ArchiveEntry> {
  const bytes = createReadStream(file, { highWaterMark: 1024 * 1024 })
  const unzipped = bytes.pipe(createGunzip())
  bytes.on('error', (error) => unzipped.destroy(error))
  const whole = finished(unzipped, { writable: false })
  whole.catch(() => undefined) // awaited below
  try {
    const entries = (Readable.toWeb(unzipped) as ReadableStream<Uint8Array>).pipeThrough(
      createTarDecoder({ strict: true }),
    )
    for await (const { header, body } of entries) {
      if (header.type !== 'file') throw new DamagedBackup(`${file} holds a ${header.type} named ${header.name}`)
      yield { name: header.name, size: header.size, body: bodyOf(file, body) }
    }
    await whole // the checksum of gzip stands at the very end
  } catch (error) {
    throw damaged(file, error)
  } finally {
    unzipped.destroy()
    bytes.destroy()
  }
}

async function* bodyOf(file: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw damaged(file, error)
  }
}

/** What the disk itself refuses stays as it is; everything else that can go wrong here is the archive's content. */
function damaged(file: string, error: unknown): unknown {
  if (error instanceof DamagedBackup || hasCode(error, 'ENOENT', 'EACCES', 'EISDIR', 'EIO')) return error
  const deepest = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const what = deepest instanceof Error ? deepest.message : String(deepest)
  return new DamagedBackup(`${file} is not a whole backup: ${what === '' ? 'it ends too early' : what}`)
}

/** Reads a body that is known to be small. */
async function textOf({ body }: ArchiveEntry): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Reads an archive from end to end, compares every entry with the manifest, and answers it. Nothing is written.
 *
 * @throws {DamagedBackup}
 */
export async function verifyArchive(file: string): Promise<Manifest> {
  const found = new Map<string, string>()
  let fileBytes = 0
  let manifest: Manifest | undefined
  for await (const entry of readArchive(file)) {
    if (manifest !== undefined) throw new DamagedBackup(`${file} goes on after its manifest`)
    if (found.size === 0) await checkHead(file, entry)
    if (found.has(entry.name)) throw new DamagedBackup(`${file} holds ${entry.name} twice`)
    if (entry.name === manifestName) manifest = parseManifest(await textOf(entry))
    else found.set(entry.name, entry.name === headName ? '' : await hashOf(entry))
    if (fileIdOf(entry.name) !== undefined) fileBytes += entry.size
  }
  if (manifest === undefined) throw new DamagedBackup(`${file} is not a whole backup: its manifest is missing`)
  compare(file, { manifest, found, fileBytes })
  return manifest
}

async function checkHead(file: string, entry: ArchiveEntry): Promise<void> {
  if (entry.name !== headName) throw new DamagedBackup(`${file} is not a backup of Lakeside`)
  const format = parseFormat(await textOf(entry))
  if (format !== backupFormat) {
    throw new DamagedBackup(
      `${file} has form ${String(format)} and this version reads form ${backupFormat}: use a newer Lakeside`,
    )
  }
}

async function hashOf({ body }: ArchiveEntry): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of body) hash.update(chunk)
  return hash.digest('hex')
}

type Seen = { manifest: Manifest; found: ReadonlyMap<string, string>; fileBytes: number }

/** Every part that the manifest names is there as it was written, and nothing else is. */
function compare(file: string, { manifest, found, fileBytes }: Seen): void {
  const expected = expectedOf(manifest)
  let files = 0
  for (const [name, hash] of found) {
    const id = fileIdOf(name)
    if (id !== undefined) files += 1
    const wanted = id === undefined ? expected.get(name) : id
    if (wanted === undefined || !isOfABackup(name))
      throw new DamagedBackup(`${file} holds ${name}, which is not its own`)
    if (wanted !== hash) throw new DamagedBackup(`${file} was altered: ${name} is not what was backed up`)
    expected.delete(name)
  }
  const [missing] = expected.keys()
  if (missing !== undefined) throw new DamagedBackup(`${file} lacks ${missing}`)
  if (files !== manifest.files.count || fileBytes !== manifest.files.bytes)
    throw new DamagedBackup(`${file} holds ${files} files, and its manifest names ${manifest.files.count}`)
}

/** Hashes by entry; those of files are their names. */
function expectedOf({ tables, keys }: Manifest): Map<string, string> {
  const parts = tables.flatMap(({ name, parts: hashes }) =>
    hashes.map((hash, index) => [partName(name, index), hash] as const),
  )
  const keyHashes = Object.entries(keys).map(([name, hash]) => [keyEntryName(name), hash] as const)
  return new Map([[headName, ''], ...parts, ...keyHashes])
}

function isOfABackup(name: string): boolean {
  return name === headName || [partOf, fileIdOf, keyNameOf].some((kind) => kind(name) !== undefined)
}
