/** The thread's side of `training.ts`: loads the training module, runs it and answers once. */
import { parentPort, workerData } from 'node:worker_threads'
import type { TrainingFunction, TrainingMessage } from './training.ts'

const port = parentPort
if (port === null) throw new Error('training-worker.ts runs as a worker thread only')

const say = (message: TrainingMessage): void => port.postMessage(message)

async function main(data: { readonly module: string; readonly input: unknown }): Promise<void> {
  try {
    const loaded: { readonly train?: unknown } = await import(data.module)
    if (typeof loaded.train !== 'function') throw new Error(`training module ${data.module} exports no function train`)
    const train = loaded.train as TrainingFunction<unknown, unknown, unknown> // checked one line above
    say({ type: 'done', output: await train(data.input, (progress) => say({ type: 'progress', progress })) })
  } catch (error) {
    say({ type: 'failed', error: sayable(error) })
  }
}

/** Errors with parts that cannot cross threads (functions, sockets) would hide the failure behind a clone error. */
function sayable(error: unknown): unknown {
  try {
    return structuredClone(error)
  } catch {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    const plain = new Error(message)
    if (stack !== undefined) plain.stack = stack
    return plain
  }
}

await main(workerData as { module: string; input: unknown }) // written by startWorker in training.ts
