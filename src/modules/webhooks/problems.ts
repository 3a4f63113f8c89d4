import { defineProblem } from '#kernel/problem'

export const webhookAddressRefused = defineProblem('webhook-address-refused', {
  title: 'Webhooks are not sent to this address',
  status: 422,
})
export const tooManyWebhooks = defineProblem('too-many-webhooks', {
  title: 'A party has a limited number of webhook endpoints',
  status: 409,
})
export const webhookDisabled = defineProblem('webhook-disabled', {
  title: 'The endpoint is disabled; enable it first',
  status: 409,
})
