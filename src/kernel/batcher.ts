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
export const busy = defineProblem('busy', { title: 'Too many requests are waiting; try again with the same id', status: 503 })

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
  /** Beyond the first, a batch begins only when so much waits: small batches cost more than waiting for the one before. */
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
  let queue: Entry<I, O>[] = []
  let waiting = 0
  let inProgress = 0
  let running = 0
  let isScheduled = false
  let idlers: (() => void)[] = []
  const rate = createRate()

  function add(item: I): Promise<O> {
    const weight = weigh(item)
    if (waiting + weight > maxQueue) return Promise.reject(busyAt(waiting, rate.perSecond()))
    return new Promise((resolve, reject) => {
      queue.push({ item, weight, resolve, reject })
      waiting += weight
      schedule()
    })
  }

  function mayBegin(): boolean {
    return queue.length > 0 && (running === 0 || (running < depth && waiting >= depthFrom))
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
    const batch = take()
    const weight = batch.reduce((sum, entry) => sum + entry.weight, 0)
    running += 1
    inProgress += weight
    await runBatch(batch)
    running -= 1
    inProgress -= weight
    rate.count(weight)
    schedule()
    if (queue.length > 0 || running > 0) return
    const resolved = idlers
    idlers = []
    for (const resolve of resolved) resolve()
  }

  function take(): Entry<I, O>[] {
    let count = 0
    let weight = 0
    while (count < queue.length && (count === 0 || weight + queue[count]!.weight <= maxBatch)) {
      weight += queue[count]!.weight
      count += 1
    }
    waiting -= weight
    return queue.splice(0, count)
  }

  async function runBatch(batch: readonly Entry<I, O>[]): Promise<void> {
    try {
      const outcomes = await run(batch.map(({ item }) => item))
      assert.equal(outcomes.length, batch.length, 'a batch answers one outcome for each item')
      settle(batch, outcomes)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  function settle(batch: readonly Entry<I, O>[], outcomes: readonly Outcome<I, O>[]): void {
    const again: Entry<I, O>[] = []
    for (const [index, outcome] of outcomes.entries()) {
      const entry = batch[index]!
      if ('value' in outcome) entry.resolve(outcome.value)
      else if ('error' in outcome) entry.reject(outcome.error)
      else again.push({ ...entry, item: outcome.again })
    }
    if (again.length === 0) return
    for (const { weight } of again) waiting += weight
    queue = [...again, ...queue]
  }

  function idle(): Promise<void> {
    if (queue.length === 0 && running === 0) return Promise.resolve()
    return new Promise((resolve) => idlers.push(resolve))
  }

  return { add, size: () => waiting + inProgress, idle }
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
