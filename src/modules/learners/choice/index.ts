export * from './linear-bandits.ts'
export * from './off-policy.ts'
export * from './policies.ts'
export {
  createRidge,
  learnReward,
  loadRidge,
  predictReward,
  type Ridge,
  sampleWeights,
  saveRidge,
  uncertainty,
} from './ridge.ts'
export * from './slates.ts'
export * from './thompson.ts'
