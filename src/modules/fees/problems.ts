import { defineProblem } from '#kernel/problem'

export const noMenu = defineProblem('no-menu', { title: 'This line of business has no fee menu', status: 404 })
export const documentNotFound = defineProblem('document-not-found', {
  title: 'There is no such invoice',
  status: 404,
})
export const monthNotOver = defineProblem('month-not-over', { title: 'The month is not over yet', status: 409 })
export const booksBehind = defineProblem('books-behind', {
  title: 'The list of charges has not caught up with the books',
  status: 503,
})
export const partyNotFound = defineProblem('party-not-found', { title: 'There is no such party', status: 404 })
