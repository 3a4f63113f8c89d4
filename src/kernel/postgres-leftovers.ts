/** Deals with what a killed process left in a data directory: a server without its supervisor, or only its pid file. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { commandLineOf, identityOf, readIfThere, stopProcess } from './lifecycle.ts'

/** The process of a server that runs on this data directory. */
export function runningServer(clusterDir: string): number | undefined {
  const pid = Number((readIfThere(pidFile(clusterDir)) ?? '').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0 || identityOf(pid) === undefined) return undefined
  // The number may long belong to another program; ours was started with `-D <data directory>`.
  return `${commandLineOf(pid)} `.includes(` -D ${clusterDir} `) ? pid : undefined
}

/**
 * Stops a server left over (its sessions belong to a dead process), else removes a stale pid file: PostgreSQL itself
 * refuses to start while the number in it is that of any process, even of a zombie or of a stranger.
 */
export async function clearLeftover(clusterDir: string, tell: (message: string) => void): Promise<void> {
  const pid = runningServer(clusterDir)
  if (pid !== undefined) {
    tell(`stopping a database server left over from before (process ${pid})`)
    // INT: fast shutdown with a checkpoint; QUIT: immediate, recovered from the log; KILL: the same for one that hangs.
    await stopProcess(pid, [
      ['SIGINT', 10_000],
      ['SIGQUIT', 5_000],
      ['SIGKILL', 5_000],
    ])
  }
  rmSync(pidFile(clusterDir), { force: true })
}

function pidFile(clusterDir: string): string {
  return path.join(clusterDir, 'postmaster.pid')
}
