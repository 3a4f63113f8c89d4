/** Training of intents in a thread of its own. */
import { trainInWorker } from '../base/training.ts'
import { type IntentModel, type IntentOptions, trainIntents } from './intents.ts'
import type { IntentExample } from './machines.ts'

/** What the thread is given. */
export interface IntentTraining {
  readonly examples: readonly IntentExample[]
  readonly options: Omit<IntentOptions, 'onProgress'>
}

/** Machines trained so far, and of how many. */
export interface IntentProgress {
  readonly trained: number
  readonly of: number
}

/** The thread's side. */
export function train(input: IntentTraining, report: (progress: IntentProgress) => void): IntentModel {
  return trainIntents(input.examples, { ...input.options, onProgress: report })
}

/** Trains without holding up this thread; a model of many examples takes seconds. */
export function trainIntentsInWorker(
  input: IntentTraining,
  listeners: { readonly onProgress?: (progress: IntentProgress) => void; readonly signal?: AbortSignal } = {},
): Promise<IntentModel> {
  return trainInWorker<typeof train>({ module: new URL(import.meta.url), input, ...listeners })
}
