export type { Account, AccountName, Mandate, Posting } from './postings.ts'
