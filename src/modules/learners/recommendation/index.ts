export * from './session-recommender.ts'
export { Identifiers } from './identifiers.ts'
export { type ItemGraphSettings } from './item-graph.ts'
export { type Part, RECOMMENDER_DEFAULTS, type RecommenderSettings } from './recommender-settings.ts'
export { type NeighbourSettings } from './session-neighbours.ts'
export {
  IMPLICIT_ALS_DEFAULTS,
  type ImplicitAls,
  type ImplicitAlsSettings,
  loadImplicitAls,
  trainImplicitAls,
} from './implicit-als.ts'
export { type LinearAutoencoder, loadLinearAutoencoder, trainLinearAutoencoder } from './linear-autoencoder.ts'
