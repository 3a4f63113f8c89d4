export { combinationWeights } from './combination.ts'
export {
  type Forecast,
  type ForecastModel,
  type ForecastOptions,
  forecastSeries,
  loadForecaster,
  memberNames,
  saveForecaster,
  trainForecaster,
} from './forecaster.ts'
export { lagRegression } from './lag-regression.ts'
export { naive, naive2, seasonalNaive } from './naive.ts'
export type { Forecaster, History } from './series.ts'
export { smoothing } from './smoothing.ts'
export { theta } from './theta.ts'
export { type ForecastTraining, trainForecasterInWorker } from './training.ts'
export * from './interval-forest.ts'
