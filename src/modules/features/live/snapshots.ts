/**
 * A state on disk, so that a process that starts reads what is new and not everything. One file: a head with form and
 * positions, the rows, and the checksum of all before it. It is written beside the old one and renamed, and believed
 * only when the checksum, the form and the events at its positions are right.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as breathe } from 'node:timers/promises'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Database } from '#kernel/db'
import { newestPos, readEvents } from '#kernel/events'
import { hasCode } from '#kernel/lifecycle'
import { log } from '#kernel/log'
import { newestInteraction, readInteractions } from '#modules/interactions'
import { type Source, sources } from '../declaring.ts'
import type { Folds } from './replay.ts'

const Place = Type.Object({
  pos: Type.Integer({ minimum: 0 }),
  id: Type.Union([Type.String(), Type.Null()]),
  at: Type.Number(),
})
const Head = Type.Object({ form: Type.String(), log: Place, interactions: Place })
const head = Compile(Head)

const fileName = 'features.snapshot'
/** Rows written before others get a turn: a few milliseconds. */
const rowsAtOnce = 2_000

/** Writes a state. The caller sees to it that nothing is folded meanwhile. @returns bytes written */
export async function saveSnapshot(folder: string, form: string, folds: Folds): Promise<number> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, `${fileName}-${randomUUID()}`)
  const handle = await open(file, 'w')
  try {
    const placeOf = (source: Source) => ({
      pos: folds[source].pos,
      id: folds[source].lastId,
      at: folds[source].lastAt,
    })
    const begin: Static<typeof Head> = { form, log: placeOf('log'), interactions: placeOf('interactions') }
    const hash = createHash('sha256')
    let bytes = 0
    const write = async (text: string): Promise<void> => {
      hash.update(text)
      bytes += (await handle.write(text)).bytesWritten
    }
    await write(`${JSON.stringify(begin)}\n`)
    for (const source of sources) {
      for (const page of pages(folds[source].rows(), rowsAtOnce)) {
        await write(page.map((row) => `${source} ${row}\n`).join(''))
        await breathe()
      }
    }
    await handle.write(`sha256 ${hash.digest('hex')}\n`)
    await handle.sync()
    await rename(file, path.join(folder, fileName))
    return bytes
  } finally {
    await handle.close()
    await dropOthers(folder)
  }
}

function* pages(rows: Iterable<string>, size: number): Generator<string[]> {
  let page: string[] = []
  for (const row of rows) {
    if (page.push(row) < size) continue
    yield page
    page = []
  }
  yield page
}

/** What writers that were killed left behind. */
async function dropOthers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${fileName}-`)) await rm(path.join(folder, name), { force: true })
  }
}

/**
 * Loads the state on disk into empty folds, if there is one that fits this database. False leaves them half filled: the
 * caller takes new ones.
 */
export async function loadSnapshot(
  { db, town, folder, form }: { db: Database; town: number; folder: string; form: string },
  folds: Folds,
): Promise<boolean> {
  try {
    const begin = await read(path.join(folder, fileName), folds)
    if (begin === undefined || begin.form !== form) return false
    for (const source of sources) {
      const fold = folds[source]
      const { pos, id, at } = begin[source]
      if (pos > 0 && (await idAt({ db, town }, source, pos)) !== id) return false
      Object.assign(fold, { pos, lastId: id, lastAt: at })
    }
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    log.warn({ err: error }, 'the snapshot of features cannot be read; they are folded anew')
    return false
  }
}

async function read(file: string, folds: Folds): Promise<Static<typeof Head> | undefined> {
  const hash = createHash('sha256')
  let begin: Static<typeof Head> | undefined
  let isWhole = false
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.startsWith('sha256 ')) {
      isWhole = line === `sha256 ${hash.digest('hex')}`
      break
    }
    hash.update(line).update('\n')
    if (begin === undefined) {
      const value: unknown = JSON.parse(line)
      if (!head.Check(value)) return undefined
      begin = value
      continue
    }
    const at = line.indexOf(' ')
    const source = sources.find((one) => one === line.slice(0, at))
    if (source !== undefined) folds[source].load(line.slice(at + 1))
  }
  if (!isWhole) throw new Error(`${path.basename(file)} is cut short or changed`)
  return begin
}

/** Tells this log, or stream, from another one in the same place. */
async function idAt({ db, town }: { db: Database; town: number }, source: Source, pos: number): Promise<string | null> {
  const wanted = { after: pos - 1, limit: 1, upTo: pos }
  const [event] = source === 'log' ? await readEvents(db, town, wanted) : await readInteractions(db, town, wanted)
  return event?.id ?? null
}

/** Where both sources stand now. */
export async function newestPosition(db: Database, town: number): Promise<{ log: number; interactions: number }> {
  const [newest, interactions] = await Promise.all([newestPos(db, town), newestInteraction(db, town)])
  return { log: newest, interactions }
}
