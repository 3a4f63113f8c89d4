import type { Static } from 'typebox'
import type { Actor, Command, Json, JsonObject, Line } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import { rfc3339 } from '#kernel/http-pages'
import { type Action, actionsFor, deadlinesOf, type Flow, type Order, preview } from '#modules/flows'
import { mapTexts, withheld } from '#modules/privacy'
import type { OrderBody, PreviewBody } from './contract.ts'
import { heldOf } from '../books/order-rows.ts'
import { safeAnswersOf } from '../engine/questions.ts'
import { orderPurpose, sealedForShow } from '../engine/sealing.ts'
import { maySeeInside, maySeeOrder } from '../policies.ts'
import { type Reading, lookAt } from '../books/looking.ts'
import type { EngineView } from '../books/views.ts'

/** An order as it is answered to one who may see it. */
export type OrderShown = Static<typeof OrderBody>
/** What a command would do, as it is answered. */
export type PreviewShown = Static<typeof PreviewBody>

type Standing = { mine: readonly string[]; actions: readonly Action[] }

/**
 * The order as this actor may see it; undefined when it does not exist or is none of their business.
 * It is the business of those bound to a role, of the operator, and of those whose grant lets them act now: an arbiter
 * of a dispute, a courier of a parcel that nobody has collected.
 */
export async function showOrder(reading: Reading, id: string, actor: Actor): Promise<OrderShown | undefined> {
  const enteredAt = await findEntry(reading.db, reading.town.id, id)
  const shown = await lookAt(reading, { orders: new Set([id]) }, (view) => {
    const order = view.order(id)
    const flow = order === undefined ? undefined : reading.catalogue.version(order.business, order.version)
    if (order === undefined || flow === undefined) return undefined
    const standing: Standing = {
      mine: rolesOf(order, actor),
      actions: actionsFor(flow, view, { order, actor }),
    }
    return maySeeOrder(actor, standing) ? bodyOf(view, { order, flow, standing, enteredAt, actor }) : undefined
  })
  return shown === undefined ? undefined : unsealed(reading, shown)
}

/** Opens what is personal for those who take part; the others see that something stands there. */
async function unsealed({ vault }: Reading, shown: OrderShown): Promise<OrderShown> {
  const { id, terms, data } = shown
  if (data === null) return { ...shown, terms: withheld(terms) }
  const purpose = orderPurpose(id)
  const [openTerms, openData] = await vault.openWithin([terms, data].map((value) => ({ purpose, value })))
  return { ...shown, terms: openTerms!, data: openData! }
}

/** Roles of an order that are bound to a party. */
export function rolesOf({ roles }: Pick<Order, 'roles'>, { party }: Actor): string[] {
  return Object.entries(roles).flatMap(([role, bound]) => (bound === party ? [role] : []))
}

type Shown = { order: Order; flow: Flow; standing: Standing; enteredAt: number | undefined; actor: Actor }

function bodyOf(view: EngineView, { order, flow, standing, enteredAt, actor }: Shown): OrderShown {
  const { manifest } = flow
  const self = `/v1/orders/${order.id}`
  return {
    id: order.id,
    business: order.business,
    version: order.version,
    title: manifest.title,
    state: order.state,
    stateTitle: titleOf(flow, order.state),
    ending: order.ending,
    stuck: order.stuck,
    rev: order.rev,
    placedAt: rfc3339(order.placedAt),
    groupId: order.groupId,
    currency: order.currency,
    lines: order.lines.map((line) => lineOf(view, line)),
    terms: json(order.terms),
    data: maySeeInside(actor, standing) ? json(order.data) : null,
    money: moneyOf(order),
    roles: order.roles,
    mine: [...standing.mine],
    timers: timersOf(view, { order, flow, enteredAt }),
    codes: codesOf(view, { order, flow, mine: standing.mine }),
    actions: standing.actions.map((action) => ({
      ...action,
      input: json(action.input as never),
      by: [...action.by],
      asks: [...action.asks],
    })),
    links: { self, events: `${self}/events`, business: `/v1/businesses/${order.business}` },
  }
}

/** A state's title for people; its name when the manifest gives none. */
export function titleOf(flow: Flow, state: string): OrderShown['stateTitle'] {
  return flow.states.get(state)?.title ?? state
}

function lineOf(view: EngineView, { offerId, qty, options }: Line): OrderShown['lines'][number] {
  const offer = view.offer(offerId)
  const line = { offerId, qty, title: offer?.title ?? '', picture: offer?.pictures[0] ?? null }
  return options === undefined ? line : { ...line, options: json(options) }
}

function moneyOf(order: Order): OrderShown['money'] {
  const pots = Object.entries(order.pots).map(([name, positions]) => {
    const heldMinor = -Object.values(positions).reduce((sum, minor) => sum + minor, 0)
    return [name, { heldMinor: heldMinor + 0, positions: { ...positions } }] as const
  })
  return {
    capturedMinor: order.capturedMinor,
    refundedMinor: order.refundedMinor,
    heldMinor: heldOf(order),
    pots: Object.fromEntries(pots),
  }
}

function timersOf(
  view: EngineView,
  { order, flow, enteredAt }: Pick<Shown, 'order' | 'flow' | 'enteredAt'>,
): OrderShown['timers'] {
  if (order.ending !== null || enteredAt === undefined) return []
  return deadlinesOf(flow, view, { order, enteredAt }).map(({ key, dueAt }) => ({ key, dueAt: rfc3339(dueAt) }))
}

/** Each code is shown to its role alone: whoever must be told it in person learns it from them. */
function codesOf(
  view: EngineView,
  { order, flow, mine }: { order: Order; flow: Flow; mine: readonly string[] },
): OrderShown['codes'] {
  if (order.ending !== null) return {}
  const codes = Object.entries(flow.manifest.codes ?? {}).filter(([, { for: role }]) => mine.includes(role))
  return Object.fromEntries(
    codes.map(([name, { title }]) => [name, { title: title ?? name, code: view.code(order.id, name) }]),
  )
}

/** Town time at which an order entered the state it is in, from its story. */
async function findEntry(db: Executor, town: number, orderId: string): Promise<number | undefined> {
  const { rows } = await sql<{ at: number }>`
    select e.at from kernel.events e
    join orders.order_state s on s.town = e.town and s.id = e.subject
    where e.town = ${town} and e.subject = ${orderId} and (e.data ->> 'rev')::integer = s.rev
    order by e.pos, e.n limit 1`.execute(db)
  return rows[0]?.at
}

/** Says what a command would do; a refusal is answered as one. */
export function previewCommand(
  reading: Reading,
  command: Command,
): Promise<{ ok: true; body: PreviewShown } | Extract<ReturnType<typeof preview>, { ok: false }>> {
  return lookAt(reading, orderKeys(command), (view) => {
    const order = command.orderId === undefined ? undefined : view.order(command.orderId)
    const { catalogue } = reading
    const flow =
      order === undefined ? catalogue.newest(command.business) : catalogue.version(order.business, order.version)
    if (flow === undefined) return notFound
    const { command: sealed, plain } = sealedForShow(reading, flow, command)
    const answers = safeAnswersOf(flow, order, command)
    const found = preview(flow, view, { ...sealed, answers })
    if (!found.ok) return found
    const body = previewBody(found)
    return { ok: true as const, body: { ...body, terms: inPlain(body.terms, plain) } }
  })
}

/** The terms with what the caller said of themselves, as they said it. */
function inPlain(terms: PreviewShown['terms'], plain: ReadonlyMap<string, Json>): PreviewShown['terms'] {
  return json(mapTexts(terms, (text) => plain.get(text) ?? text) as JsonObject) // an object stays one
}

const notFound = {
  ok: false,
  refusal: { slug: 'business-not-found', status: 404, detail: 'There is no such line of business' },
} as const

function orderKeys({ orderId }: Command): { orders?: Set<string> } {
  return orderId === undefined ? {} : { orders: new Set([orderId]) }
}

function previewBody({
  order,
  postings,
  cells,
  amountMinor,
}: Extract<ReturnType<typeof preview>, { ok: true }>): PreviewShown {
  return {
    state: order.state,
    amountMinor,
    currency: order.currency,
    terms: json(order.terms),
    postings: postings.map(({ debit, credit, amountMinor: minor, currency, code }) => ({
      debit,
      credit,
      amountMinor: minor,
      currency,
      code,
    })),
    cells: cells
      .filter(({ available }) => available !== 0)
      .map(({ name, available }) => ({ cell: name, taken: -available })),
  }
}

/** JSON goes out as it is; the schema of such a member says no more than "an object". */
export function json(value: { readonly [name: string]: Json }): { readonly [name: string]: never } {
  return value as { readonly [name: string]: never }
}
