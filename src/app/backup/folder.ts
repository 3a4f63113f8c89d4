import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '#kernel/config'

type Place = Pick<Config, 'dataDir'>

/** Where backups lie unless somebody says otherwise. */
export function backupFolder({ dataDir }: Place): string {
  return path.join(dataDir, 'backups')
}

/** Makes it, for its owner alone. */
export function makeBackupFolder(place: Place): void {
  mkdirSync(backupFolder(place), { recursive: true, mode: 0o700 })
}

/** A name that sorts by time. @param now machine time, ms */
export function backupName(now: number, kind?: 'asked' | 'nightly'): string {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `${time}${kind === undefined ? '' : `-${kind}`}.tar.gz`
}

/** What may be asked for by name: no path, nothing hidden. */
export function isBackupName(name: string): boolean {
  return /^[\w][\w.-]{0,90}\.tar\.gz$/.test(name)
}

/** A backup as it lies there. */
export type BackupFile = { name: string; bytes: number; /** Machine time, ms. */ madeAt: number }

/** Whole backups, the newest first. */
export function listBackupFiles(place: Place): BackupFile[] {
  const folder = backupFolder(place)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter(isBackupName)
  return names
    .flatMap((name): BackupFile[] => {
      const found = statSync(path.join(folder, name), { throwIfNoEntry: false })
      return found?.isFile() === true ? [{ name, bytes: found.size, madeAt: Math.round(found.mtimeMs) }] : []
    })
    .toSorted((one, other) => other.madeAt - one.madeAt)
}
