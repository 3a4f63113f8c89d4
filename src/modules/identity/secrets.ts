import { hash, randomBytes } from 'node:crypto'

/** 32 bytes of randomness: guessing one is hopeless at any rate of tries. */
const secretBytes = 32
/** Tells a secret of ours from any other, for scanners that look for leaks. */
const secretPrefix = 'lake_'

/** A secret for a token, a link or an invitation. */
export function newSecret(): string {
  return secretPrefix + randomBytes(secretBytes).toString('base64url')
}

/** SHA-256 of a secret, the only form in which one is kept: it is random, so no slower hash is needed. */
export function hashOfSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

/** The last characters of a secret, by which its owner knows it again. */
export function hintOf(secret: string): string {
  return secret.slice(-4)
}
