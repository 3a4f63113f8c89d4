import Type, { type Static } from 'typebox'
import { transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { notAllowed, notFound, problems } from '#kernel/http-problems'
import { derivedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import {
  IdParams,
  InvitationRead,
  InvitationsBody,
  InviteBody,
  InvitedBody,
  JoinedBody,
  SecretBody,
} from './contract.ts'
import { createInvitation, findInvitation, listInvitations, takeInvitation, withdrawInvitation } from './invitations.ts'
import { invitationMail } from './letters.ts'
import { linkTo } from './links.ts'
import { addMember, lockTeam } from './members.ts'
import { findProfile, languageOf, listProfiles } from './parties.ts'
import { mayManage } from './policies.ts'
import { invitationUsed } from './problems.ts'
import { profileBody } from './routes-me.ts'
import { type IdentityRoutes, causeOf } from './routes.ts'

/** How others come into the team of a shop: by a link that works once. */
export function invitationRoutes(app: App, context: IdentityRoutes): void {
  inviteRoute(app, context)
  listRoutes(app, context)
  answerRoutes(app, context)
}

function inviteRoute(app: App, context: IdentityRoutes): void {
  const { db, town, now, publicUrl, mailer } = context
  app.post(
    '/v1/invitations',
    {
      schema: {
        summary: 'Invite somebody into the team of the shop you act for',
        description: 'The same Idempotency-Key answers the same invitation with a new secret.',
        body: InviteBody,
        response: { 201: InvitedBody },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { user, party } = actor
      const { role, email = null } = request.body
      if (user === undefined) throw new Problem(notAllowed, { detail: 'Name the shop in Lakeside-Party.' })
      const id = derivedId(await causeOf(context, request), `invitation by ${user} to ${party}`)
      const made = await transaction(db, async (tx) => {
        const team = await lockTeam(tx, town.id, party)
        if (!mayManage(team.get(user), role))
          throw new Problem(notAllowed, { detail: 'Owners invite anyone; managers invite staff and viewers.' })
        const invitation = { town: town.id, id, party, role, email, by: user, now: now() }
        const { secret, expiresAt } = await createInvitation(tx, invitation)
        const link = linkTo(publicUrl, 'join', secret)
        const details = { role, email }
        await recordAudit(tx, { town: town.id, by: actor, act: 'members.invited', subject: party, details, now: now() })
        if (email !== null) {
          const shop = await findProfile(tx, town.id, party)
          const text = invitationMail(await languageOf(tx, town.id, user), { shop: shop?.name ?? '', link })
          await mailer.queue(tx, { to: email, ...text, now: now() })
        }
        return { id, secret, link, expiresAt: rfc3339(expiresAt) }
      })
      return reply.code(201).header('cache-control', 'no-store').send(made)
    },
  )
}

function listRoutes(app: App, { db, town, now }: IdentityRoutes): void {
  app.get(
    '/v1/invitations',
    { schema: { summary: 'Invitations of the shop you act for', response: { 200: InvitationsBody } } },
    async (request): Promise<Static<typeof InvitationsBody>> => {
      const rows = await listInvitations(db, town.id, actorOf(request).party)
      const items = rows.map(({ createdAt, expiresAt, usedAt, ...row }) => ({
        ...row,
        createdAt: rfc3339(createdAt),
        expiresAt: rfc3339(expiresAt),
        usedAt: usedAt === null ? null : rfc3339(usedAt),
      }))
      return { items }
    },
  )
  app.delete(
    '/v1/invitations/:id',
    {
      schema: {
        summary: 'Take an invitation back',
        params: IdParams,
        response: { 204: Type.Null(), ...problems(notFound) },
      },
    },
    async (request, reply) => {
      const { party } = actorOf(request)
      const isWithdrawn = await withdrawInvitation(db, { town: town.id, party, id: request.params.id, now: now() })
      if (!isWithdrawn) throw new Problem(notFound)
      return reply.code(204).send(null)
    },
  )
}

function answerRoutes(app: App, { db, town, now, forget }: IdentityRoutes): void {
  app.post(
    '/v1/invitations/read',
    {
      // Reads only; the secret stands in the body so that it is in no log of addresses.
      config: { access: 'open', idempotency: 'none', rate: 'guarded' },
      schema: {
        summary: 'What an invitation says',
        body: SecretBody,
        response: { 200: InvitationRead, ...problems(invitationUsed) },
      },
    },
    async (request) => {
      const found = await findInvitation(db, { town: town.id, secret: request.body.secret, now: now() })
      if (found === undefined) throw new Problem(invitationUsed)
      const profiles = await listProfiles(db, town.id, [found.party, found.invitedBy])
      const [party, invitedBy] = [profiles.get(found.party), profiles.get(found.invitedBy)]
      if (party === undefined || invitedBy === undefined) throw new Problem(invitationUsed)
      return { party: profileBody(party), role: found.role, invitedBy: profileBody(invitedBy) }
    },
  )
  app.post(
    '/v1/invitations/accept',
    {
      // An invitation works once: a repetition is refused by itself.
      config: { idempotency: 'none' },
      schema: {
        summary: 'Join the team that an invitation is for',
        body: SecretBody,
        response: { 200: JoinedBody, ...problems(invitationUsed) },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      if (actor.kind !== 'person') throw new Problem(notAllowed, { detail: 'People join teams: act as yourself.' })
      const person = actor.party
      const joined = await transaction(db, async (tx) => {
        const taken = await takeInvitation(tx, { town: town.id, secret: request.body.secret, person, now: now() })
        if (taken === undefined) throw new Problem(invitationUsed)
        const { party, role, invitedBy: by } = taken
        await addMember(tx, { town: town.id, party, person, role, by, now: now() })
        const details = { person, role }
        await recordAudit(tx, { town: town.id, by: actor, act: 'members.joined', subject: party, details, now: now() })
        const shop = await findProfile(tx, town.id, party)
        if (shop === undefined) throw new Problem(invitationUsed)
        return { party: profileBody(shop), role }
      })
      forget()
      return joined
    },
  )
}
