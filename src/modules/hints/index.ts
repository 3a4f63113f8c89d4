export { wordingFlag } from './wording.ts'
