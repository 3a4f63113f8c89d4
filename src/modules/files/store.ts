import { hash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'

/**
 * Where files lie. A file's id is the SHA-256 of its content, so the same content is kept once, an id always means the
 * same bytes, and copying a store is copying whatever is not there yet.
 */
export type FileStore = {
  /** Keeps the content, durably, and answers its id. Keeping it again changes nothing. */
  put: (content: Uint8Array) => Promise<string>
  /** Size in bytes, or undefined. */
  find: (id: string) => Promise<number | undefined>
  /** The content as a stream; ask `find` first. */
  open: (id: string) => Readable
}

/** Id of a content: SHA-256 in hexadecimal. */
export function idOfContent(content: Uint8Array): string {
  return hash('sha256', content, 'hex')
}

/** True for the form of an id. Everything else is refused before it can become part of a path. */
export function isFileId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** Files below a folder, spread over 256 folders by the first two digits. */
export function createDiskStore(folder: string): FileStore {
  const pathOf = (id: string): string => {
    if (!isFileId(id)) throw new TypeError('not the id of a file')
    return path.join(folder, id.slice(0, 2), id)
  }
  return {
    put: async (content) => {
      const id = idOfContent(content)
      const target = pathOf(id)
      if ((await sizeOf(target)) === content.length) return id
      await mkdir(path.dirname(target), { recursive: true })
      await writeWhole(target, content)
      return id
    },
    find: (id) => sizeOf(pathOf(id)),
    open: (id) => createReadStream(pathOf(id)),
  }
}

/** Beside its place first and synced, so that under the name there is the whole content or nothing. */
async function writeWhole(target: string, content: Uint8Array): Promise<void> {
  const beside = `${target}.${randomBytes(6).toString('hex')}`
  const file = await open(beside, 'wx')
  try {
    await file.writeFile(content)
    await file.sync()
  } catch (error) {
    await unlink(beside)
    throw error
  } finally {
    await file.close()
  }
  await rename(beside, target)
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
