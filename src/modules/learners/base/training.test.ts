import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { train } from './training.fixture.ts'
import { trainInWorker } from './training.ts'

const module = new URL('./training.fixture.ts', import.meta.url)

test('training answers with the result, after every progress message in order', async () => {
  const heard: number[] = []
  const numbers = Float64Array.of(1, 2, 4)
  const answer = await trainInWorker<typeof train>({
    module,
    input: { does: 'sum', numbers },
    onProgress: (done) => heard.push(done),
  })
  assert.deepEqual(answer, { sum: 7, last: Float64Array.of(4) })
  assert.deepEqual(heard, [1, 2, 3])
  assert.equal(numbers.length, 3)
})

test('transferred buffers move into the thread', async () => {
  const numbers = Float64Array.of(5)
  const input = { does: 'sum', numbers } as const
  assert.equal((await trainInWorker<typeof train>({ module, input, transfer: [numbers.buffer] })).sum, 5)
  assert.equal(numbers.length, 0)
})

test('an error keeps its kind, its message and the stack of the thread', async () => {
  const run = trainInWorker<typeof train>({ module, input: { does: 'fail' } })
  await assert.rejects(run, (error) => {
    assert.ok(error instanceof RangeError)
    assert.equal(error.message, 'labels[3] must be 0 or 1, got 7')
    assert.match(error.stack ?? '', /training\.fixture\.ts/)
    return true
  })
  const odd = trainInWorker<typeof train>({ module, input: { does: 'fail oddly' } })
  await assert.rejects(odd, /^Error: odd/)
})

test('aborting stops a loop that never yields, and rejects with the reason', async () => {
  const controller = new AbortController()
  const run = trainInWorker<typeof train>({
    module,
    input: { does: 'spin' },
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('no longer needed')),
  })
  await assert.rejects(run, /no longer needed/)
  const late = trainInWorker<typeof train>({ module, input: { does: 'spin' }, signal: controller.signal })
  await assert.rejects(late, /no longer needed/)
  const worded = trainInWorker<typeof train>({ module, input: { does: 'spin' }, signal: AbortSignal.abort('shutdown') })
  await assert.rejects(worded, /training stopped: shutdown/)
})

test('a thread that ends without an answer, and a module that cannot train, are errors', async () => {
  await assert.rejects(
    trainInWorker<typeof train>({ module, input: { does: 'leave' } }),
    /training\.fixture\.ts: the thread ended with 3, unfinished/,
  )
  const other = new URL('./models.ts', import.meta.url)
  const input = { does: 'leave' } as const
  await assert.rejects(trainInWorker<typeof train>({ module: other, input }), /models\.ts exports no function train/)
  const absent = new URL('./absent.ts', import.meta.url)
  await assert.rejects(trainInWorker<typeof train>({ module: absent, input }), /absent\.ts/)
})

const cannotStore = (): never => {
  throw new Error('cannot store progress')
}

test('a progress listener that throws ends the run with its error', async () => {
  await assert.rejects(
    trainInWorker<typeof train>({ module, input: { does: 'spin' }, onProgress: cannotStore }),
    /cannot store/,
  )
})

test('input that cannot cross threads is refused', async () => {
  const input = { does: 'sum', numbers: () => 1 } as unknown as { does: 'spin' } // what a caller without types could pass
  await assert.rejects(trainInWorker<typeof train>({ module, input }), /could not be cloned/)
})
