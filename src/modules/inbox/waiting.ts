import type { Static } from 'typebox'
import type { Context } from '#kernel/module'
import { rfc3339 } from '#kernel/http-pages'
import { findCaseKind, openCases } from '#modules/cases'
import { deciderOf } from '#modules/decisions'
import { createWaiting, type WaitingOrder } from '#modules/orders'
import type { InboxBody, sorts } from './contract.ts'
import { ordered, type Placed, type Waiting } from './ordering.ts'
import { noteShown } from './outcomes.ts'
import { orderPoint } from './point.ts'

type Item = Static<typeof InboxBody>['items'][number]
type Entry = Waiting & { shown: Omit<Item, 'place'>; state: string }
type Sort = (typeof sorts)[number]

/** Cases that are read at once. */
const casesMax = 200
/** An order that was decided holds for this long while the same things wait: looking again decides nothing anew, ms. */
const holdsMs = 600_000

/** Reads the inbox of a town, in one order or another. */
export function createInbox(context: Context): (sort: Sort, grants: readonly string[]) => Promise<Item[]> {
  const waitingOrders = createWaiting(context)
  const kept = new Map<string, { at: number; places: Placed<string>[] }>()
  return async (sort, grants) => {
    const orders = (await waitingOrders()).map(ofOrder)
    const all = [...orders, ...(await casesOf(context))]
    const mine = all.filter(({ shown }) => grants.includes('operator') || grants.includes(shown.waitsFor))
    const places = placesOf(context, kept, mine)
    await noteNew(context, kept, mine)
    const found = places.flatMap(({ item, place }) => {
      const entry = mine.find(({ id }) => id === item)
      return entry === undefined ? [] : [{ ...entry.shown, place }]
    })
    return sort === 'suggested' ? found : found.toSorted(comparisons[sort])
  }
}

const comparisons: Readonly<Record<Exclude<Sort, 'suggested'>, (one: Item, other: Item) => number>> = {
  deadline: (one, other) => ((one.dueAt ?? '9') < (other.dueAt ?? '9') ? -1 : 1),
  newest: (one, other) => (one.since > other.since ? -1 : 1),
  amount: (one, other) => other.amountMinor - one.amountMinor,
}

type Kept = Map<string, { at: number; places: Placed<string>[]; isNoted?: boolean }>

/** The order that was decided for the same things a short while ago, or a new one. */
function placesOf(context: Context, kept: Kept, entries: readonly Entry[]): Placed<string>[] {
  const now = context.clock.now()
  const key = keyOf(entries)
  const before = kept.get(key)
  if (before !== undefined && now - before.at < holdsMs) return before.places
  const decider = deciderOf(context)
  const found = ordered(entries, now, (asking) => decider.decide(orderPoint.name, asking))
  const places = found.map(({ item, place }) => ({ item: item.id, place }))
  kept.clear()
  kept.set(key, { at: now, places })
  return places
}

function keyOf(entries: readonly Entry[]): string {
  return entries.map(({ id, state }) => `${id} ${state}`).toSorted().join('\n') // prettier-ignore
}

/** What came of it is found by what was shown. */
async function noteNew({ db, town }: Context, kept: Kept, entries: readonly Entry[]): Promise<void> {
  const known = kept.get(keyOf(entries))
  if (known === undefined || known.isNoted === true) return
  known.isNoted = true
  const shown = known.places.flatMap(({ item, place }) => {
    const entry = entries.find(({ id }) => id === item)!
    const { dueAt, state } = entry
    return place.decision === null ? [] : [{ item, decision: place.decision, dueAt, state }]
  })
  await noteShown(db, town.id, shown)
}

/** Texts of manifests are read-only; a reply's are not. */
function wordsOf(text: WaitingOrder['stateTitle']): string | Record<string, string> {
  return typeof text === 'string' ? text : { ...text }
}

function ofOrder(order: WaitingOrder): Entry {
  const { id, business, title, state, stuck, waitsFor, enteredAt, dueAt, currency, heldMinor } = order
  const parties = [...new Set(Object.values(order.roles))]
  const kind = stuck !== null ? 'stuck' : waitsFor === 'operator' ? 'held' : 'ruling'
  const shown: Entry['shown'] = {
    id, type: 'order', kind, business, title, parties, currency, amountMinor: heldMinor,
    state: wordsOf(order.stateTitle), since: rfc3339(enteredAt), dueAt: dueAt === null ? null : rfc3339(dueAt),
    waitsFor: waitsFor ?? 'operator',
    actions: order.actions.map((one) => ({ type: one.type, title: wordsOf(one.title) })),
  } // prettier-ignore
  return { id, kind, dueAt, parties, state, since: enteredAt, amountMinor: heldMinor, shown }
}

async function casesOf({ db, town }: Context): Promise<Entry[]> {
  const rows = await openCases(db, town.id, { limit: casesMax })
  return rows.map(({ id, kind, facts, openedAt, dueAt, opener, respondent }) => {
    const parties = [opener, respondent].flatMap((party) => party ?? [])
    const title = typeof facts['title'] === 'string' ? facts['title'] : ''
    const shown: Entry['shown'] = {
      id, type: 'case', kind: 'case', business: null, title, parties, currency: null, amountMinor: 0,
      state: { ...findCaseKind(db, kind)?.title }, since: rfc3339(openedAt), dueAt: rfc3339(dueAt),
      waitsFor: 'operator', actions: [],
    } // prettier-ignore
    return { id, kind: 'case', dueAt, parties, state: 'open', since: openedAt, amountMinor: 0, shown }
  })
}
