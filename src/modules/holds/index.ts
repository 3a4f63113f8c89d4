export { heldState, holding, holdRates, watchDelays, watched, watchQuestion, watchReviewer } from './flow.ts'
export { holdPoint } from './point.ts'
