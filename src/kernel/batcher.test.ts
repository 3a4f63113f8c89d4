import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import { type BatcherOptions, createBatcher, type Outcome } from './batcher.ts'
import { Problem } from './problem.ts'

type Gate = { batches: number[][]; release: () => void; run: BatcherOptions<number, number>['run'] }

/** A run that notes its batches and waits to be released; answers ten times the item. */
function gated(): Gate {
  let open: (() => void)[] = []
  const batches: number[][] = []
  return {
    batches,
    release: () => {
      for (const one of open) one()
      open = []
    },
    run: async (items) => {
      batches.push([...items])
      await new Promise<void>((resolve) => open.push(resolve))
      return items.map((item) => ({ value: item * 10 }))
    },
  }
}

async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await turn()
}

test('an idle batcher serves at once, and what arrives meanwhile goes together', async () => {
  const gate = gated()
  const batcher = createBatcher({ run: gate.run })
  const first = batcher.add(1)
  await settled()
  const rest = [batcher.add(2), batcher.add(3)]
  await settled()
  assert.deepEqual(gate.batches, [[1]])
  gate.release()
  assert.equal(await first, 10)
  await settled()
  assert.deepEqual(gate.batches, [[1], [2, 3]])
  gate.release()
  assert.deepEqual(await Promise.all(rest), [20, 30])
  await batcher.idle()
})

test('a batch holds at most its weight, and one item that is heavier alone', async () => {
  const batches: number[][] = []
  const batcher = createBatcher<number, number>({
    maxBatch: 10,
    weigh: (item) => item,
    run: async (items) => {
      batches.push([...items])
      return items.map((item) => ({ value: item }))
    },
  })
  await Promise.all([4, 4, 4, 30, 1].map((item) => batcher.add(item)))
  assert.deepEqual(batches, [[4, 4], [4], [30], [1]])
})

test('beyond the queue limit it answers busy with place and time, and never grows', async () => {
  const gate = gated()
  const batcher = createBatcher({ run: gate.run, maxQueue: 3, maxBatch: 1 })
  const served = [batcher.add(1)]
  await settled()
  served.push(batcher.add(2), batcher.add(3), batcher.add(4))
  await assert.rejects(batcher.add(5), (error) => {
    assert.ok(error instanceof Problem)
    assert.equal(error.kind.slug, 'busy')
    return error.details.extra?.['position'] === 3 && Number(error.details.extra['retryAfter']) >= 1
  })
  for (let batch = 0; batch < 4; batch += 1) {
    gate.release()
    await settled()
  }
  assert.deepEqual(await Promise.all(served), [10, 20, 30, 40])
})

test('each item has its own outcome: a value, an error, or another turn at the front', async () => {
  const seen: number[][] = []
  const batcher = createBatcher<number, string>({
    maxBatch: 3,
    run: async (items) => {
      seen.push([...items])
      return items.map((item): Outcome<number, string> => {
        if (item === 2) return { error: new Error('two') }
        return item === 3 ? { again: 30 } : { value: String(item) }
      })
    },
  })
  const answers = await Promise.allSettled([1, 2, 3, 4].map((item) => batcher.add(item)))
  assert.deepEqual(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed')), ['1', 'failed', '30', '4']) // prettier-ignore
  assert.deepEqual(seen, [
    [1, 2, 3],
    [30, 4],
  ])
})

test('a run that throws fails its batch and no other', async () => {
  const batcher = createBatcher<number, number>({
    maxBatch: 2,
    run: async (items) => {
      if (items.includes(1)) throw new Error('broken')
      return items.map((item) => ({ value: item }))
    },
  })
  const answers = await Promise.allSettled([1, 2, 3, 4].map((item) => batcher.add(item)))
  assert.deepEqual(answers.map(({ status }) => status), ['rejected', 'rejected', 'fulfilled', 'fulfilled']) // prettier-ignore
})

test('a second batch begins before the first has ended only when enough waits', async () => {
  const gate = gated()
  const batcher = createBatcher({ run: gate.run, depth: 2, depthFrom: 3, maxBatch: 3 })
  const all = [batcher.add(1)]
  await settled()
  all.push(batcher.add(2), batcher.add(3))
  await settled()
  assert.deepEqual(gate.batches, [[1]])
  all.push(batcher.add(4))
  await settled()
  assert.deepEqual(gate.batches, [[1], [2, 3, 4]])
  all.push(...[5, 6, 7].map((item) => batcher.add(item)))
  await settled()
  assert.equal(gate.batches.length, 2)
  gate.release()
  await settled()
  gate.release()
  assert.deepEqual(await Promise.all(all), [10, 20, 30, 40, 50, 60, 70])
})
