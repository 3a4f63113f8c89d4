import { defineProblem } from '#kernel/problem'

export const linkUsed = defineProblem('link-used', {
  title: 'This link has been used already, or has expired',
  status: 409,
})
export const noSandbox = defineProblem('no-sandbox', {
  title: 'Personas exist in a sandbox, on the machine itself or by a link of the operator',
  status: 403,
})
export const slugTaken = defineProblem('slug-taken', {
  title: 'Another party of the town has this short name',
  status: 409,
})
export const lastOwner = defineProblem('last-owner', {
  title: 'A shop needs an owner: make somebody else one first',
  status: 409,
})
export const invitationUsed = defineProblem('invitation-used', {
  title: 'This invitation has been used already, was taken back, or has expired',
  status: 409,
})
export const tooManyKeys = defineProblem('too-many-keys', {
  title: 'A party has at most 50 keys: end some first',
  status: 409,
})
export const signInFailed = defineProblem('sign-in-failed', {
  title: 'The address or the password is wrong',
  status: 401,
})
export const emailNotVerified = defineProblem('email-not-verified', {
  title: 'Confirm your address first: we have sent you a letter',
  status: 403,
})
export const signInAgain = defineProblem('sign-in-again', {
  title: 'For this you must have signed in within the last day: sign in again',
  status: 403,
})
export const passkeyRefused = defineProblem('passkey-refused', {
  title: 'This passkey was not accepted: try again',
  status: 422,
})
export const accountRefused = defineProblem('account-refused', {
  title: 'This is not possible with your account',
  status: 422,
})
export const lastOperator = defineProblem('last-operator', {
  title: 'The town needs an operator: make somebody else one first',
  status: 409,
})
export const addressBookFull = defineProblem('address-book-full', {
  title: 'An address book holds 20 addresses: delete one first',
  status: 409,
})
export const accountExists = defineProblem('account-exists', {
  title: 'There is an account already: change its password instead',
  status: 409,
})
