import type { FastifyRequest } from 'fastify'
import type { Database } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import type { CommandIdOf } from '#kernel/idempotency'
import type { Town } from '#kernel/towns'
import type { Vault } from '#kernel/vault'
import type { Mailer } from '#modules/mail'
import { accountRoutes } from './routes-accounts.ts'
import { addressRoutes } from './routes-addresses.ts'
import { directoryRoutes } from './routes-directory.ts'
import { consentRoutes } from './routes-consents.ts'
import { meRoutes } from './routes-me.ts'
import { invitationRoutes } from './routes-invitations.ts'
import { keyRoutes } from './routes-keys.ts'
import { operatorRoutes } from './routes-operator.ts'
import { personaRoutes } from './routes-personas.ts'
import { profileRoutes } from './routes-profile.ts'
import { sessionRoutes } from './routes-sessions.ts'
import { teamRoutes } from './routes-team.ts'
import { visitRoutes } from './routes-visits.ts'

/** What the routes of this module work on. */
export type IdentityRoutes = {
  db: Database
  town: Pick<Town, 'id' | 'name' | 'timeZone' | 'currency' | 'isSandbox' | 'codeSecret'>
  /** Machine time, ms. */
  now: () => number
  /** The address people type; cookies are for https alone when it is https. */
  publicUrl: string
  /** Called after a token was ended, so that this process does not remember it. */
  forget: () => void
  /** What an Idempotency-Key stands for. */
  commandIdOf: CommandIdOf
  mailer: Mailer
  /** Seals what tells of a person. */
  vault: Vault
  /** Whether letters really leave; without it a sandbox lets people in whose address nobody has confirmed. */
  hasMailServer: () => Promise<boolean>
}

/** Who am I, who is that, and how credentials come and go. */
export function identityRoutes(app: App, context: IdentityRoutes): void {
  meRoutes(app, context)
  sessionRoutes(app, context)
  accountRoutes(app, context)
  personaRoutes(app, context)
  profileRoutes(app, context)
  addressRoutes(app, context)
  directoryRoutes(app, context)
  consentRoutes(app, context)
  teamRoutes(app, context)
  invitationRoutes(app, context)
  keyRoutes(app, context)
  operatorRoutes(app, context)
  visitRoutes(app, context)
}

/**
 * What the Idempotency-Key of a request stands for. The key may be any id that the caller knows, so what is made of it
 * takes an id derived from this and from the caller.
 */
export async function causeOf({ commandIdOf }: IdentityRoutes, request: FastifyRequest): Promise<string> {
  const { party, user } = actorOf(request)
  const key = String(request.headers['idempotency-key'])
  return commandIdOf(user ?? party, `${request.method} ${request.routeOptions.url}`, key)
}
