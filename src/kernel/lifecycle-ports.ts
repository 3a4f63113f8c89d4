/** Tells who listens on a port, so that "port in use" can name the program to stop. */
import { readdirSync, readlinkSync } from 'node:fs'
import { commandLineOf, hasCode, readIfThere } from './lifecycle.ts'

/** A process that listens. */
export interface PortHolder {
  readonly pid: number
  /** Its command line. */
  readonly command: string
}

/**
 * The process that listens on a TCP port of this machine. Undefined when nobody does, when it belongs to another user
 * (only root sees those), and where the system has no /proc.
 */
export function portHolder(port: number): PortHolder | undefined {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeningSockets(table, port)))
  if (sockets.size === 0) return undefined
  const pids = namesIn('/proc').filter((name) => /^\d+$/.test(name))
  const pid = Number(pids.find((candidate) => holdsOneOf(candidate, sockets)) ?? NaN)
  return Number.isNaN(pid) ? undefined : { pid, command: commandLineOf(pid) }
}

/** Inodes of the sockets in state LISTEN (0A) on this local port; columns as in proc(5), numbers in hexadecimal. */
function listeningSockets(table: string, port: number): string[] {
  const rows = (readIfThere(`/proc/net/${table}`) ?? '').trim().split('\n').slice(1)
  return rows.flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/)
    return state === '0A' && parseInt(local.split(':')[1] ?? '', 16) === port ? [`socket:[${inode}]`] : []
  })
}

function holdsOneOf(pid: string, sockets: ReadonlySet<string>): boolean {
  return namesIn(`/proc/${pid}/fd`).some((fd) => sockets.has(linkTarget(`/proc/${pid}/fd/${fd}`)))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES', 'ESRCH')) return [] // gone since, another user's, or no /proc here
    throw error
  }
}

function linkTarget(link: string): string {
  try {
    return readlinkSync(link)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES', 'ESRCH')) return '' // closed since
    throw error
  }
}
