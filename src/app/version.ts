import { readFileSync } from 'node:fs'
import path from 'node:path'
import { cloneDir } from '#kernel/postgres-binaries'

/** The version of the source tree. */
export function version(): string {
  const { version: found }: { version: string } = JSON.parse(readFileSync(path.join(cloneDir, 'package.json'), 'utf8'))
  return found
}
