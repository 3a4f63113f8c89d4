/**
 * The top-level names of the flow language. A caller narrows them to what an expression may read at
 * its place (`input` not in `entry`, `item` only under `each`, `all` only in a refund).
 */
export const scopeNames = [
  'order',
  'terms',
  'data',
  'rates',
  'input',
  'answers',
  'now',
  'offer',
  'lines',
  'actor',
  'party',
  'parent',
  'free',
  'item',
  'all',
  'codes',
] as const

export type ScopeName = (typeof scopeNames)[number]
