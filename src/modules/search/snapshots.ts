import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { log } from '#kernel/log'
import { formOfIndex } from './entries.ts'
import type { Host } from './hosts.ts'
import type { Source } from './source.ts'

/**
 * Snapshots of an index with the position of the log they are complete up to. The index is written under a new name;
 * only then is the note beside it replaced, so that a crash at any moment leaves a pair that fits, or none.
 */

const Note = Type.Object({
  form: Type.Integer(),
  /** Name of the file with the index. */
  file: Type.String({ pattern: '^index-[0-9a-f-]{36}$' }),
  pos: Type.Integer({ minimum: 0 }),
  /** The command at `pos`: a database that was restored or replaced has another one there. */
  command: Type.String(),
})
const note = Compile(Note)
const noteFile = 'index.json'

/** A snapshot that is more positions behind than this is built anew: that is faster, and reads less. */
const behindMax = 500_000

/** A folder for the snapshots of one town. */
export type Snapshots = { folder: string; source: Source }

/** Writes the index as it is, with the position that was applied last. @returns its size, bytes */
export async function saveSnapshot({ folder, source }: Snapshots, host: Host, pos: number): Promise<number> {
  const command = await source.commandAt(pos)
  if (command === undefined) return 0 // an empty log has nothing worth keeping
  mkdirSync(folder, { recursive: true })
  const file = `index-${randomUUID()}`
  const bytes = await host.save(path.join(folder, file))
  const text = JSON.stringify({ form: formOfIndex, file, pos, command } satisfies Static<typeof Note>)
  writeFileSync(path.join(folder, `${file}.json`), text)
  renameSync(path.join(folder, `${file}.json`), path.join(folder, noteFile))
  for (const name of readdirSync(folder)) {
    if (name !== noteFile && name !== file) rmSync(path.join(folder, name), { force: true })
  }
  return bytes
}

/** Loads the snapshot into an index, if there is one that fits this log. @returns the position it is complete up to */
export async function loadSnapshot({ folder, source }: Snapshots, host: Host): Promise<number | undefined> {
  const found = readNote(folder)
  if (found === undefined) return undefined
  const newest = await source.position()
  const isOurs = (await source.commandAt(found.pos)) === found.command
  if (!isOurs || found.form !== formOfIndex || found.pos > newest || newest - found.pos > behindMax) return undefined
  try {
    await host.load(path.join(folder, found.file))
    return found.pos
  } catch (error) {
    log.warn({ err: error }, 'the search snapshot cannot be read; the index is built anew')
    return undefined
  }
}

function readNote(folder: string): Static<typeof Note> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path.join(folder, noteFile), 'utf8'))
    return note.Check(value) ? value : undefined
  } catch {
    return undefined // there is none, or it was cut short: both mean to build the index
  }
}
