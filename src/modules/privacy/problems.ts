import { defineProblem } from '#kernel/problem'

export const erasureHindered = defineProblem('erasure-hindered', {
  title: 'Something of yours must come to an end first',
  status: 409,
})
export const onlyPersons = defineProblem('only-persons', {
  title: 'Only a person is erased, by that person alone',
  status: 403,
})
