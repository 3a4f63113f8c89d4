/**
 * A full disk under load: the server's files lie on a small disk of their own, which is filled to the last block and
 * freed again, several times. Nothing acknowledged may be lost, and the town must come back by itself.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, openSync, closeSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buy, noNotes, type Notes, setStage, stubborn } from './storm-buyers.ts'
import { untilHealthy } from './storm-faults.ts'
import { openGround } from './storm-ground.ts'
import { figuresOf } from './storm.ts'

/** What became of it. */
export type DiskReport = ReturnType<typeof figuresOf> & {
  /** The longest time without an answer around each filling, ms; the disk was full for two seconds of it. */
  readonly gapsMs: readonly number[]
  readonly faults: readonly string[]
}

const diskMb = 700
const clients = 32
const scarceStock = 100
/** How long the disk stays full. */
const fullMs = 2_000

/** @throws Error where no disk can be made: it takes Linux and root */
export async function fillDisk(times: number): Promise<DiskReport> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('a small disk can be made by root on Linux only')
  const disk = mkdtempSync(path.join(os.tmpdir(), 'lakeside-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', disk])
  try {
    chmodSync(disk, 0o711) // started by root, the database server runs as another user
    mkdirSync(path.join(disk, 'postgres'), { mode: 0o711 })
    return await underLoad(disk, times)
  } finally {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  }
}

async function underLoad(disk: string, times: number): Promise<DiskReport> {
  const notes = noNotes()
  await using ground = await openGround({
    enginePath: 'cached',
    processes: 1,
    postgresDir: path.join(disk, 'postgres'),
    settings: { max_wal_size: '128MB', min_wal_size: '64MB', shared_buffers: '64MB' },
  })
  const doors = ground.processes.map(({ baseUrl }) => stubborn(baseUrl, notes))
  const stage = await setStage(doors, { buyers: clients, scarceStock })
  const stopping = new AbortController()
  const buyers = Array.from({ length: clients }, (_, seed) => buy(stage, notes, { seed, signal: stopping.signal }))
  const gapsMs: number[] = []
  for (let time = 0; time < times; time += 1) {
    await moreAnswers(notes)
    notes.gapMs = 0
    const ballast = path.join(disk, 'ballast')
    fill(ballast)
    await sleep(fullMs)
    rmSync(ballast)
    await moreAnswers(notes)
    await untilHealthy(ground)
    gapsMs.push(Math.round(notes.gapMs))
  }
  stopping.abort()
  await Promise.all(buyers)
  return { ...figuresOf(notes), gapsMs, faults: await ground.close({ notes, stage, scarceStock }) }
}

async function moreAnswers({ orders }: Notes): Promise<void> {
  const wanted = orders.size + 200
  while (orders.size < wanted) await sleep(20)
}

/** Writes until nothing more fits, block by block at the end. */
function fill(file: string): void {
  const open = openSync(file, 'w')
  for (const size of [1024 * 1024, 4096]) {
    const block = Buffer.alloc(size, 1)
    try {
      for (;;) if (writeSync(open, block) < size) break
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }
  closeSync(open)
}
