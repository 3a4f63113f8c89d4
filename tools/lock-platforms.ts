/**
 * Names the builds of other systems in the lock file. A registry that lacks some of them leaves them out of what
 * `npm install` writes, and then `npm ci` refuses the file, and a Mac would not get its own. They stand there by
 * version and without a hash; who runs the system they are for fetches them.
 *
 *   node tools/lock-platforms.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** An entry of the lock file, as far as it is looked at. */
type Entry = { version?: string; dev?: boolean; optionalDependencies?: Record<string, string> }
export type Lock = { packages: Record<string, Entry> }

/** A build that nothing in the lock file stands for. */
export type Missing = { name: string; version: string; isForDevelopment: boolean }

/** Builds for some system that packages of the lock file name and that it does not hold. */
export function missingBuilds({ packages }: Lock): Missing[] {
  const missing = new Map<string, Missing>()
  for (const [place, { dev = false, optionalDependencies = {} }] of Object.entries(packages))
    for (const [name, version] of Object.entries(optionalDependencies))
      if (!foldersAbove(place).some((folder) => `${folder}node_modules/${name}` in packages))
        missing.set(name, { name, version, isForDevelopment: dev })
  return [...missing.values()]
}

/** Where Node looks for what a package needs: its own folder, and each around it. */
function foldersAbove(place: string): string[] {
  const folders = place === '' ? [] : [`${place}/`]
  for (let end = place.lastIndexOf('node_modules/'); end > 0; end = place.lastIndexOf('node_modules/', end - 1))
    folders.push(place.slice(0, end))
  return [...folders, '']
}

/** The lock file with what it lacks, in npm's order. */
export function completed(lock: Lock): Lock {
  const added = missingBuilds(lock).map(({ name, version, isForDevelopment }): [string, Entry] => [
    `node_modules/${name}`,
    { version, ...(isForDevelopment ? { dev: true } : {}), optional: true, ...systemOf(name) } as Entry,
  ])
  const entries = [...Object.entries(lock.packages), ...added]
  return { ...lock, packages: Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b, 'en'))) }
}

/** `@oxlint/binding-linux-arm64-musl` is for Linux on ARM with musl. @throws {Error} for names that say nothing */
export function systemOf(name: string): { os: [string]; cpu: [string]; libc?: [string] } {
  const found = /(?<os>android|darwin|freebsd|linux|openharmony|win32)-(?<cpu>[a-z0-9]+)(?:-(?<abi>gnu|musl))?/.exec(
    name,
  )
  const { os, cpu, abi } = found?.groups ?? {}
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not say what system it is for`)
  return { os: [os], cpu: [cpu], ...(abi === undefined ? {} : { libc: [abi === 'gnu' ? 'glibc' : abi] }) }
}

if (import.meta.main) {
  const file = path.join(import.meta.dirname, '..', 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock
  const missing = missingBuilds(lock)
  if (missing.length > 0) writeFileSync(file, `${JSON.stringify(completed(lock), null, 2)}\n`)
  console.log(`${missing.length} builds of other systems were added to the lock file`)
}
