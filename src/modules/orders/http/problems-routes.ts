import { defineProblem } from '#kernel/problem'

/** A manifest that debits the town's own accounts is published only when the operator says so. */
export const approvalNeeded = defineProblem('approval-needed', {
  title: 'The manifest debits accounts of the town',
  status: 409,
})
export const versionNotFound = defineProblem('version-not-found', {
  title: 'There is no such version of this line of business',
  status: 404,
})

/** What the routes of orders refuse by themselves; the rest is the engine's and the manifests'. */

export const orderNotFound = defineProblem('order-not-found', { title: 'There is no such order', status: 404 })
export const businessNotFound = defineProblem('business-not-found', {
  title: 'There is no such line of business',
  status: 404,
})
