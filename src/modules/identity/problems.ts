import { defineProblem } from '#kernel/problem'

export const linkUsed = defineProblem('link-used', {
  title: 'This link has been used already, or has expired',
  status: 409,
})
export const noSandbox = defineProblem('no-sandbox', {
  title: 'Personas exist in a sandbox, on the machine itself',
  status: 403,
})
