import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { type App, actorOf, credentialOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { notAllowed, notFound, notSignedIn, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { IdParams, MeBody, ProfileBody } from './contract.ts'
import { type Profile, findProfile, languageOf, listMemberships } from './parties.ts'
import type { IdentityRoutes } from './routes.ts'
import { type Credential, findCredential } from './tokens.ts'

/** A minute: who shops look like changes rarely, and every page shows some. */
const profileCache = 'public, max-age=60'

/** Who am I, and who is that. */
export function meRoutes(app: App, context: IdentityRoutes): void {
  const { db, town } = context
  app.get(
    '/v1/me',
    { schema: { summary: 'Who the credential stands for', response: { 200: MeBody } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return meBody(context, request)
    },
  )
  app.get(
    '/v1/parties/:id',
    {
      config: { access: 'open' },
      schema: { summary: 'Public profile', params: IdParams, response: { 200: ProfileBody, ...problems(notFound) } },
    },
    async (request, reply) => {
      const profile = await findProfile(db, town.id, request.params.id)
      if (profile === undefined) throw new Problem(notFound)
      reply.header('cache-control', profileCache)
      return profileBody(profile)
    },
  )
}

/** The credential of a request that has been let in, fresh from the table. @throws {Problem} not-signed-in */
export async function getCredential({ db, town, now }: IdentityRoutes, request: FastifyRequest): Promise<Credential> {
  const token = credentialOf(request)?.token ?? ''
  const credential = await findCredential(db, { town: town.id, token, now: now() })
  if (credential === undefined) throw new Problem(notSignedIn)
  return credential
}

async function meBody(context: IdentityRoutes, request: FastifyRequest): Promise<Static<typeof MeBody>> {
  const { db, town } = context
  const { party, user, grants } = actorOf(request)
  const [profile, person, shops, language, credential] = await Promise.all([
    findProfile(db, town.id, party),
    user === undefined ? undefined : findProfile(db, town.id, user),
    listMemberships(db, town.id, user ?? party),
    languageOf(db, town.id, user ?? party),
    getCredential(context, request),
  ])
  if (profile === undefined) throw new Problem(notAllowed)
  const { id, kind, scopes, viewer, expiresAt } = credential
  const role = shops.find((shop) => shop.id === party)?.role
  const { name, timeZone, currency, isSandbox } = town
  return {
    party: profileBody(profile),
    language,
    ...(user === undefined ? {} : { user }),
    ...(person === undefined ? {} : { person: profileBody(person) }),
    ...(role === undefined ? {} : { role }),
    grants: [...grants],
    actsFor: kind === 'key' ? [] : shops.map((shop) => ({ ...profileBody(shop), role: shop.role })),
    credential: { id, kind, scopes, viewer, expiresAt: rfc3339(expiresAt) },
    town: { name, timeZone, currency, isSandbox },
  }
}

/** A profile as it is answered. */
export function profileBody(profile: Profile): Static<typeof ProfileBody> {
  const { id, kind, slug, name, about, picture, languages, joinedAt, verifiedAt } = profile
  const shown = { id, kind, slug, name, about, picture, languages, joinedAt: rfc3339(joinedAt) }
  return { ...shown, verifiedAt: verifiedAt === null ? null : rfc3339(verifiedAt) }
}
