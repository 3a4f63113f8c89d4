import { defineProblem } from '#kernel/problem'

export const newcomersChanged = defineProblem('newcomers-changed', {
  title: 'Somebody else has changed the budget of newcomers; read it again',
  status: 409,
})
export const thingUnknown = defineProblem('thing-unknown', { title: 'There is no such thing on offer', status: 404 })
