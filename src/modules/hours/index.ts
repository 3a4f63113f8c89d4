export { firstHours, listAllHours, listHours } from './hours.ts'
export { type Hours, type Opening, openingAt } from './opening.ts'
