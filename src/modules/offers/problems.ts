import { defineProblem } from '#kernel/problem'

export const offerNotFound = defineProblem('offer-not-found', { title: 'There is no such offer', status: 404 })
