import type { Order } from '#modules/flows'

const dayMs = 86_400_000
/** So long a review may be changed: a thing shows its worth within a month. Town time. */
export const editableMs = 30 * dayMs

/**
 * A buyer may review what was received and paid for: the order ended well, or its money has left the town's hands, and
 * not all of it went back.
 */
export function isReviewable({ ending, pots, capturedMinor, refundedMinor }: Order): boolean {
  if (ending === 'undone' || (capturedMinor > 0 && refundedMinor >= capturedMinor)) return false
  const heldMinor = -Object.values(pots)
    .flatMap((positions) => Object.values(positions))
    .reduce((sum, minor) => sum + minor, 0)
  return ending === 'done' || (capturedMinor > 0 && heldMinor === 0)
}

/** @param writtenAt @param now town time, ms */
export function isEditable({ writtenAt, now }: { writtenAt: number; now: number }): boolean {
  return now - writtenAt < editableMs
}
