// Installs what the lock file asks for when that has not been done yet, and answers which Node to use.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const cloneDir = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modulesDir = path.join(cloneDir, 'node_modules')
const stampFile = path.join(modulesDir, '.lakeside-installed.json')
const lockFile = path.join(modulesDir, '.lakeside-installing')
/** npm's own note of what stands in the folder. */
const hiddenLockFile = path.join(modulesDir, '.package-lock.json')

/** Runs the `.ts` files as they are. */
const neededMajor = 24
const ownMajor = Number(process.versions.node.split('.')[0])

/** @param {{ withDevelopment: boolean }} needs @returns {Promise<string>} the path of a Node that fits */
export async function prepare(needs) {
  if (ownMajor < 20) throw new Error(`it needs Node 20 or newer to start; this is ${process.version}`)
  if (!isInstalled(needs)) await underLock(() => isInstalled(needs) || install(needs))
  return fittingNode()
}

/** A stamp names the lock file it was made from. Without a stamp nothing is known, not even after `npm install`. */
function isInstalled({ withDevelopment }) {
  const stamp = readStamp()
  return stamp !== undefined && stamp.lock === lockHash() && (stamp.withDevelopment || !withDevelopment)
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return undefined // missing, or cut short: the same as never installed
  }
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(cloneDir, 'package-lock.json')))
    .digest('hex')
}

/**
 * Adds what is missing rather than starting anew, because another Lakeside may be running from this folder; starts anew
 * when that fails. Development packages that are there, or may be, stay.
 */
async function install({ withDevelopment }) {
  const isFresh = !existsSync(hiddenLockFile)
  const all = withDevelopment || (!isFresh && readStamp()?.withDevelopment !== false)
  const startedAt = Date.now()
  console.log(`Installing packages (${all ? 'with' : 'without'} development tools) …`)
  await fetchPackages(all ? [] : ['--omit=dev'])
  if (broughtNode() === undefined && ownMajor < neededMajor) {
    const where = `${process.platform} ${process.arch}`
    throw new Error(
      `npm has no Node ${neededMajor} for ${where}, or could not fetch it: try again, or install it yourself`,
    )
  }
  writeFileSync(stampFile, JSON.stringify({ lock: lockHash(), withDevelopment: all }))
  console.log(`Packages are ready (${Math.round((Date.now() - startedAt) / 1000)} s).`)
}

async function fetchPackages(omit) {
  if (await npm(['install', '--no-save', ...omit])) return
  console.log('That failed; trying once more from an empty folder …')
  if (!(await npm(['ci', ...omit]))) throw new Error('npm could not install the packages (its messages stand above)')
  mkdirSync(modulesDir, { recursive: true })
}

/** Quiet about engines: some packages ask for the Node that this very installation brings. */
function npm(args) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { npm_config_omit: _omit, npm_config_production: _production, NODE_ENV: _mode, ...env } = process.env
  const child = spawn('npm', [...args, ...quiet], { cwd: cloneDir, stdio: ['ignore', 'ignore', 'inherit'], env })
  return new Promise((resolve) => {
    child.on('error', () => resolve(false)) // no npm on the path
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** Two starts at once: the second waits for the first, unless that one died. */
async function underLock(work) {
  mkdirSync(modulesDir, { recursive: true })
  for (let told = false; ; told = true) {
    try {
      writeFileSync(lockFile, identityOf(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = readIfThere(lockFile)
      const pid = Number.parseInt(holder, 10)
      if (holder === '' || identityOf(pid) === holder) {
        if (!told) console.log(`Another start (process ${pid}) is installing packages; waiting for it …`)
        await sleep(200)
      } else {
        rmSync(lockFile, { force: true }) // its holder died
      }
    }
  }
  try {
    await work()
  } finally {
    rmSync(lockFile, { force: true })
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // it was removed since, or is not written yet
  }
}

/** The process number and, where the system tells, its start time: numbers are given out again. */
function identityOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat !== '') return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  try {
    process.kill(pid, 0)
    return String(pid)
  } catch (error) {
    return error.code === 'EPERM' ? String(pid) : `${pid} is gone`
  }
}

function fittingNode() {
  const brought = broughtNode()
  if (brought !== undefined) return brought
  if (ownMajor >= neededMajor) return process.execPath
  rmSync(stampFile, { force: true })
  throw new Error(`its Node ${neededMajor} is missing from node_modules; start again to fetch it`)
}

/** The Node that came with the packages. On a Mac the system's own is preferred: what npm has there is older. */
function broughtNode() {
  if (process.platform === 'darwin' && ownMajor >= neededMajor) return process.execPath
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]
  const found = names.map((name) => path.join(modulesDir, name, 'bin', 'node')).find((file) => existsSync(file))
  return found !== undefined && spawnSync(found, ['--version']).status === 0 ? found : undefined
}
