import { watchQuestion } from '#modules/holds'
import { unitMinor } from './agreement.ts'

/** In front of the facts that count a buyer's orders in the mall. */
export const dealings = 'mallBuyer'

/** Whether somebody should look at an order before it goes on: by what its goods cost now, coupons aside. */
export const watch = watchQuestion({ goods: `sum(lines.map(l, ${unitMinor} * l.qty))`, dealings })
