/** Training of forecasts in a thread of its own. */
import { trainInWorker } from '../base/training.ts'
import { type ForecastModel, type ForecastOptions, trainForecaster } from './forecaster.ts'
import type { History } from './series.ts'

/** What the thread is given. */
export interface ForecastTraining {
  readonly series: readonly History[]
  readonly options: ForecastOptions
}

/** The thread's side. */
export function train(input: ForecastTraining): ForecastModel {
  return trainForecaster(input.series, input.options)
}

/** Trains without holding up this thread; hundreds of series take seconds. */
export function trainForecasterInWorker(
  input: ForecastTraining,
  listeners: { readonly signal?: AbortSignal } = {},
): Promise<ForecastModel> {
  return trainInWorker<typeof train>({ module: new URL(import.meta.url), input, ...listeners })
}
