import { defineProblem } from '#kernel/problem'

export const synonymsChanged = defineProblem('synonyms-changed', {
  title: 'Somebody else has changed the synonyms; read them again',
  status: 409,
})
