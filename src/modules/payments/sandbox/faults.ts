/** How the sandbox provider can be told to misbehave, by what it is asked for. */
export const faults = {
  charge: [
    /** Takes its time to answer. */
    'slow',
    /** Answers nothing, and has done nothing. */
    'away',
    /** Does what it is asked, and the answer is lost on the way. */
    'lost',
    /** Declines at once. */
    'refuse',
    /** The payer pays and it tells so twice. */
    'twice',
    /** It charges the payer twice. */
    'double',
    /** The payer pays, and it tells so only when it is told to (`release`). */
    'late',
    /** The payer pays, and it never tells by itself. */
    'silent',
    /** Declines, and is paid after all. */
    'refuse-then-pay',
    /** Takes another amount than it was asked for. */
    'other-amount',
  ],
  refund: ['slow', 'away', 'lost', 'fail', 'silent', 'twice'],
  payout: ['slow', 'away', 'lost', 'fail', 'silent', 'twice', 'fail-then-pay', 'pay-then-fail'],
} as const

export type FaultyKind = keyof typeof faults
export type Fault = (typeof faults)[FaultyKind][number]

/** How long a slow answer takes, ms. */
export const slowMs = 1_500
