import { appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { hasCode } from '#kernel/lifecycle'

/**
 * Who has been erased, one id a line, beside the data and not in the database: a backup that is brought back does not
 * know of erasures after it, and must be told before anybody is served from it.
 */

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'erased-parties')
}

/** Notes an erasure that has been committed. */
export function noteErased(dataDir: string, party: string): void {
  appendFileSync(fileIn(dataDir), `${party}\n`, { mode: 0o600 })
}

/** Everybody who was ever erased here. */
export function listErased(dataDir: string): string[] {
  try {
    return [...new Set(readFileSync(fileIn(dataDir), 'utf8').split('\n'))].filter((line) => line !== '')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}
