import type { Business } from '#kernel/module'
import { dealingsFacts } from '#modules/orders'
import { hold } from './hold.ts'
import { dealings } from './watch.ts'

export const business: Business = {
  name: 'mall',
  facts: dealingsFacts({
    role: 'buyer',
    prefix: dealings,
    business: 'mall',
    well: ['completed', 'guaranteed', 'closed'],
    badly: ['disputed', 'contested', 'stopped'],
  }),
  points: [hold],
}
