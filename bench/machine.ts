/** What a figure was measured on and what it cost: conditions, CPU of this process and of PostgreSQL. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A measured figure with its conditions; one line of `bench/results.jsonl`. */
export type Figure = { bench: string; [name: string]: string | number | boolean }

const resultsFile = path.join(import.meta.dirname, 'results.jsonl')

/** Prints a figure as a line of JSON and keeps it. */
export function report(figure: Figure): void {
  const line = JSON.stringify({ ...figure, ...conditions() })
  console.log(line)
  appendFileSync(resultsFile, `${line}\n`)
}

function conditions(): Record<string, string | number> {
  return {
    at: new Date().toISOString(),
    commit: commit(),
    cpus: os.cpus().length,
    cpu: os.cpus()[0]?.model ?? 'unknown',
    load1: Number(os.loadavg()[0]!.toFixed(2)),
    node: process.version,
  }
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+'}`
}

/** CPU used so far, µs. */
export type Cpu = { node: number; pg: number }

/** CPU of this process and of all processes of a PostgreSQL server. @param postmaster its pid; Linux only */
export function cpuNow(postmaster: number | undefined): Cpu {
  const { user, system } = process.cpuUsage()
  return { node: user + system, pg: postmaster === undefined ? 0 : cpuOfServer(postmaster) }
}

/** A server's processes with all their threads by schedstat, which counts ns; what has ended counts no more. */
function cpuOfServer(postmaster: number): number {
  let ns = 0
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      if (Number(pid) !== postmaster && parent !== postmaster) continue
      for (const thread of readdirSync(`/proc/${pid}/task`))
        ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      // It ended while it was looked at.
    }
  }
  return ns / 1000
}

/** The value below which a share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
