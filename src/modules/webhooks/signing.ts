import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** Standard Webhooks 1.0: who received a message can tell that we sent it, when, and that nobody changed it. */

/** 32 bytes, within the 24 … 64 that the standard wants. */
const secretBytes = 32

/** A new secret as its owner gets it: `whsec_` and base64. */
export function newSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString('base64')}`
}

/**
 * The headers of a message: one signature for each secret that is valid, so that a receiver may change over whenever it
 * likes within the overlap.
 *
 * @param at machine time of this attempt, ms; receivers refuse messages that are minutes old
 */
export function signedHeaders(
  secrets: readonly string[],
  { id, at, body }: { id: string; at: number; body: string },
): Record<string, string> {
  const timestamp = new Date(Math.floor(at / 1000) * 1000)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, timestamp, body)).join(' '),
  }
}
