import { createHmac, timingSafeEqual } from 'node:crypto'

/** How far the clocks of sender and receiver may lie apart; an older request could be a recorded one. */
const toleranceS = 300

/** `t=SECONDS,v1=HEX`: HMAC-SHA256 over `SECONDS.BODY`, as Stripe signs its webhooks. */
export function signed(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
  return `t=${seconds},v1=${digest(secret, seconds, body)}`
}

/** Whether a header signs this body with the secret, not long ago. */
export function isSigned(
  header: unknown,
  { secret, body, nowMs }: { secret: string; body: string; nowMs: number },
): boolean {
  if (typeof header !== 'string') return false
  const parts = header.split(',').map((part) => part.split('=', 2) as [string, string | undefined])
  const seconds = Number(parts.find(([name]) => name === 't')?.[1])
  if (!Number.isSafeInteger(seconds) || Math.abs(nowMs / 1000 - seconds) > toleranceS) return false
  const expected = Buffer.from(digest(secret, seconds, body))
  // Several signatures stand there while a secret is being replaced.
  return parts.some(([name, value = '']) => name === 'v1' && isSame(Buffer.from(value), expected))
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function digest(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
}
