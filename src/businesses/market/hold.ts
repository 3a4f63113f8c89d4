import { holdPoint } from '#modules/holds'

/** Whether somebody looks at an order of the market before it goes on. */
export const hold = holdPoint({
  business: 'market',
  outcomes: { completed: 1, held: -0.2, stopped: 1, disputed: -0.5, refunded: -0.5, ruledForSeller: -3 },
})
