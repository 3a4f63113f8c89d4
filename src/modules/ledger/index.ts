export {
  accountId, accountName, accountOf, debtMaxMinor, floorOf, isPot, loadAccounts, newAccount, parseAccount,
  storeAccounts,
} from './accounts.ts' // prettier-ignore
export { decimal, digitsOf } from './amounts.ts'
export {
  issueInput,
  ledgerCommands,
  type LedgerChanges,
  type LedgerView,
  mandateInput,
  transferInput,
} from './commands.ts'
export { drawn, loadMandates, mandateKey, type MandateKey, mandateOf, storeMandates } from './mandates.ts'
export type { Account, AccountName, Mandate, MandatePeriod, Posting } from './postings.ts'
export { type Held, heldProjection, listHeld } from './held.ts'
export { statementsProjection } from './statements.ts'
export { insertTransfers, type NewTransfer } from './transfers.ts'
