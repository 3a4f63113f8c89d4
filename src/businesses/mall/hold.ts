import { holdPoint } from '#modules/holds'

/** Whether somebody looks at an order of the mall before it goes on. */
export const hold = holdPoint({
  business: 'mall',
  outcomes: { completed: 1, held: -0.2, stopped: 1, disputed: -0.5, contested: -0.5, ruledForSeller: -3 },
})
