export { points } from './serving/points.ts'
