import type { Database } from '#kernel/db'
import type { App } from '#kernel/http'
import type { Town } from '#kernel/towns'
import { consentRoutes } from './routes-consents.ts'
import { meRoutes } from './routes-me.ts'
import { sessionRoutes } from './routes-sessions.ts'

/** What the routes of this module work on. */
export type IdentityRoutes = {
  db: Database
  town: Pick<Town, 'id' | 'name' | 'timeZone' | 'currency' | 'isSandbox'>
  /** Machine time, ms. */
  now: () => number
  /** The address people type; cookies are for https alone when it is https. */
  publicUrl: string
  /** Called after a token was ended, so that this process does not remember it. */
  forget: () => void
}

/** Who am I, who is that, and how credentials come and go. */
export function identityRoutes(app: App, context: IdentityRoutes): void {
  meRoutes(app, context)
  sessionRoutes(app, context)
  consentRoutes(app, context)
}
