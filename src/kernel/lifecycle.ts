/**
 * Processes: who is alive, who holds a folder, and what happens when a parent disappears.
 *
 *   const lock = holdLock(file, info)       one live process per file; a dead holder's lock is taken over
 *   await stopProcess(pid)                  asks, insists, kills
 *   onParentGone(stop)                      the launcher was killed: stop too, leave no orphan
 */
import { execFileSync } from 'node:child_process'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * What makes a process this one and not a later one with the same number: its start time (and boot).
 * Undefined when it is gone or a zombie, which holds no file and no port.
 */
export function identityOf(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxIdentityOf(pid) : psIdentityOf(pid)
}

function linuxIdentityOf(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The name stands in brackets and may itself hold brackets and spaces; the fields after it are plain (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTicks] = [fields[0], fields[19]]
  if (state === 'Z' || state === 'X') return undefined
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${startTicks}`
}

function psIdentityOf(pid: number): string | undefined {
  const line = ps(pid, 'stat=,lstart=')
  return line === '' || line.startsWith('Z') ? undefined : line.split(/\s+/).slice(1).join(' ')
}

/** The command line of a process, its arguments separated by spaces; '' when it is gone. */
export function commandLineOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=')
  return (readIfThere(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim()
}

function ps(pid: number, columns: string): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', columns], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch (error) {
    if (error instanceof Error && 'status' in error) return '' // ps answers 1 when there is no such process
    throw error
  }
}

/** The text of a file, or undefined when there is none. A process that ends while its file is read counts as none. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ESRCH')) return undefined
    throw error
  }
}

/** Whether a system call failed with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code)
}

/** Sends a signal; false when there is no such process any more. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false
    throw error
  }
}

/** Ends a process that is not our child: each signal in turn, with its time to take effect. */
export async function stopProcess(
  pid: number,
  steps: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGTERM', 10_000],
    ['SIGKILL', 5_000],
  ],
): Promise<void> {
  const identity = identityOf(pid)
  for (const [name, waitMs] of steps) {
    if (identity === undefined || identityOf(pid) !== identity) return
    signal(pid, name)
    for (let waitedMs = 0; waitedMs < waitMs && identityOf(pid) === identity; waitedMs += 20) await sleep(20)
  }
}

/** What a lock file says about its holder. */
export interface LockHolder {
  readonly pid: number
  readonly identity: string | undefined
  /** Told to whoever finds the lock taken, such as the address of the running app. */
  readonly info: string
}

/** A lock that this process holds. */
export interface Lock {
  /** Replaces what others are told. */
  describe(info: string): void
  release(): void
}

/** The file is held by another live process. */
export class LockTaken extends Error {
  override name = 'LockTaken'
  readonly holder: LockHolder

  constructor(file: string, holder: LockHolder) {
    super(`${file} is held by process ${holder.pid}${holder.info === '' ? '' : ` (${holder.info})`}`)
    this.holder = holder
  }
}

/** The live holder of a lock file, if any. */
export function lockHolder(file: string): LockHolder | undefined {
  const holder = parseHolder(readIfThere(file))
  return holder !== undefined && identityOf(holder.pid) === holder.identity ? holder : undefined
}

function parseHolder(text: string | undefined): LockHolder | undefined {
  if (text === undefined || !text.endsWith('\n')) return undefined // half written by a process that died
  const [pid, identity, info] = text.split('\n')
  return { pid: Number(pid), identity, info: info ?? '' }
}

/**
 * Takes the lock or throws. A dead holder's file is moved aside first and looked at again, so that of two processes
 * that find it at the same moment only one removes it.
 *
 * @throws {LockTaken}
 */
export function holdLock(file: string, info: string): Lock {
  const own = `${file}.${process.pid}`
  const write = (text: string): void => {
    writeFileSync(own, `${process.pid}\n${identityOf(process.pid)}\n${text}\n`, { mode: 0o600 })
  }
  write(info)
  try {
    while (!linked(own, file)) removeDeadLock(file)
  } finally {
    rmSync(own, { force: true })
  }
  return {
    describe(text) {
      write(text)
      renameSync(own, file)
    },
    release() {
      if (parseHolder(readIfThere(file))?.pid === process.pid) rmSync(file, { force: true })
    },
  }
}

function linked(source: string, target: string): boolean {
  try {
    linkSync(source, target)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

function removeDeadLock(file: string): void {
  const holder = lockHolder(file)
  if (holder !== undefined) throw new LockTaken(file, holder)
  const aside = `${file}.dead.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return // another process was faster
    throw error
  }
  if (lockHolder(aside) !== undefined) linked(aside, file) // it was taken between the look and the move: give it back
  rmSync(aside, { force: true })
}

/** Of util-linux, which every Debian and Ubuntu has. */
const setpriv = '/usr/bin/setpriv'

/**
 * The command that runs the same program, but ends it with a signal when the process that starts it ends, even by KILL.
 * Where the system has no means for it, the command as it was: the next start deals with what is left over.
 */
export function boundToUs(
  command: string,
  args: readonly string[],
  signalName: 'INT' | 'KILL',
): { command: string; args: readonly string[] } {
  if (process.platform !== 'linux' || !existsSync(setpriv)) return { command, args }
  return { command: setpriv, args: ['--pdeathsig', signalName, '--', command, ...args] }
}

/** The launcher keeps the other end of this descriptor open for as long as it lives. */
const parentDescriptor = 'LAKESIDE_PARENT_FD'

/** Calls `stop` once when the launcher is gone, however it ended. Without a launcher it does nothing. */
export function onParentGone(stop: () => void): void {
  const descriptor = Number(process.env[parentDescriptor] ?? NaN)
  if (!Number.isInteger(descriptor)) return
  const socket = new Socket({ fd: descriptor, readable: true, writable: false })
  socket.on('error', () => undefined) // a broken pipe is followed by `close`, which is what counts
  socket.once('close', stop)
  socket.resume()
  socket.unref()
}
