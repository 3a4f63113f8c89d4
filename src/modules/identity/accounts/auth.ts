import { hash } from 'node:crypto'
import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth/minimal'
import type { Database } from '#kernel/db'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import type { Mailer } from '#modules/mail'
import { linkTo } from '../links.ts'
import { resetMail, verificationMail } from '../letters.ts'
import { type Language, languageOf } from '../parties.ts'
import { tokenTtlMs } from '../tokens.ts'
import { accountsAdapter } from './adapter.ts'

/** What accounts need of the town. */
export type AccountsOptions = {
  db: Database
  town: { id: number; name: string; isSandbox: boolean; codeSecret: Buffer }
  publicUrl: string
  mailer: Mailer
  /** False in a sandbox without a mail server: nobody there could confirm an address. */
  mustConfirm: boolean
}

/** Where better-auth's own routes would lie; ours forward to them. */
export const basePath = '/v1/auth'
/** Prefix of better-auth's cookies: of these only the challenge of a passkey ceremony reaches a browser. */
const cookiePrefix = 'lakeside'

/** better-auth over our tables: passwords, confirmed addresses, passkeys. */
export function createAuth({ db, town, publicUrl, mailer, mustConfirm }: AccountsOptions): Auth {
  const letter = async (to: string, words: { subject: string; text: string }): Promise<void> =>
    mailer.queue(db, { to, ...words, now: Date.now() })
  const { handler, $context } = betterAuth({
    appName: town.name,
    baseURL: publicUrl,
    basePath,
    // Derived, so that a town has one secret to keep; another use of it gives another key.
    secret: hash('sha256', `accounts ${town.codeSecret.toString('hex')}`),
    database: accountsAdapter(db, town.id),
    telemetry: { enabled: false },
    logger: { log: (level, message) => log[level === 'error' ? 'warn' : 'debug']({ module: 'accounts' }, message) },
    rateLimit: { enabled: false }, // our edge counts already, for every route
    session: { expiresIn: tokenTtlMs / 1000, disableSessionRefresh: true },
    verification: { storeIdentifier: 'hashed' },
    advanced: { cookiePrefix, database: { generateId: () => newId() } },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false, // so that signing up says nothing about who is known here already
      requireEmailVerification: mustConfirm,
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: passwordLengthMax,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 3_600,
      sendResetPassword: async ({ user, token }) => {
        const language = await languageOf(db, town.id, user.id)
        await letter(user.email, resetMail(language, { town: town.name, link: linkTo(publicUrl, 'reset', token) }))
      },
    },
    emailVerification: {
      expiresIn: 3_600,
      sendOnSignUp: true,
      sendVerificationEmail: async ({ user, token }, request) => {
        const language = languageIn(request?.headers.get('accept-language') ?? '')
        await letter(
          user.email,
          verificationMail(language, { town: town.name, link: linkTo(publicUrl, 'verify', token) }),
        )
      },
    },
    plugins: [
      passkey({
        rpName: town.name,
        rpID: new URL(publicUrl).hostname,
        origin: new URL(publicUrl).origin,
        advanced: { webAuthnChallengeCookie: 'passkey' },
      }),
    ],
  })
  return { handler, cookies: cookiesOf($context), origin: new URL(publicUrl).origin }
}

/** Accounts of a town. */
export type Auth = {
  handler: (request: Request) => Promise<Response>
  cookies: Promise<AuthCookies>
  /** Of our pages. */
  origin: string
}

/** Names of better-auth's cookies, and the key it signs them with. */
export type AuthCookies = { session: string; challenge: string; secret: string }

type AuthContext = {
  secret: string
  authCookies: { sessionToken: { name: string } }
  createAuthCookie: (name: string) => { name: string }
}

async function cookiesOf(context: Promise<AuthContext>): Promise<AuthCookies> {
  const { secret, authCookies, createAuthCookie } = await context
  return { session: authCookies.sessionToken.name, challenge: createAuthCookie('passkey').name, secret }
}

/** NIST SP 800-63B §3.1.1.2 asks for at least 8 beside another factor; a limit keeps hashing from being an attack. */
export const passwordLengthMin = 8
export const passwordLengthMax = 128

/** The language of ours that a browser prefers (RFC 9110 §12.5.4, by order only). */
export function languageIn(acceptLanguage: string): Language {
  const first = acceptLanguage.split(',').find((range) => /^\s*(en|zh)\b/i.test(range))
  return first !== undefined && /^\s*zh/i.test(first) ? 'zh' : 'en'
}
