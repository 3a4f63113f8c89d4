import assert from 'node:assert/strict'
import type { Actor, Command, Submit, Verdict } from '#kernel/commands'
import { type Database, connectRaw, transaction } from '#kernel/db'
import { newId } from '#kernel/ids'
import { begin, commit, pipeline } from '#kernel/wire'
import { type CellMove, capacityCommands, cellOf, loadCells, storeCells } from '#modules/capacity'
import { type NewParty, createParties } from '#modules/identity'
import { loadOffers, offerOf, storeOffers } from './book.ts'
import { storeCategories } from './categories.ts'
import { type OffersView, offersCommands, stockCell } from './commands.ts'
import { applyToListings } from './listings.ts'
import type { Offer } from './offer.ts'

export const town = 1
/** Town time of every batch of these tests. */
export const at = 1_700_000_000_000

export const anton: NewParty = { id: newId(), kind: 'person', slug: 'anton', name: 'Anton Brenner', joinedAt: at }
export const lan: NewParty = { id: newId(), kind: 'firm', slug: 'lan', name: '龙井茶行', joinedAt: at }

/** A signed-in party. */
export function actorFor(party: { id: string }, grants: readonly string[] = []): Actor {
  return { party: party.id, kind: 'person', grants }
}

/** Parties and shelves that the tests need. */
export async function furnish(db: Database): Promise<void> {
  await createParties(db, town, [anton, lan])
  await storeCategories(db, town, [
    { slug: 'home', parent: null, titles: { en: 'Home', zh: '家居' } },
    { slug: 'ceramics', parent: 'home', titles: { en: 'Ceramics', zh: '陶瓷' } },
    { slug: 'tea', parent: null, titles: { en: 'Tea', zh: '茶' } },
  ])
}

/** A whole input of `offers.put`. */
export function mug(given: object = {}): { [name: string]: never } {
  const input = {
    business: 'market', title: 'Mug “North Wind”', description: 'A quarter litre of stoneware.', category: 'ceramics',
    currency: 'EUR', priceMinor: 4000, stock: 3, attributes: { shippingMinor: 600 }, ...given,
  } // prettier-ignore
  return input as unknown as { [name: string]: never } // JSON, whatever is in it
}

/** Attributes of the market: shipping is required. */
export const offerErrors: OffersView['offerErrors'] = (business, attributes) => {
  if (business !== 'market') return undefined
  return 'shippingMinor' in attributes ? [] : [{ pointer: '/shippingMinor', detail: 'is required' }]
}

/** A command of offers. */
export function command(actor: Actor, type: string, input: { [name: string]: never }): Command {
  return { id: newId(), actor, business: 'offers', type, input }
}

/**
 * Decides and stores the commands of offers and capacity one by one, as the engine does by the batch, and brings the
 * listings up to date. Replays and batches are the engine's own tests.
 */
export function submitOneByOne(db: Database): Submit {
  return async (commands) => {
    const verdicts: Verdict[] = []
    for (const one of commands) verdicts.push(await decideAndStore(db, one))
    return verdicts
  }
}

async function decideAndStore(db: Database, wanted: Command): Promise<Verdict> {
  const client = await connectRaw(db.url, { pipeline: true })
  try {
    const id = (wanted.input['offerId'] ?? wanted.id) as unknown as string
    const head = wanted.input['groupId'] as unknown as string | undefined
    const [found] = await pipeline(client, [loadOffers(town, head ? [id, head] : [id])])
    const offers = new Map(found!.rows.map(offerOf).map((offer) => [offer.id, offer]))
    const cell = stockCell(offers.get(id) ?? { id, business: 'market' })
    const [counted] = await pipeline(client, [loadCells(town, [cell])])
    const before = counted!.rows.map(cellOf)[0]
    const view = {
      offer: (wantedId: string) => offers.get(wantedId),
      available: () => before?.available,
      offerErrors,
      sellerGrant: () => undefined,
    }
    const decided = decide(view, wanted)
    if (!decided.ok) return { status: 'refused', id: wanted.id, at, pos: 1, refusal: decided.refusal }
    const { offers: changed = [], cells, event } = decided.changes
    const counts = cells.map(({ name, supply, available, held, sold }: CellMove) => ({
      name,
      available: (before?.available ?? supply) + available,
      held: (before?.held ?? 0) + held,
      sold: (before?.sold ?? 0) + sold,
      version: before?.version ?? 0,
    }))
    const stores = [...(changed.length > 0 ? [storeOffers(town, at, changed)] : []), ...storeCells(town, counts)]
    await pipeline(client, [begin, ...stores, commit])
    const told = { id: wanted.id, n: 0, pos: 1, actor: wanted.actor.party, user: null, at, ...event }
    await transaction(db, (tx) => applyToListings(tx, town, [told]))
    return { status: 'accepted', id: wanted.id, at, pos: 1, result: decided.result }
  } finally {
    await client.end()
  }
}

type Decided =
  | ReturnType<(typeof offersCommands)[number]['decide']>
  | ReturnType<(typeof capacityCommands)[number]['decide']>
type Changed = {
  offers?: readonly Offer[]
  cells: readonly CellMove[]
  event: { type: string; subject: string | null; data: Command['input'] }
}

function decide(
  view: OffersView,
  wanted: Command,
): (Decided & { ok: false }) | { ok: true; changes: Changed; result: Command['input'] } {
  const name = `${wanted.business}.${wanted.type}`
  const known = [...offersCommands, ...capacityCommands].find((one) => one.name === name)
  assert.ok(known, name)
  return known.decide(view, wanted)
}

/** Submits a put that must be accepted and answers the id of the offer. */
export async function offered(submit: Submit, actor: Actor, given: object = {}): Promise<string> {
  const [verdict] = await submit([command(actor, 'put', mug(given))])
  assert.ok(verdict?.status === 'accepted', JSON.stringify(verdict))
  const { offerId } = verdict.result
  assert.ok(typeof offerId === 'string')
  return offerId
}
