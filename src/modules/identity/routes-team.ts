import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Actor } from '#kernel/commands'
import { type Tx, transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { notAllowed, notFound, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { type ActName, recordAudit } from '#modules/audit'
import { IdParams, MembersBody, PersonParams, RoleChange } from './contract.ts'
import { type Seat, endTraces, listMembers, lockTeam, removeMember, setRole } from './members.ts'
import { type Role, mayManage } from './policies.ts'
import { lastOwner } from './problems.ts'
import type { IdentityRoutes } from './routes.ts'

/** Who belongs to the shop or firm that the caller acts for. */
export function teamRoutes(app: App, context: IdentityRoutes): void {
  const { db, town } = context
  app.get(
    '/v1/members',
    { schema: { summary: 'The team of the shop you act for', response: { 200: MembersBody } } },
    async (request) => {
      const members = await listMembers(db, town.id, actorOf(request).party)
      return { items: members.map(({ joinedAt, ...member }) => ({ ...member, joinedAt: rfc3339(joinedAt) })) }
    },
  )
  changeRoutes(app, context)
  leaveRoute(app, context)
}

function changeRoutes(app: App, context: IdentityRoutes): void {
  app.put(
    '/v1/members/:person',
    {
      schema: {
        summary: 'Give a member another role',
        params: PersonParams,
        body: RoleChange,
        response: { 204: Type.Null(), ...problems(notFound, lastOwner) },
      },
    },
    async (request, reply) => {
      const { role } = request.body
      await changeTeam(context, asked(request), async (tx, { team, seat, now, mine }) => {
        if (!mayManage(mine, role)) throw new Problem(notAllowed, { detail: `As ${mine} you give nobody this role.` })
        await setRole(tx, team, { ...seat, role })
        // Who may no longer make keys and invitations keeps none either.
        if (role === 'staff' || role === 'viewer') await endTraces(tx, { ...seat, now })
        return { act: 'members.given-role', details: { person: seat.person, role } }
      })
      return reply.code(204).send(null)
    },
  )
  app.delete(
    '/v1/members/:person',
    {
      schema: {
        summary: 'Take a member out of the team',
        description: 'Ends within a second all access, the keys that the member made, and open invitations.',
        params: PersonParams,
        response: { 204: Type.Null(), ...problems(notFound, lastOwner) },
      },
    },
    async (request, reply) => {
      await changeTeam(context, asked(request), async (tx, { team, seat, now }) => {
        await removeMember(tx, team, seat)
        await endTraces(tx, { ...seat, now })
        return { act: 'members.removed', details: { person: seat.person } }
      })
      return reply.code(204).send(null)
    },
  )
}

function leaveRoute(app: App, context: IdentityRoutes): void {
  const { db, town, now, forget } = context
  app.post(
    '/v1/parties/:id/leave',
    {
      // Who has left stays gone: a repetition finds no membership.
      config: { idempotency: 'none' },
      schema: {
        summary: 'Leave the team of a shop',
        params: IdParams,
        response: { 204: Type.Null(), ...problems(notFound, lastOwner) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const seat = { town: town.id, party: request.params.id, person: actor.user ?? actor.party }
      await transaction(db, async (tx) => {
        const team = await lockTeam(tx, seat.town, seat.party)
        if (!team.has(seat.person)) throw new Problem(notFound)
        await removeMember(tx, team, seat)
        await endTraces(tx, { ...seat, now: now() })
        await recordAudit(tx, { town: town.id, by: actor, act: 'members.left', subject: seat.party, now: now() })
      })
      forget()
      return reply.code(204).send(null)
    },
  )
}

/** Who asks, and about whom. */
function asked(request: FastifyRequest<{ Params: { person: string } }>): { actor: Actor; person: string } {
  return { actor: actorOf(request), person: request.params.person }
}

type Change = { team: ReadonlyMap<string, Role>; seat: Seat; now: number; mine: Role }
type Changed = { act: ActName; details: { person: string; role?: Role } }

/** Changes a member under the lock of the team, if the caller's role is above it. @throws {Problem} not-found */
async function changeTeam(
  { db, town, now: clock, forget }: IdentityRoutes,
  { actor, person }: { actor: Actor; person: string },
  change: (tx: Tx, given: Change) => Promise<Changed>,
): Promise<void> {
  const now = clock()
  const seat = { town: town.id, party: actor.party, person }
  await transaction(db, async (tx) => {
    const team = await lockTeam(tx, seat.town, seat.party)
    const [theirs, mine] = [team.get(person), actor.user === undefined ? undefined : team.get(actor.user)]
    if (theirs === undefined) throw new Problem(notFound)
    if (mine === undefined || !mayManage(mine, theirs))
      throw new Problem(notAllowed, { detail: 'Owners manage everyone; managers manage staff and viewers.' })
    const { act, details } = await change(tx, { team, seat, now, mine })
    await recordAudit(tx, { town: town.id, by: actor, act, subject: actor.party, details, now })
  })
  forget()
}
