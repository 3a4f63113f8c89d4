import { defineProblem } from '#kernel/problem'

export const thingUnknown = defineProblem('thing-unknown', { title: 'There is no such thing on offer', status: 404 })
