export { lookedBackMax } from './serving/alike.ts'
export { points } from './serving/points.ts'
export { Knowledge } from './state/knowledge.ts'
