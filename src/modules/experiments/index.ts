export { type Experiments, experimentsOf, type FlagContext } from './experiments.ts'
export { type FlagProvider, flagProvider } from './flags/provider.ts'
export type { Evaluated } from './flags/evaluating.ts'
