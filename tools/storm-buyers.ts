/**
 * Buyers who never give up: each command is sent until it has an answer, always under the same id, and now and then an
 * old one is sent again on purpose. Every answer is written down, to be compared with the books afterwards.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import type { ClientOptions } from '../simulator/client.ts'
import { connectScenario, expectStatus } from '../simulator/scenario-client.ts'
import { newId } from '../src/kernel/ids.ts'
import type { Caller, Reply } from '../src/kernel/scenario.ts'

/** The answer to one order, in what must never change. */
export type Answered = { status: number; what: string; offerId: string }

/** What the buyers have seen. */
export type Notes = {
  readonly orders: Map<string, Answered>
  readonly cancelled: Set<string>
  /** Ids whose second answer differed from the first. */
  readonly changed: string[]
  /** Answers that nobody may ever get here. */
  readonly surprises: string[]
  replays: number
  /** Tries that got no answer, or 503. */
  retries: number
  lastAnswerAt: number
  /** Longest time without an answer since it was last set to 0, ms. */
  gapMs: number
}

/** Nothing seen yet. */
export function noNotes(): Notes {
  const lists = { orders: new Map(), cancelled: new Set<string>(), changed: [], surprises: [] }
  return { ...lists, replays: 0, retries: 0, lastAnswerAt: performance.now(), gapMs: 0 }
}

/** Who buys what. */
export type Stage = {
  readonly buyers: readonly Caller[]
  readonly plenty: readonly string[]
  readonly scarce: readonly string[]
}

const priceMinor = 1_000

/** Opens stalls and gives people money. @param doors each process of the town; the buyers ask them by turns */
export async function setStage(
  doors: readonly ClientOptions[],
  { buyers, scarceStock }: { buyers: number; scarceStock: number },
): Promise<Stage> {
  const towns = await Promise.all(doors.map(connectScenario))
  const sellers = await towns[0]!.newcomers(4)
  const share = Math.ceil(buyers / towns.length)
  const people = await Promise.all(towns.map((town) => town.newcomers(share, { walletMinor: 1_000_000_000 })))
  const offersOf = (count: number, stock: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, (_, index) => putOffer(sellers[index % sellers.length]!, { index, stock })),
    )
  return { buyers: people.flat(), plenty: await offersOf(40, 1_000_000), scarce: await offersOf(4, scarceStock) }
}

async function putOffer(seller: Caller, { index, stock }: { index: number; stock: number }): Promise<string> {
  const id = newId()
  const input = {
    business: 'market', title: `Thing ${index}`, category: 'things', currency: 'EUR', priceMinor, taxCode: 'exempt',
    attributes: { shippingMinor: 0 }, stock,
  } // prettier-ignore
  const reply = await seller.post('/v1/commands', { commands: [{ id, business: 'offers', type: 'put', input }] })
  if (expectStatus(reply, 200).body.accepted !== 1)
    throw new Error(`an offer was refused: ${JSON.stringify(reply.body)}`)
  return id
}

const replayShare = 0.03
const scarceShare = 0.2
const cancelShare = 0.1

type Order = { id: string; offerId: string }

/** One client, until it is told to stop; it then still waits for the answer it has asked for. */
export async function buy(
  stage: Stage,
  notes: Notes,
  { seed, signal }: { seed: number; signal: AbortSignal },
): Promise<void> {
  const random = xoroshiro128plus(seed)
  const draw = (): number => uniformFloat64(random)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!
  const buyer = stage.buyers[seed % stage.buyers.length]!
  const mine: Order[] = []
  while (!signal.aborted) {
    const isReplay = mine.length > 0 && draw() < replayShare
    const isScarce = draw() < scarceShare
    const order = isReplay ? pick(mine) : { id: newId(), offerId: pick(isScarce ? stage.scarce : stage.plenty) }
    const reply = await place(buyer, notes, order)
    note(notes, order, { reply, isReplay })
    if (isReplay) continue
    mine.push(order)
    // Cancelled scarce things would come back on sale, and the count of what was sold would say nothing.
    if (reply.status === 201 && !isScarce && draw() < cancelShare) await cancel(buyer, notes, order)
  }
}

async function place(buyer: Caller, notes: Notes, { id, offerId }: Order): Promise<Reply> {
  const body = {
    business: 'market',
    lines: [{ offerId, qty: 1 }],
    input: { delivery: 'pickup' },
    expectMinor: priceMinor,
  }
  const reply = await buyer.post('/v1/orders', body, { key: id })
  tick(notes)
  return reply
}

async function cancel(buyer: Caller, notes: Notes, { id }: Order): Promise<void> {
  const reply = await buyer.post(`/v1/orders/${id}/actions/cancel`, {})
  tick(notes)
  if (reply.status === 200) notes.cancelled.add(id)
  else notes.surprises.push(`cancel ${reply.status} ${JSON.stringify(reply.body)}`)
}

function tick(notes: Notes): void {
  const now = performance.now()
  notes.gapMs = Math.max(notes.gapMs, now - notes.lastAnswerAt)
  notes.lastAnswerAt = now
}

function note(notes: Notes, { id, offerId }: Order, { reply, isReplay }: { reply: Reply; isReplay: boolean }): void {
  const what = reply.status === 201 ? `pos ${reply.body.pos}` : String(reply.body.type)
  if (reply.status !== 201 && what !== '/problems/sold-out')
    notes.surprises.push(`${reply.status} ${JSON.stringify(reply.body)}`)
  const first = notes.orders.get(id)
  if (first === undefined) notes.orders.set(id, { status: reply.status, what, offerId })
  else if (first.status !== reply.status || first.what !== what) notes.changed.push(id)
  if (isReplay) notes.replays += 1
}

/** Options of clients that never give up, and count how often they had to try again. */
export function stubborn(baseUrl: string, notes: Notes): ClientOptions {
  return { baseUrl, retryMs: 120_000, onTrouble: () => void (notes.retries += 1) }
}
