/** Makes a database cluster and keeps its password. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { readIfThere } from './lifecycle.ts'
import { type Placement, handOver, runAsUser } from './postgres-binaries.ts'

/** The only role: the server is the application's own. */
export const superuser = 'lakeside'

/** PostgreSQL's data directory within a server's home. */
export function clusterOf(homeDir: string): string {
  return path.join(homeDir, 'cluster')
}

/**
 * Built aside and renamed, so that a cluster that was cut short is never used. The locale is the server's own C.UTF-8:
 * it knows upper and lower case of every script, sorts by code point (an index is built twice as fast as with ICU) and
 * needs nothing of the machine, so that an index survives an upgrade of its C library. Lists for people sort with
 * an explicit `collate "und-x-icu"`.
 *
 * @param isDurable whether to wait for the disk; tests need not
 */
export function createCluster({ nativeDir, homeDir, runAs }: Placement, isDurable: boolean): void {
  const aside = path.join(homeDir, 'cluster.new')
  const handed = path.join(homeDir, 'password.new')
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { mode: 0o700 })
  const password = newPassword()
  writeFileSync(handed, password, { mode: 0o600 })
  for (const file of [aside, handed]) handOver(file, runAs)
  const access = ['-U', superuser, `--pwfile=${handed}`, '--auth=scram-sha-256', '--no-instructions']
  const text = [
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--text-search-config=simple',
  ]
  const result = runAsUser(
    path.join(nativeDir, 'bin', 'initdb'),
    ['-D', aside, ...access, ...text, ...(isDurable ? [] : ['--no-sync'])],
    runAs,
  )
  rmSync(handed)
  if (result.status !== 0) throw new Error(`initdb failed: ${result.error?.message ?? result.stderr}`)
  writeFileSync(passwordFile(homeDir), password, { mode: 0o600 })
  renameSync(aside, clusterOf(homeDir))
}

/** The superuser's password. A lost file is replaced: the server, while it is down, is told a new one. */
export function passwordOf({ nativeDir, homeDir, runAs }: Placement): string {
  const kept = readIfThere(passwordFile(homeDir))
  if (kept !== undefined && kept !== '') return kept
  const password = newPassword()
  const result = spawnSync(
    path.join(nativeDir, 'bin', 'postgres'),
    ['--single', '-D', clusterOf(homeDir), 'template1'],
    {
      ...runAs,
      cwd: '/',
      input: `alter role ${superuser} password '${password}'\n`,
      encoding: 'utf8',
    },
  )
  if (result.status !== 0) throw new Error(`the database password was lost and cannot be renewed: ${result.stderr}`)
  writeFileSync(passwordFile(homeDir), password, { mode: 0o600 })
  return password
}

/** The password of a server that another process runs. */
export function keptPassword(homeDir: string): string {
  return readIfThere(passwordFile(homeDir)) ?? ''
}

function newPassword(): string {
  return randomBytes(24).toString('base64url') // no character that a URL or an SQL literal would have to escape
}

function passwordFile(homeDir: string): string {
  return path.join(homeDir, 'password')
}
