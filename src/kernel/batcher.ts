/**
 * Gathers what is asked one by one and does it by the batch. It flushes as soon as it is idle and never waits for a
 * delay: alone, a request is served at once; under load, batches grow by themselves.
 *
 *   const batcher = createBatcher({ run: async (items) => … })     // one outcome for each item
 *   await batcher.add(item)
 */
import assert from 'node:assert/strict'
import { machineNow } from './clock.ts'
import { Problem, defineProblem } from './problem.ts'

/** The queue is full: wait and send the same id again. */
export const busy = defineProblem('busy', {
  title: 'Too many requests are waiting; try again with the same id',
  status: 503,
})

/** What became of one item. `again` puts it back at the front of the queue, perhaps changed. */
export type Outcome<I, O> = { value: O } | { error: unknown } | { again: I }

export type BatcherOptions<I, O> = {
  /** Does a batch; answers one outcome an item, in order. When it throws, every item fails with that error. */
  run: (items: readonly I[]) => Promise<readonly Outcome<I, O>[]>
  /** Most weight in a batch; above 1,000 the rate hardly grows and everybody waits longer. */
  maxBatch?: number
  /** Most weight that waits. */
  maxQueue?: number
  /** What an item counts for; a list counts for its length. */
  weigh?: (item: I) => number
  /** Batches in progress at a time, begun in order. Default 1. */
  depth?: number
  /**
   * Beyond the first, a batch begins only when so much waits: small batches cost more than waiting for the one before.
   */
  depthFrom?: number
}

export type Batcher<I, O> = {
  /** @throws {Problem} busy */
  add: (item: I) => Promise<O>
  /** Weight that waits or is being done. */
  size: () => number
  /** Resolves when nothing waits and nothing runs. */
  idle: () => Promise<void>
}

type Entry<I, O> = { item: I; weight: number; resolve: (value: O) => void; reject: (error: unknown) => void }

/** A batcher; `run` is called in the order of the queue. */
export function createBatcher<I, O>(options: BatcherOptions<I, O>): Batcher<I, O> {
  const { run, maxBatch = 1000, maxQueue = 20_000, weigh = () => 1, depth = 1, depthFrom = 250 } = options
  const queue = createQueue<I, O>()
  let inProgress = 0
  let running = 0
  let isScheduled = false
  let idlers: (() => void)[] = []
  const rate = createRate()

  function add(item: I): Promise<O> {
    const weight = weigh(item)
    if (queue.weight() + weight > maxQueue) return Promise.reject(busyAt(queue.weight(), rate.perSecond()))
    return new Promise((resolve, reject) => {
      queue.push({ item, weight, resolve, reject })
      schedule()
    })
  }

  function mayBegin(): boolean {
    return queue.weight() > 0 && (running === 0 || (running < depth && queue.weight() >= depthFrom))
  }

  /** Behind the input of this turn of the event loop, so that requests that arrived together go together. */
  function schedule(): void {
    if (isScheduled || !mayBegin()) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      while (mayBegin()) void begin()
    })
  }

  async function begin(): Promise<void> {
    const { batch, weight } = queue.take(maxBatch)
    running += 1
    inProgress += weight
    queue.putBack(await runBatch(run, batch))
    running -= 1
    inProgress -= weight
    rate.count(weight)
    schedule()
    if (queue.weight() > 0 || running > 0) return
    const resolved = idlers
    idlers = []
    for (const resolve of resolved) resolve()
  }

  function idle(): Promise<void> {
    if (queue.weight() === 0 && running === 0) return Promise.resolve()
    return new Promise((resolve) => idlers.push(resolve))
  }

  return { add, size: () => queue.weight() + inProgress, idle }
}

/** Settles each entry of a batch; answers those that want another turn. */
async function runBatch<I, O>(run: BatcherOptions<I, O>['run'], batch: readonly Entry<I, O>[]): Promise<Entry<I, O>[]> {
  const again: Entry<I, O>[] = []
  try {
    const outcomes = await run(batch.map(({ item }) => item))
    assert.equal(outcomes.length, batch.length, 'a batch answers one outcome for each item')
    for (const [index, outcome] of outcomes.entries()) {
      const entry = batch[index]!
      if ('value' in outcome) entry.resolve(outcome.value)
      else if ('error' in outcome) entry.reject(outcome.error)
      else again.push({ ...entry, item: outcome.again })
    }
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
  return again
}

type Queue<I, O> = {
  push: (entry: Entry<I, O>) => void
  /** In front of all others, in their order. */
  putBack: (entries: readonly Entry<I, O>[]) => void
  /** The first entries up to a weight, at least one. */
  take: (weightMax: number) => { batch: Entry<I, O>[]; weight: number }
  weight: () => number
}

function createQueue<I, O>(): Queue<I, O> {
  let entries: Entry<I, O>[] = []
  let total = 0
  return {
    push: (entry) => {
      entries.push(entry)
      total += entry.weight
    },
    putBack: (back) => {
      if (back.length === 0) return
      for (const { weight } of back) total += weight
      entries = [...back, ...entries]
    },
    take: (weightMax) => {
      let count = 0
      let weight = 0
      while (count < entries.length && (count === 0 || weight + entries[count]!.weight <= weightMax)) {
        weight += entries[count]!.weight
        count += 1
      }
      total -= weight
      return { batch: entries.splice(0, count), weight }
    },
    weight: () => total,
  }
}

/** Says when to come back: after the time that those in front will take at today's rate. */
function busyAt(position: number, perSecond: number): Problem {
  const retryAfter = Math.min(60, Math.max(1, Math.ceil(position / Math.max(1, perSecond))))
  return new Problem(busy, { extra: { position, retryAfter } })
}

/** How many were done a second, over the last seconds. */
function createRate(): { count: (done: number) => void; perSecond: () => number } {
  let since = machineNow()
  let done = 0
  let measured = 1000
  return {
    count: (more) => {
      done += more
      const elapsedMs = machineNow() - since
      if (elapsedMs < 1000) return
      measured = (done * 1000) / elapsedMs
      since = machineNow()
      done = 0
    },
    perSecond: () => measured,
  }
}
