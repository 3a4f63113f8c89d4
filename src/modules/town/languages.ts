import { readdirSync } from 'node:fs'
import path from 'node:path'
import { cloneDir } from '#kernel/postgres-binaries'

let known: readonly string[] | undefined

/** Languages that the web app has words for: a file each. */
export function languagesKnown(): readonly string[] {
  known ??= readdirSync(path.join(cloneDir, 'web', 'i18n'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted()
  return known
}
