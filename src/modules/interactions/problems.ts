import { defineProblem } from '#kernel/problem'

export const eventTypeInvalid = defineProblem('event-type-invalid', {
  title: 'The schema of the event type does not hold together',
  status: 422,
})
