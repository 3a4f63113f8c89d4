import { defineProblem } from '#kernel/problem'

/** The same id was used for something else, or by somebody else; which of the two is nobody's business. */
export const idReused = defineProblem('id-reused', { title: 'This id already stands for another command', status: 422 })

/** The time inside the id is too far from the server's; `extra.now` tells the server's, in ms. */
export const idTime = defineProblem('id-time', {
  title: 'The time in the id is too far from the server’s time',
  status: 422,
})

/** A command that is not one: an id of the wrong shape, an empty list. */
export const commandInvalid = defineProblem('command-invalid', { title: 'The command is malformed', status: 422 })

/** Nobody can write at the moment; the same id may be sent again. */
export const booksClosed = defineProblem('books-closed', {
  title: 'The books cannot be written at the moment',
  status: 503,
})

/** A question that must be answered before deciding was not. */
export const unanswered = defineProblem('unanswered', {
  title: 'What must be known first could not be found out',
  status: 503,
})
