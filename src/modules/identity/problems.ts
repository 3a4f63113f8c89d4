import { defineProblem } from '#kernel/problem'

export const linkUsed = defineProblem('link-used', {
  title: 'This link has been used already, or has expired',
  status: 409,
})
export const noSandbox = defineProblem('no-sandbox', {
  title: 'Personas exist in a sandbox, on the machine itself',
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
