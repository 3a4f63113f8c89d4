/** Runs the steps of a check one after the other, a line each, and stops at the first that fails. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, createWriteStream, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { testServerPlace } from '../src/kernel/testing-server.ts'
import { boundToUs, identityOf, lockHolder, onParentGone, stopProcess } from '../src/kernel/lifecycle.ts'

/** One program to run. */
export interface Step {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Whether its output ends in the summary of node's test runner. */
  readonly isTests?: boolean
}

/** Counts of node's test runner. */
export interface Counts {
  readonly tests: number
  readonly pass: number
  readonly fail: number
  readonly skipped: number
}

const prefix = 'lakeside-run-'

/**
 * Runs them in the clone. All temporary files of a run lie in one folder that is removed at its end; those of a run
 * that was killed are removed by the next.
 *
 * @returns the exit code
 */
export async function runSteps(root: string, steps: readonly Step[]): Promise<number> {
  removeDeadRuns()
  const folder = mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`))
  chmodSync(folder, 0o711) // PostgreSQL, another user when we are root, must pass through
  const totals: Counts[] = []
  const startedAt = performance.now()
  try {
    for (const step of steps) {
      const result = await runStep(root, step, folder)
      if (result.counts !== undefined) totals.push(result.counts)
      console.log(lineOf(step, result))
      if (!result.hasPassed) {
        console.log(
          `\n${result.output}\n\n"${step.name}" failed: ${[step.command, ...step.args].join(' ').slice(0, 200)}`,
        )
        printSummary(totals, startedAt)
        return 1
      }
    }
    printSummary(totals, startedAt)
    return 0
  } finally {
    await stopTestServer(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

/** It would leave by itself a few seconds later, when the last test process has gone. */
async function stopTestServer(temporary: string): Promise<void> {
  const keeper = lockHolder(testServerPlace(temporary).lock)
  if (keeper !== undefined) await stopProcess(keeper.pid)
}

interface StepResult {
  readonly hasPassed: boolean
  readonly seconds: number
  readonly output: string
  readonly counts: Counts | undefined
}

/** A step is a process group of its own, so that an interrupted run can end all of it. */
async function runStep(root: string, { command, args, isTests = false }: Step, folder: string): Promise<StepResult> {
  const startedAt = performance.now()
  const outputFile = path.join(folder, 'output')
  const output = createWriteStream(outputFile)
  const bound = boundToUs(command, args, 'KILL')
  const child = spawn(bound.command, bound.args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder, LAKESIDE_PARENT_FD: '', FORCE_COLOR: '0' },
  })
  const forget = endWithUs(child)
  child.stdout.pipe(output, { end: false })
  child.stderr.pipe(output, { end: false })
  const [code]: unknown[] = await once(child, 'close')
  forget()
  output.end()
  await once(output, 'close')
  const text = readFileSync(outputFile, 'utf8')
  const counts = isTests ? countsOf(text) : undefined
  return {
    hasPassed: code === 0 && (!isTests || isWhole(counts)),
    seconds: (performance.now() - startedAt) / 1000,
    output: isTests ? failuresOf(text) : text.trim(),
    counts,
  }
}

/** A run that is interrupted, or whose launcher is gone, ends its step and all that the step started. */
function endWithUs(child: ChildProcess): () => void {
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    process.exitCode = 130
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, end)
  stopRunning = end
  return () => {
    for (const signal of signals) process.off(signal, end)
    stopRunning = undefined
  }
}

let stopRunning: (() => void) | undefined
onParentGone(() => stopRunning?.())

/** The numbers at the end of the spec reporter's output. */
export function countsOf(text: string): Counts | undefined {
  const numbers = new Map([...text.matchAll(/^ℹ (\w+) (\d+)$/gm)].map((match) => [match[1], Number(match[2])]))
  const [tests, pass, fail] = [numbers.get('tests'), numbers.get('pass'), numbers.get('fail')]
  if (tests === undefined || pass === undefined || fail === undefined) return undefined
  const notRun = ['skipped', 'todo', 'cancelled'].reduce((sum, name) => sum + (numbers.get(name) ?? 0), 0)
  return { tests, pass, fail, skipped: notRun }
}

/** A test that was skipped has proved nothing; neither has a run without tests. */
function isWhole(counts: Counts | undefined): boolean {
  return counts !== undefined && counts.tests > 0 && counts.pass === counts.tests
}

function failuresOf(text: string): string {
  const start = text.lastIndexOf('✖ failing tests:')
  return (start === -1 ? text.slice(-20_000) : text.slice(start)).trim()
}

function lineOf({ name }: Step, { hasPassed, seconds, counts }: StepResult): string {
  const tests = counts === undefined ? '' : `  ${counts.pass} of ${counts.tests} tests`
  return `${hasPassed ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s${tests}`
}

/** In the words of node's own runner, over all steps. */
function printSummary(totals: readonly Counts[], startedAt: number): void {
  const sum = (field: keyof Counts): number => totals.reduce((total, counts) => total + counts[field], 0)
  const lines = (['tests', 'pass', 'fail', 'skipped'] as const).map((field) => `# ${field} ${sum(field)}`)
  console.log(['', ...lines, `# duration_ms ${Math.round(performance.now() - startedAt)}`].join('\n'))
}

function removeDeadRuns(): void {
  for (const name of readdirSync(os.tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? NaN)
    if (pid > 0 && identityOf(pid) === undefined) rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true })
  }
}
