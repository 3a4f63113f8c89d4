import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LockTaken, holdLock, readIfThere } from '../kernel/lifecycle.ts'

/**
 * The web app, built when its sources have changed: `web/dist/client` is what browsers load, `web/dist/server` what
 * renders pages here. A build appears whole or not at all, so that a town that runs goes on with the one it has.
 */

const cloneDir = path.join(import.meta.dirname, '..', '..')
const webDir = path.join(cloneDir, 'web')
/** Where a whole build lies. */
export const builtDir = path.join(webDir, 'dist')
const stampFile = path.join(builtDir, 'stamp')

/** What a build is made of. */
const sources = [
  'web/**/*',
  'src/*/*/ui/**/*',
  'src/*/*/contract.ts',
  'client/src/**/*',
  'package.json',
  'package-lock.json',
]
const leftOut = /(^|\/)dist(\.\w+)?\/|\.test\.tsx?$|\.md$|\.building/

/** True when there is a build of these very sources. */
export function isBuilt(): boolean {
  return readIfThere(stampFile) === hashOfSources()
}

/**
 * Builds the web app if there is no build of these sources. Of two processes that want to, one builds and the other
 * waits for it.
 *
 * @param onProgress told once, when there is something to build
 */
export async function buildPages(onProgress: () => void = () => undefined): Promise<void> {
  if (isBuilt()) return
  const lock = await lockWhenFree()
  try {
    if (isBuilt()) return
    onProgress()
    await build()
  } finally {
    lock.release()
  }
}

/**
 * As `buildPages`, in a process of its own: what a bundler needs, some 900 MB, would stay with the town for good.
 *
 * @throws Error with what the bundler said, when it cannot be built
 */
export async function buildPagesApart(onProgress: () => void): Promise<void> {
  if (isBuilt()) return
  onProgress()
  const command = path.join(import.meta.dirname, 'cli.ts')
  await promisify(execFile)(process.execPath, [command, 'build-pages'], { maxBuffer: 16 * 1024 * 1024 })
}

/** Another build takes seconds; asked again this often, ms. */
const lockPauseMs = 200

async function lockWhenFree(): Promise<ReturnType<typeof holdLock>> {
  for (;;) {
    try {
      return holdLock(path.join(webDir, '.building'), 'building the web app')
    } catch (error) {
      if (!(error instanceof LockTaken)) throw error
      await sleep(lockPauseMs)
    }
  }
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: cloneDir, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(cloneDir, path.join(entry.parentPath, entry.name)))
    .filter((file) => !leftOut.test(file))
    .toSorted()
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(cloneDir, file)))
      .update('\0')
  return hash.digest('hex')
}

async function build(): Promise<void> {
  const { build: run } = await import('vite')
  const stamp = hashOfSources()
  const next = `${builtDir}.next`
  rmSync(next, { recursive: true, force: true })
  mkdirSync(next, { recursive: true })
  const shared = { configFile: path.join(webDir, 'vite.config.ts'), logLevel: 'warn', mode: 'production' } as const
  await run({ ...shared, build: { outDir: path.join(next, 'client') } })
  await run({ ...shared, build: { outDir: path.join(next, 'server'), ssr: true } })
  writePrecache(path.join(next, 'client'), stamp)
  await compressAll(path.join(next, 'client'))
  writeFileSync(path.join(next, 'stamp'), stamp)
  const last = `${builtDir}.last`
  rmSync(last, { recursive: true, force: true })
  if (existsSync(builtDir)) renameSync(builtDir, last)
  renameSync(next, builtDir)
  rmSync(last, { recursive: true, force: true })
}

type Chunk = { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] }

/**
 * Names the files that a buyer's browser keeps, so that the app opens without a connection: all that the entry leads
 * to, but for the screens of sellers and operators. The service worker is another one with every build, which is how
 * browsers learn of it.
 */
function writePrecache(clientDir: string, stamp: string): void {
  const text = readFileSync(path.join(clientDir, '.vite', 'manifest.json'), 'utf8')
  const manifest: Readonly<Record<string, Chunk>> = JSON.parse(text)
  const files = new Set<string>()
  const seen = new Set<string>()
  const collect = (name: string): void => {
    const chunk = manifest[name]
    if (chunk === undefined || seen.has(name) || /(seller|operator)/.test(name)) return
    seen.add(name)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(`/${file}`)
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) collect(next)
  }
  collect('main.tsx')
  writeFileSync(path.join(clientDir, 'precache.json'), JSON.stringify(['/scheme.js', '/icon.svg', ...files]))
  appendFileSync(path.join(clientDir, 'service-worker.js'), `\n// ${stamp}\n`)
}

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)
/** Of 11: the last two levels cost seconds for a hundredth of the size. */
const brotliLevel = 9

/** Files are compressed once, here, instead of for every visitor. Pictures and fonts are compressed already. */
async function compressAll(folder: string): Promise<void> {
  const files = globSync('**/*.{js,css,svg,json,webmanifest}', { cwd: folder })
  await Promise.all(
    files.map(async (file) => {
      const whole = path.join(folder, file)
      const content = readFileSync(whole)
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: brotliLevel,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      }
      writeFileSync(`${whole}.br`, await toBrotli(content, { params }))
      writeFileSync(`${whole}.gz`, await toGzip(content, { level: 9 }))
    }),
  )
}
