import { inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50

/**
 * Reads the files of a ZIP archive held in memory: stored and deflated entries, without encryption or 64-bit sizes.
 * Source: PKWARE APPNOTE 6.3.10, §4.3.7, §4.3.12, §4.3.16.
 */
export function readZip(archive: Buffer): Map<string, Buffer> {
  let end = archive.length - 22
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1
  if (end < 0) throw new Error('no ZIP archive: the end of the central directory is missing')
  const files = new Map<string, Buffer>()
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`no ZIP directory entry at byte ${at}`)
    const method = archive.readUInt16LE(at + 10)
    const compressed = archive.readUInt32LE(at + 20)
    const nameLength = archive.readUInt16LE(at + 28)
    const rest = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
    const local = archive.readUInt32LE(at + 42)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const data = archive.subarray(from, from + compressed)
    if (method !== 0 && method !== 8) throw new Error(`${name}: ZIP method ${method} is not supported`)
    files.set(name, method === 0 ? data : inflateRawSync(data))
    at += 46 + nameLength + rest
  }
  return files
}
