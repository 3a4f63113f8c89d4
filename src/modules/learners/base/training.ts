import type { Transferable } from 'node:worker_threads'
import { Worker } from 'node:worker_threads'

/**
 * What a training module exports as `train`. It runs alone in its thread, so it may compute for minutes without
 * yielding. Input, progress and result cross threads by structured clone: plain data and typed arrays, no functions.
 */
export type TrainingFunction<Input, Output, Progress> = (
  input: Input,
  report: (progress: Progress) => void,
) => Output | Promise<Output>

/** A training run: which module, with what, and who listens. */
export interface TrainingRun<Input, Progress> {
  /** Where the module that exports `train` lies: `new URL('./boosting-training.ts', import.meta.url)`. */
  readonly module: URL
  readonly input: Input
  /** Buffers to move instead of copying; the caller loses them. */
  readonly transfer?: readonly Transferable[]
  readonly onProgress?: (progress: Progress) => void
  /** Aborting stops the thread at once, also within a loop that never yields. */
  readonly signal?: AbortSignal
  /** Upper limit of the thread's heap of JavaScript objects, in MiB; typed arrays lie outside it. */
  readonly heapMb?: number
}

/** @internal What the thread says to its starter. */
export type TrainingMessage =
  | { readonly type: 'progress'; readonly progress: unknown }
  | { readonly type: 'done'; readonly output: unknown }
  | { readonly type: 'failed'; readonly error: unknown }

/**
 * Trains in a worker thread and answers with what the module's `train` returned. Name the function's type to have
 * input, progress and result checked: `trainInWorker<typeof train>({ … })`.
 *
 * @throws what `train` threw, with its stack; the signal's reason when aborted; an Error when the module cannot be
 *   loaded, has no `train`, or the thread ends without an answer (out of memory, process.exit)
 */
export function trainInWorker<Train extends TrainingFunction<never, unknown, unknown>>(
  run: TrainingRun<Parameters<Train>[0], Parameters<Parameters<Train>[1]>[0]>,
): Promise<Awaited<ReturnType<Train>>> {
  const { signal } = run
  if (signal?.aborted) return Promise.reject(asError(signal.reason))
  return new Promise((resolve, reject) => {
    const worker = startWorker(run)
    const finish = (settle: () => void): void => {
      signal?.removeEventListener('abort', abort)
      worker.removeAllListeners()
      // Late failures of a thread that is being stopped have nobody left to hear them.
      worker.on('error', () => undefined)
      worker.terminate().then(settle, settle)
    }
    const abort = (): void => finish(() => reject(asError(signal?.reason)))
    const fail = (error: unknown): void => finish(() => reject(asError(error)))
    signal?.addEventListener('abort', abort)
    worker.on('message', (message: TrainingMessage) => {
      if (message.type === 'failed') return fail(message.error)
      // The module's own types, kept by structured clone.
      if (message.type === 'done') return finish(() => resolve(message.output as Awaited<ReturnType<Train>>))
      try {
        run.onProgress?.(message.progress)
      } catch (error) {
        fail(error) // a listener that throws ends the run, or nobody would ever learn of it
      }
    })
    worker.on('messageerror', fail)
    worker.on('error', fail)
    worker.on('exit', (code) =>
      fail(new Error(`training ${run.module.href}: the thread ended with ${code}, unfinished`)),
    )
  })
}

function startWorker(run: TrainingRun<unknown, never>): Worker {
  return new Worker(new URL('./training-worker.ts', import.meta.url), {
    workerData: { module: run.module.href, input: run.input },
    transferList: [...(run.transfer ?? [])],
    ...(run.heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: run.heapMb } }),
  })
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(`training stopped: ${String(reason)}`)
}
