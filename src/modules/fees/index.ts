export { feeLine, feeTerms, sumOfFees } from './fee-terms.ts'
export { feeClasses, feeLineOf, type FeeLineOf, Menu } from './menu.ts'
