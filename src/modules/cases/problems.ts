import { defineProblem } from '#kernel/problem'

export const caseRuled = defineProblem('case-ruled', { title: 'This case has been ruled already', status: 409 })
export const caseOpen = defineProblem('case-open', { title: 'This case has not been ruled yet', status: 409 })
export const caseFinal = defineProblem('case-final', {
  title: 'This case was opened again once already; its ruling stands',
  status: 409,
})
export const caseWithdrawn = defineProblem('case-withdrawn', { title: 'This case was taken back', status: 409 })
export const nothingToWithdraw = defineProblem('nothing-to-withdraw', {
  title: 'There is nothing of yours in this case to take back',
  status: 409,
})
export const ownCase = defineProblem('own-case', {
  title: 'Nobody rules in their own case: let another operator do it',
  status: 403,
})
export const tooManyCases = defineProblem('too-many-cases', {
  title: 'You have said as much as fits in a day: go on tomorrow',
  status: 429,
})
