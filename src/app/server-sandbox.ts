import Type, { type Static } from 'typebox'
import { machineNow } from '../kernel/clock.ts'
import type { Submit } from '../kernel/commands.ts'
import { transaction } from '../kernel/db.ts'
import { type App, isLocal, isOperator } from '../kernel/http.ts'
import { rfc3339 } from '../kernel/http-pages.ts'
import { notAllowed, problems } from '../kernel/http-problems.ts'
import { derivedId, namedId } from '../kernel/ids.ts'
import type { Context } from '../kernel/module.ts'
import { Problem } from '../kernel/problem.ts'
import { clockForwardOnly } from '../kernel/towns.ts'
import { type NewParty, createParties, issueToken } from '../modules/identity/index.ts'
import type { FastifyRequest } from 'fastify'
import type { TownProcess } from './context.ts'

const closed = { additionalProperties: false } as const
/** Ten years: nobody rehearses longer, and town time stays far from the end of dates. */
const byMsMax = 10 * 366 * 86_400_000

const ClockBody = Type.Object({
  now: Type.String({ format: 'date-time', description: 'Town time' }),
  aheadMs: Type.Integer({ description: 'By how much town time is ahead of machine time' }),
  isSandbox: Type.Boolean(),
})
const MoveBody = Type.Object(
  { byMs: Type.Integer({ minimum: 0, maximum: byMsMax, description: 'Forward only' }) },
  closed,
)
const NewcomersBody = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 200 }),
    walletMinor: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'Play money each' })),
    grants: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }), { maxItems: 5 })),
  },
  closed,
)
const NewcomersReply = Type.Object({
  items: Type.Array(Type.Object({ party: Type.String(), name: Type.String(), token: Type.String() })),
})

/**
 * What only a sandbox town has: a clock that can be moved, and people who come out of nowhere with play money. For the
 * operator, and for who sits at the machine: a sandbox on a public address opens neither to strangers.
 */
export function sandboxRoutes(app: App, town: TownProcess): void {
  clockRoutes(app, town)
  newcomerRoutes(app, town)
}

function clockRoutes(app: App, { context, engine }: TownProcess): void {
  const { clock, town } = context
  const shown = () => ({ now: rfc3339(clock.now()), aheadMs: clock.offsetMs(), isSandbox: town.isSandbox })
  app.get(
    '/v1/sandbox/clock',
    {
      config: { access: 'open' },
      schema: { operationId: 'getClock', summary: 'Town time', response: { 200: ClockBody } },
    },
    async () => shown(),
  )
  app.post(
    '/v1/sandbox/clock',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'moveClock',
        summary: 'Move town time forward',
        description: 'Answers when the timers that fell due have fired.',
        body: MoveBody,
        response: { 200: ClockBody, ...problems(clockForwardOnly) },
      },
    },
    async (request) => {
      refuseStrangers(request)
      await engine.moveClock(request.body.byMs)
      return shown()
    },
  )
}

function newcomerRoutes(app: App, { context }: TownProcess): void {
  const { town } = context
  app.post(
    '/v1/sandbox/newcomers',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'bringNewcomers',
        summary: 'Let people come to town',
        description: 'The same Idempotency-Key answers the same people, with new tokens.',
        body: NewcomersBody,
        response: { 201: NewcomersReply, ...problems(clockForwardOnly) },
      },
    },
    async (request, reply) => {
      refuseStrangers(request)
      if (!town.isSandbox) throw new Problem(notAllowed, { detail: 'Only a sandbox town has people out of nowhere.' })
      const key = String(request.headers['idempotency-key'])
      const cause = await context.commandIdOf(everybody, '/v1/sandbox/newcomers', key)
      return reply.code(201).send({ items: await bringNewcomers(context, cause, request.body) })
    },
  )
}

type Newcomer = Static<typeof NewcomersReply>['items'][number]

/** Enters people into the town's book with their play money; the same cause brings the same people. */
async function bringNewcomers(
  { town, db, submit }: Context,
  cause: string,
  { count, walletMinor = 0, grants = [] }: Static<typeof NewcomersBody>,
): Promise<Newcomer[]> {
  const now = machineNow()
  const people = Array.from({ length: count }, (_, index): NewParty => {
    const id = derivedId(cause, `newcomer/${index}`)
    const slug = `newcomer-${id.replaceAll('-', '')}`
    return { id, name: `Newcomer ${id.slice(-4)}`, kind: 'person', slug, joinedAt: now, grants }
  })
  await transaction(db, (tx) => createParties(tx, town.id, people))
  const parties = people.map(({ id }) => id)
  if (walletMinor > 0) await giveWallets(submit, parties, { walletMinor, currency: town.currency })
  const issuing = parties.map((party) => issueToken(db, { town: town.id, party, label: 'newcomer', now }))
  const tokens = await Promise.all(issuing)
  return people.map(({ id, name }, index) => ({ party: id, name, token: tokens[index]!.token }))
}

async function giveWallets(
  submit: Submit,
  parties: readonly string[],
  { walletMinor, currency }: { walletMinor: number; currency: string },
): Promise<void> {
  // The town's own machine gives play money, as a payment provider would after a top-up.
  const verdicts = await Promise.all(
    parties.map((party) =>
      submit(
        [
          {
            id: derivedId(party, 'wallet'),
            actor: { party, kind: 'provider', grants: [] },
            business: 'ledger',
            type: 'issue',
            input: { to: party, amountMinor: walletMinor, currency },
          },
        ],
        { isDerived: true },
      ),
    ),
  )
  const refused = verdicts.flat().find(({ status }) => status === 'refused')
  if (refused !== undefined) throw new Error(`play money was refused: ${JSON.stringify(refused)}`)
}

/** Newcomers come without credentials: their keys are nobody's in particular. */
const everybody = namedId('everybody')

function refuseStrangers(request: FastifyRequest): void {
  if (!isLocal(request) && !isOperator(request.actor))
    throw new Problem(notAllowed, { detail: 'For the operator only.' })
}
