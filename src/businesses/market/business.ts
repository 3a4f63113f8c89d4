import type { Business } from '#kernel/module'
import { dealingsFacts } from '#modules/orders'
import { hold } from './hold.ts'

export const business: Business = {
  name: 'market',
  facts: dealingsFacts({
    role: 'buyer',
    business: 'market',
    well: ['completed', 'closed'],
    badly: ['disputed', 'ruled', 'refunded', 'stopped'],
  }),
  points: [hold],
}
