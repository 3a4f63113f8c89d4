import { type App, actorOf } from '#kernel/http'
import { notAllowed, notFound, problems } from '#kernel/http-problems'
import { derivedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { FoundBody, ProfileBody, ProfileChange } from './contract.ts'
import { foundFirm } from './founding.ts'
import { changeProfile, findProfile } from './parties.ts'
import { slugTaken } from './problems.ts'
import { profileBody } from './routes-me.ts'
import { type IdentityRoutes, causeOf } from './routes.ts'

/** What parties say of themselves, and how a new shop or firm comes into the town. */
export function profileRoutes(app: App, context: IdentityRoutes): void {
  const { db, town, now, forget } = context
  app.patch(
    '/v1/profile',
    {
      schema: {
        summary: 'Change the profile of the party you act for',
        body: ProfileChange,
        response: { 200: ProfileBody, ...problems(notFound) },
      },
    },
    async (request) => {
      const { party } = actorOf(request)
      await changeProfile(db, { town: town.id, party, change: request.body })
      const profile = await findProfile(db, town.id, party)
      if (profile === undefined) throw new Problem(notFound)
      return profileBody(profile)
    },
  )
  app.post(
    '/v1/parties',
    {
      schema: {
        summary: 'Found a shop or firm; you become its owner',
        body: FoundBody,
        response: { 201: ProfileBody, ...problems(slugTaken) },
      },
    },
    async (request, reply) => {
      const { party: founder, kind } = actorOf(request)
      if (kind !== 'person') throw new Problem(notAllowed, { detail: 'People found firms: act as yourself.' })
      const { name, slug, about } = request.body
      const id = derivedId(await causeOf(context, request), `firm of ${founder}`)
      const profile = await foundFirm(db, { town: town.id, id, name, slug, about, founder, now: now() })
      forget()
      return reply.code(201).header('location', `/v1/parties/${id}`).send(profileBody(profile))
    },
  )
}
