export { hasAccount } from './accounts/first-account.ts'
export { type Authenticator, type AuthenticatorOptions, createAuthenticator } from './authentication.ts'
export { type Consent, hasConsent, listConsents, loadConsents } from './consents.ts'
export { listHolders } from './holders.ts'
export { type KeyRow, createKey, findKeyOwner, listKeys } from './keys.ts'
export { loadParties, partyOf } from './load-parties.ts'
export { moveShops } from './moving.ts'
export { type Mailbox, findMailboxes } from './mailboxes.ts'
export {
  type Language,
  type NewParty,
  type Profile,
  createParties,
  findProfile,
  listMemberships,
  listProfiles,
  setGrant,
  setSuspended,
} from './parties.ts'
export type { PartyFacts } from './party.ts'
export { type Persona, listPersonas, storePersonas } from './personas.ts'
export { type IdentityRoutes, identityRoutes } from './routes.ts'
export { suspendedAmong } from './suspended.ts'
export { type IssuedToken, endLinks, issueLink, issueToken, listTokens, revokeToken, sweepSecrets } from './tokens.ts'
export { linkTo } from './links.ts'
