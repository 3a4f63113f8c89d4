import { defineProblem } from '#kernel/problem'

export const notReviewable = defineProblem('not-reviewable', {
  title: 'Only who bought it may review it, once the order is finished and not paid back',
  status: 409,
})
export const reviewNotFound = defineProblem('review-not-found', { title: 'There is no such review', status: 404 })
export const reviewSettled = defineProblem('review-settled', {
  title: 'A review can be changed for 30 days',
  status: 409,
})
export const answeredAlready = defineProblem('answered-already', {
  title: 'A review is answered once',
  status: 409,
})
