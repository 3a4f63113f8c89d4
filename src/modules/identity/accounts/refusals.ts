import { invalidAt, notAllowed, notSignedIn } from '#kernel/http-problems'
import { Problem, type ProblemKind } from '#kernel/problem'
import { accountRefused, emailNotVerified, linkUsed, passkeyRefused, signInAgain, signInFailed } from '../problems.ts' // prettier-ignore

/** Which of our problems stands for which of better-auth's codes. */
const kinds: Readonly<Record<string, ProblemKind>> = {
  INVALID_EMAIL_OR_PASSWORD: signInFailed,
  EMAIL_NOT_VERIFIED: emailNotVerified,
  INVALID_TOKEN: linkUsed,
  TOKEN_EXPIRED: linkUsed,
  USER_NOT_FOUND: linkUsed,
  SESSION_NOT_FRESH: signInAgain,
  CHALLENGE_NOT_FOUND: passkeyRefused,
  PASSKEY_NOT_FOUND: passkeyRefused,
  AUTHENTICATION_FAILED: passkeyRefused,
  PREVIOUSLY_REGISTERED: passkeyRefused,
  FAILED_TO_VERIFY_REGISTRATION: passkeyRefused,
}

/** What any of these routes may answer. */
export const accountProblems: readonly ProblemKind[] = [...new Set([...Object.values(kinds), accountRefused])]

/** The problem behind an answer of better-auth that is not a success. Its faults are ours: they are thrown as such. */
export function problemBehind(status: number, body: Readonly<Record<string, unknown>>): unknown {
  const { code, message } = body
  const kind = kinds[String(code)]
  if (kind !== undefined) return new Problem(kind)
  if (code === 'INVALID_PASSWORD') return invalidAt('/currentPassword', 'is not your password')
  if (status === 401) return new Problem(notSignedIn)
  if (status === 403) return new Problem(notAllowed)
  const detail = typeof message === 'string' ? message : 'refused'
  if (status < 500) return new Problem(accountRefused, { detail })
  return new Error(`better-auth failed: ${status} ${String(code)} ${detail}`)
}
