export { lookedBackMax } from './serving/features.ts'
export { points } from './serving/points.ts'
export { Knowledge } from './state/knowledge.ts'
