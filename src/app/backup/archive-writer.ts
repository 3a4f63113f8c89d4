import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { link, open, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { createTarPacker } from 'modern-tar'
import { hasCode } from '#kernel/lifecycle'
import { CommandError } from '../cli-usage.ts'

/** An archive that is being written. Under its name it appears whole, or not at all. */
export type ArchiveWriter = {
  /** Adds an entry held in memory and answers its SHA-256. */
  readonly add: (name: string, content: Uint8Array) => Promise<string>
  /** Adds a file of the disk and answers its SHA-256. */
  readonly addFile: (name: string, file: string, size: number) => Promise<string>
  /** Syncs it and gives it its name. @throws {CommandError} when that name is taken */
  readonly finish: () => Promise<{ bytes: number }>
  /** Removes what was written. */
  readonly discard: () => Promise<void>
}

/** Rows compress tenfold at the fastest level already; pictures do not compress at any. */
const gzipLevel = 2
/** Whoever can read a backup can read everybody's orders: only its owner. */
const mode = 0o600

/** Opens a new archive beside its place. */
export function createArchive(target: string): ArchiveWriter {
  const beside = `${target}.${process.pid}.partial`
  const { readable, controller } = createTarPacker()
  const written = pipeline(
    Readable.fromWeb(readable),
    createGzip({ level: gzipLevel }),
    createWriteStream(beside, { flags: 'wx', mode, flush: true }),
  )
  written.catch((error: unknown) => controller.error(error)) // a full disk: whoever adds next meets it
  const discard = async (): Promise<void> => {
    controller.error(new Error('the backup was given up'))
    await written.catch(() => undefined) // that very error, or the one before it
    await rm(beside, { force: true })
  }
  const adding = async (name: string, size: number, chunks: Iterable<Uint8Array> | Readable): Promise<string> => {
    const body = controller.add({ name, size, mode, mtime: new Date(0) }).getWriter()
    const hash = createHash('sha256')
    for await (const chunk of chunks) {
      hash.update(chunk)
      await body.write(chunk)
    }
    await body.close()
    return hash.digest('hex')
  }
  return {
    add: (name, content) => adding(name, content.length, [content]),
    addFile: (name, source, size) =>
      adding(name, size, size === 0 ? [] : createReadStream(source, { end: size - 1, highWaterMark: 256 * 1024 })),
    discard,
    finish: async () => {
      controller.finalize()
      await written
      const { size } = await stat(beside)
      await named(beside, target)
      return { bytes: size }
    },
  }
}

/** A link, unlike a rename, never replaces what has the name already. */
async function named(beside: string, target: string): Promise<void> {
  try {
    await link(beside, target)
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw new CommandError(`${target} exists already; nothing is overwritten`)
    throw error
  } finally {
    await rm(beside, { force: true })
  }
  const folder = await open(path.dirname(target), 'r')
  await folder.sync().finally(() => folder.close())
}
