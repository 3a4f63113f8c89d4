#!/usr/bin/env node
// The one entrance: prepares the clone and runs a command of Lakeside under the Node it was made for.
// Plain JavaScript that runs on Node 20, because it is what brings Node 24.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { cloneDir, prepare } from './prepare.mjs'

/** Commands of the product need its dependencies; commands for working on it need the development ones too. */
const tools = {
  test: ['tools/test.ts'],
  check: ['tools/test.ts', 'check'],
  scenarios: ['tools/scenarios.ts'],
  mutants: ['tools/mutants.ts'],
  soak: ['tools/soak.ts'],
  load: ['tools/load.ts'],
  bench: ['bench/run.ts'],
  gen: ['tools/gen-tables.ts'],
  quality: ['tools/quality.ts'],
  screenshots: ['tools/screenshots.ts'],
  'new-business': ['tools/new-business.ts'],
}

const [command = 'help', ...args] = process.argv.slice(2)
const tool = Object.hasOwn(tools, command) ? tools[command] : undefined
try {
  const node = await prepare({ withDevelopment: tool !== undefined })
  run(node, tool === undefined ? ['src/app/cli.ts', command, ...args] : [...tool, ...args])
} catch (error) {
  console.error(`\nLakeside could not be prepared: ${error.message}`)
  process.exit(1)
}

/**
 * Runs it as a child in a session of its own, so that Ctrl-C in a terminal reaches only us and is passed on exactly
 * once. The pipe on descriptor 3 closes when we end in whatever way: the child then stops too and leaves no orphan.
 */
function run(node, [script, ...rest]) {
  const child = spawn(node, [path.join(cloneDir, script), ...rest], {
    cwd: cloneDir,
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    // INIT_CWD is where npm was called; paths that people type are meant from there.
    env: { ...process.env, LAKESIDE_PARENT_FD: '3', LAKESIDE_CWD: process.env.INIT_CWD ?? process.cwd() },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal))
  child.stdio[3].on('error', () => undefined) // the child may end first
  child.on('error', (error) => {
    console.error(`cannot run ${node}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + os.constants.signals[signal]))
  stopWithNpm(child)
}

/** `npm start` killed with KILL cannot tell us. Its shell, if there is one between, may outlive it: watch both. */
function stopWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parents = ancestors()
  setInterval(() => {
    if (ancestors().join() !== parents.join()) child.kill('SIGTERM')
  }, 1_000).unref()
}

/** Our parent, and its parent when ours is only the shell that npm puts between. */
function ancestors() {
  try {
    const [, name, after] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? []
    return ['sh', 'dash', 'bash'].includes(name) ? [process.ppid, Number(after)] : [process.ppid]
  } catch {
    return [process.ppid] // no /proc here, or the parent has just gone, in which case its number tells
  }
}
