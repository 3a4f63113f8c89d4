import { defineProblem } from '#kernel/problem'

export const webhookUnsigned = defineProblem('webhook-unsigned', {
  title: 'The request is not signed by the payment provider',
  status: 401,
})
export const webhookUnreadable = defineProblem('webhook-unreadable', {
  title: 'The request is signed and says nothing that can be understood',
  status: 422,
})
export const providerAway = defineProblem('provider-away', {
  title: 'The payment provider does not answer; try again later',
  status: 503,
})
export const bankPageNotFound = defineProblem('bank-page-not-found', {
  title: 'There is no such payment, or it is over',
  status: 404,
})
export const breakNotFound = defineProblem('break-not-found', {
  title: 'The books and the provider agree about this, or nothing can be done by itself',
  status: 409,
})
export const providerKeysChanged = defineProblem('provider-keys-changed', {
  title: 'Somebody else has changed the keys of the payment provider; read them again',
  status: 409,
})
