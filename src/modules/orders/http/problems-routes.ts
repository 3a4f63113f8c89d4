import { defineProblem } from '#kernel/problem'

/** What the routes of orders refuse by themselves; the rest is the engine's and the manifests'. */

export const orderNotFound = defineProblem('order-not-found', { title: 'There is no such order', status: 404 })
export const businessNotFound = defineProblem('business-not-found', {
  title: 'There is no such line of business',
  status: 404,
})
