export type { ActName } from './acts.ts'
export { type Act, recordAudit } from './entries.ts'
