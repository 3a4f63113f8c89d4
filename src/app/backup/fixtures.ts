import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { Database } from '#kernel/db'
import { testDatabase } from '#kernel/testing'
import { type Manifest } from './manifest.ts'
import { backUp } from './back-up.ts'
import { verifyArchive } from './archive-reader.ts'
import { restore } from './restore.ts'

/** A folder that goes with the test. */
export function scratchFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lakeside-backup-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A database without any table, as a new server has it. */
export async function emptyDatabase(t: TestContext): Promise<Database> {
  const db = await testDatabase(t, { migrations: [] })
  await db.pool.query('drop schema kernel cascade')
  return db
}

/** Backs up quietly. */
export async function backedUp(
  db: Database,
  dataDir: string,
  more: { target?: string; withKeys?: boolean } = {},
): Promise<{ file: string; manifest: Manifest }> {
  const { target: file = path.join(dataDir, 'backup.tar.gz'), withKeys = false } = more
  const options = { url: db.url, dataDir, target: file, withKeys, version: '0.0.1', now: 0, tell: () => undefined }
  const { manifest } = await backUp(options)
  return { file, manifest }
}

/** Restores quietly, as the command does. */
export async function broughtBack(file: string, url: string, dataDir: string): Promise<void> {
  await restore({ file, manifest: await verifyArchive(file), url, dataDir, tell: () => undefined })
}

/** Rows and a checksum of the content of every table, the order of rows left aside. */
export async function contentOf(db: Database): Promise<Map<string, string>> {
  const { rows } = await db.pool.query<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`)
  const content = new Map<string, string>()
  for (const { name } of rows) {
    const { rows: sums } = await db.pool.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t`,
    )
    content.set(name, sums[0]!.sum)
  }
  return content
}

/** A command of the product in a process of its own, as an operator runs it. */
export function runCommand(
  args: readonly string[],
  environment: Record<string, string> = {},
): { said: () => string; isRunning: () => boolean; kill: () => void; exited: Promise<number | null> } {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const script = path.join(import.meta.dirname, '..', 'cli.ts')
  const child = spawn(process.execPath, [script, ...args], { env: { ...inherited, ...environment } })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
  return { said: () => said, isRunning, kill: () => void child.kill('SIGKILL'), exited }
}
