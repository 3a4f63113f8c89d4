/** Training a forest off the main thread. */
import { trainInWorker } from '../base/training.ts'
import { trainForest } from './boosting.ts'
import type { BoostingRound, LabelledRows, TrainedForest } from './boosting.ts'
import type { BoostingOptions } from './settings.ts'

/** All that a training run needs; crosses threads as it is. */
export interface ForestTraining {
  training: LabelledRows
  validation?: LabelledRows
  options: BoostingOptions
}

/** @internal What the training thread calls. */
export function train(input: ForestTraining, report: (round: BoostingRound) => void): TrainedForest {
  const { training, validation, options } = input
  return trainForest(training, options, validation === undefined ? { report } : { validation, report })
}

/** Like trainForest, in a thread of its own; `onProgress` hears every round, and the signal stops it. */
export function trainForestInWorker(
  input: ForestTraining,
  watch: { onProgress?: (round: BoostingRound) => void; signal?: AbortSignal } = {},
): Promise<TrainedForest> {
  return trainInWorker<typeof train>({ module: new URL(import.meta.url), input, ...watch })
}
