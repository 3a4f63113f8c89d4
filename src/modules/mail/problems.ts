import { defineProblem } from '#kernel/problem'

export const mailServerChanged = defineProblem('mail-server-changed', {
  title: 'Somebody else has changed the mail server; read it again',
  status: 409,
})
