export { type Act, recordAudit } from './entries.ts'
