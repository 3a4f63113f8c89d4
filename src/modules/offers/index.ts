export type { Offer } from './offer.ts'
