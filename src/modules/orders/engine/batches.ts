import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '#kernel/batcher'
import { machineNow } from '#kernel/clock'
import type { Verdict } from '#kernel/commands'
import { log } from '#kernel/log'
import { Problem } from '#kernel/problem'
import { Deposed, remedyFor, Unstorable } from './failures.ts'
import { booksClosed } from '../problems.ts'
import type { Unit } from './units.ts'

type Outcomes = Outcome<Unit, Verdict[]>[]

/** What went wrong with whole batches, for metrics: bisections above 0 are an alarm. */
export type BatchFaults = { retries: number; bisections: number; reconnects: number }

/** A batch that loses against somebody else is tried again so often before it is cut. */
const retriesMax = 3
/** How long a batch waits for the server to come back; a restart with recovery takes about a second. */
const outageMs = 15_000
const reconnectMs = 100

/**
 * Sees a batch through: tries again what passes, waits out a restart of the server, and cuts a batch that still fails
 * in halves until the command that cannot be stored stands alone. Its neighbours are stored.
 *
 * @throws Deposed
 */
export async function seeThrough(
  write: (units: readonly Unit[]) => Promise<Outcomes>,
  units: readonly Unit[],
  faults: BatchFaults,
): Promise<Outcomes> {
  const giveUpAt = machineNow() + outageMs
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await write(units)
    } catch (error) {
      const remedy = remedyFor(error)
      if (remedy === 'deposed') throw error instanceof Deposed ? error : new Deposed()
      if (remedy === 'reconnect' && machineNow() < giveUpAt) {
        faults.reconnects += 1
        await sleep(reconnectMs)
      } else if (remedy === 'reconnect') {
        log.error({ err: error }, 'the database does not come back')
        return units.map(() => ({ error: new Problem(booksClosed, { extra: { retryAfter: 1 } }) }))
      } else if (remedy === 'retry' && attempt < retriesMax) {
        faults.retries += 1
      } else {
        return bisect(write, units, { faults, error })
      }
    }
  }
}

async function bisect(
  write: (units: readonly Unit[]) => Promise<Outcomes>,
  units: readonly Unit[],
  { faults, error }: { faults: BatchFaults; error: unknown },
): Promise<Outcomes> {
  if (units.length === 1) {
    const commands = units[0]!.commands.map(({ id, business, type }) => ({ id, business, type }))
    log.error({ err: error, commands }, 'a command cannot be stored')
    return [{ error: new Unstorable('the command cannot be stored', { cause: error }) }]
  }
  faults.bisections += 1
  const middle = units.length >> 1
  const left = await seeThrough(write, units.slice(0, middle), faults)
  const right = await seeThrough(write, units.slice(middle), faults)
  return [...left, ...right]
}
