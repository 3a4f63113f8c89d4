export type { PartyFacts } from './party.ts'
