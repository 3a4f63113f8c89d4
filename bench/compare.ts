/**
 * What changed since another revision, beyond noise. Both trees run the same benches in turn, round by round, so that a
 * busy minute of the machine falls on both; a change is called one when the 95 % interval of the mean logarithmic
 * ratio over the rounds (paired t) leaves zero out.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { tQuantile } from '#modules/learners'
import type { Figure } from './machine.ts'
import { figuresIn, headlineOf, isCost, keyOf, render } from './table.ts'

const root = path.join(import.meta.dirname, '..')

/** Ratios of one figure, new over old, one a round. */
export type Compared = { key: string; unit: string; isCost: boolean; ratios: number[] }

/** Whether a figure moved, and by how much: the ratio new over old with its 95 % interval. */
export type Judged = { ratio: number; low: number; high: number; verdict: 'better' | 'worse' | 'no change shown' }

/** Runs benches in both trees. @param names none means all @returns a table of what changed */
export function compareWith(revision: string, names: readonly string[], rounds: number): string {
  const other = checkOut(revision)
  try {
    const pairs = Array.from({ length: rounds }, (_, round) => {
      console.error(`round ${round + 1} of ${rounds}`)
      // Who goes first changes: what warms up or tires helps neither.
      const order = round % 2 === 0 ? [other, root] : [root, other]
      const [first, second] = order.map((tree) => runIn(tree, names))
      return round % 2 === 0 ? { old: first!, now: second! } : { old: second!, now: first! }
    })
    return describe(gather(pairs))
  } finally {
    execFileSync('git', ['worktree', 'remove', '--force', other], { cwd: root })
    rmSync(path.dirname(other), { recursive: true, force: true })
  }
}

/** The tree of a revision beside this one, with the packages of this one. */
function checkOut(revision: string): string {
  const tree = path.join(mkdtempSync(path.join(os.tmpdir(), 'lakeside-compare-')), 'tree')
  execFileSync('git', ['worktree', 'add', '--detach', tree, revision], { cwd: root, stdio: 'pipe' })
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'))
  return tree
}

function runIn(tree: string, names: readonly string[]): Figure[] {
  const run = path.join(tree, 'bench', 'run.ts')
  const { stdout, status } = spawnSync(process.execPath, [run, ...names], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`the benches of ${tree} ended with ${status}`)
  return figuresIn(stdout)
}

/** Puts figures of the same name side by side. A figure that one side lacks is left out. */
export function gather(pairs: readonly { old: readonly Figure[]; now: readonly Figure[] }[]): Compared[] {
  const all = new Map<string, Compared>()
  for (const { old, now } of pairs) {
    const before = new Map(old.map((figure) => [keyOf(figure), headlineOf(figure)?.value]))
    for (const figure of now) {
      const key = keyOf(figure)
      const [was, is] = [before.get(key), headlineOf(figure)]
      if (was === undefined || is === undefined || was <= 0 || is.value <= 0) continue
      const compared = all.get(key) ?? { key, unit: is.name, isCost: isCost(figure), ratios: [] }
      compared.ratios.push(is.value / was)
      all.set(key, compared)
    }
  }
  return [...all.values()]
}

/** Paired t over the logarithms of the ratios. One round shows nothing. */
export function judge({ ratios, isCost: isLessBetter }: Compared): Judged {
  const logs = ratios.map(Math.log)
  const mean = logs.reduce((sum, each) => sum + each, 0) / logs.length
  const variance = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (logs.length - 1)
  const half = logs.length < 2 ? Infinity : tQuantile(0.975, logs.length - 1) * Math.sqrt(variance / logs.length)
  const [ratio, low, high] = [mean, mean - half, mean + half].map(Math.exp) as [number, number, number]
  if (low <= 1 && high >= 1) return { ratio, low, high, verdict: 'no change shown' }
  return { ratio, low, high, verdict: ratio < 1 === isLessBetter ? 'better' : 'worse' }
}

function describe(compared: readonly Compared[]): string {
  const rows = compared.map((figure) => {
    const { ratio, low, high, verdict } = judge(figure)
    return [figure.key, figure.unit, ratio.toFixed(3), `${low.toFixed(3)} … ${high.toFixed(3)}`, verdict]
  })
  return render(['bench', 'unit', 'new / old', '95 % interval', 'verdict'], rows)
}
