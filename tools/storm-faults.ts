/** What a storm does to a town: each fault strikes once, and says when the town is itself again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { send } from '../simulator/client.ts'
import type { LaunchedTown } from '../simulator/town.ts'
import type { Reply } from '../src/kernel/scenario.ts'
import type { Ground } from './storm-ground.ts'

/** The faults there are. Those that begin with `kill-` are kills without a word (SIGKILL). */
export const faults = {
  'kill-engine': async (ground: Ground) => (await writerOf(ground)).killApp(),
  'kill-web': async (ground: Ground) => (await otherOf(ground)).killApp(),
  'kill-postgres': async ({ postgres }: Ground) => {
    const pid = postgres.pid()
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  },
  'cut-connections': async ({ proxy }: Ground) => proxy.cut(),
  'swallow-commit': async ({ proxy }: Ground) => proxy.swallowCommit(),
  'stall-network': async ({ proxy }: Ground) => proxy.stall(4_000),
  /** It sleeps past its lease, another takes over, and it wakes believing that it still writes. */
  'freeze-engine': async (ground: Ground) => {
    const pid = (await writerOf(ground)).pid()
    process.kill(pid, 'SIGSTOP')
    await sleep(5_000)
    process.kill(pid, 'SIGCONT')
  },
  /** The town's clock leaps: timers of many orders fall due at once. */
  'leap-clock': async ({ operator }: Ground) => {
    await operator.post('/v1/sandbox/clock', { byMs: 3_600_000 })
  },
} as const

/** Its name. */
export type Fault = keyof typeof faults

/** The process that writes the books; while nobody does, the first. */
async function writerOf({ processes }: Ground): Promise<LaunchedTown> {
  const writers = await Promise.all(processes.map(isWriter))
  return processes[Math.max(0, writers.indexOf(true))]!
}

async function otherOf(ground: Ground): Promise<LaunchedTown> {
  const writer = await writerOf(ground)
  return ground.processes.find((one) => one !== writer) ?? writer
}

async function isWriter({ baseUrl }: LaunchedTown): Promise<boolean> {
  const reply = await healthOf(baseUrl)
  return reply?.body?.checks?.engine?.isWriter === true
}

async function healthOf(baseUrl: string): Promise<Reply | undefined> {
  return send({ baseUrl }, { method: 'GET', path: '/health' }).catch(() => undefined) // on its way up
}

/** Waits until every process answers that it is well. */
export async function untilHealthy({ processes }: Ground): Promise<void> {
  for (const { baseUrl } of processes) {
    while ((await healthOf(baseUrl))?.status !== 200) await sleep(20)
  }
}
