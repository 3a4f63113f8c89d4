import { defineProblem } from '#kernel/problem'

export const hintNotFound = defineProblem('price-hint-not-found', { title: 'There is no such price hint', status: 404 })
