export {
  type Affinity, type Count, type Decayed, type Declaration, type Feature, type Field, type From, type Kind, type Rate,
  type Ratio, type Recency, type Source, declaredFeatures, defineFeatures, queryKey,
} from './declaring.ts' // prettier-ignore
export { type Features, type FeaturesContext, createFeatures, featuresOf } from './live/features.ts'
export type { Noted, Position, Reading } from './live/reading.ts'
export type { Past } from './live/replay.ts'
export { verifySnapshot } from './live/verifying.ts'
export { shopping } from './shopping.ts'
