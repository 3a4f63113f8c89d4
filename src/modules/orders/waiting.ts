/** Orders that wait for a person of the town, with when each goes on by itself. */
import type { TownClock } from '#kernel/clock'
import { type Database, sql } from '#kernel/db'
import { deadlinesOf, type Flow, type Text } from '#modules/flows'
import { lookAt } from './books/looking.ts'
import { createPageReader } from './books/page-reader.ts'
import type { EngineView } from './books/views.ts'
import { type Catalogue, createCatalogue } from './catalogue/catalogue.ts'
import { titleOf } from './http/actions.ts'
import { type ExceptionRow, findExceptions } from './http/routes-exceptions.ts'

/** What waiting orders are read from; a module's `Context` has it all. */
export type WaitingPlace = {
  db: Database
  town: { id: number; codeSecret: Buffer; timeZone: string; currency: string }
  clock: TownClock
}

/** An order that waits for a ruling or a look, or whose timer was refused. */
export type WaitingOrder = Omit<ExceptionRow, 'lines' | 'version'> & {
  title: string
  stateTitle: Text
  /** Town time, ms, at which it came to this state, and at which it goes on by itself. */
  enteredAt: number
  dueAt: number | null
  /** What an operator may do with one press: nothing is to be filled in. */
  actions: readonly { type: string; title: Text }[]
}

/** The newest are read; more than these no town looks through. */
const waitingMax = 500

/** Answers a reader of what waits, newest first. */
export function createWaiting({ db, town, clock }: WaitingPlace): () => Promise<WaitingOrder[]> {
  const catalogue = createCatalogue({ db, town })
  const read = createPageReader({ db, town, facts: new Map() })
  return async () => {
    await catalogue.refresh()
    const rows = await findExceptions(db, town.id, { before: undefined, business: undefined, limit: waitingMax })
    const entered = await entriesOf(db, town.id, rows.map(({ id }) => id)) // prettier-ignore
    const offers = new Set(rows.flatMap(({ lines }) => lines[0]?.offerId ?? []))
    const orders = new Set(rows.map(({ id }) => id))
    return lookAt({ town, clock, catalogue, read }, { orders, offers }, (view) =>
      rows.map((row) => waitingOf(row, { view, catalogue, enteredAt: entered.get(row.id) ?? row.placedAt })),
    )
  }
}

type Around = { view: EngineView; catalogue: Catalogue; enteredAt: number }

function waitingOf({ lines, version, ...row }: ExceptionRow, { view, catalogue, enteredAt }: Around): WaitingOrder {
  const order = view.order(row.id)
  const flow = catalogue.version(row.business, version)
  const [first] = lines
  const title = (first === undefined ? undefined : view.offer(first.offerId))?.title ?? ''
  const known = { ...row, title, enteredAt, actions: [] }
  if (order === undefined || flow === undefined) return { ...known, stateTitle: row.state, dueAt: null }
  const [next] = deadlinesOf(flow, view, { order, enteredAt })
  const stateTitle = titleOf(flow, row.state)
  return { ...known, stateTitle, dueAt: next?.dueAt ?? null, actions: pressesOf(flow, row.state) }
}

/** Transitions of a state for the role that operators have, as long as they ask for nothing. */
function pressesOf({ manifest, states }: Flow, state: string): WaitingOrder['actions'] {
  const isOperators = (role: string): boolean => manifest.roles[role]?.grant === 'operator'
  return [...(states.get(state)?.on ?? [])].flatMap(([type, [transition]]) => {
    const { by = [], input, title = type } = transition!.source
    return input === undefined && by.some(isOperators) ? [{ type, title }] : []
  })
}

/** Town time at which each order entered the state it is in. */
async function entriesOf(db: Database, town: number, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; at: number }>`
    select distinct on (e.subject) e.subject as id, e.at from kernel.events e
    join orders.order_state s on s.town = e.town and s.id = e.subject
    where e.town = ${town} and e.subject = any(${[...ids]}::uuid[]) and (e.data ->> 'rev')::integer = s.rev
    order by e.subject, e.pos, e.n`.execute(db)
  return new Map(rows.map(({ id, at }) => [id, at]))
}
