import type { TownClock } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import { type Database, type Tx, sql, transaction } from '#kernel/db'
import { notAllowed } from '#kernel/http-problems'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { announce } from '#modules/announcements'
import type { Order } from '#modules/flows'
import { listMemberships } from '#modules/identity'
import { type Offer, loadOffers, offerOf } from '#modules/offers'
import { readOrders } from '#modules/orders'
import { isEditable, isReviewable } from './policies.ts'
import { answeredAlready, notReviewable, reviewNotFound, reviewSettled } from './problems.ts'
import { countRatings } from './ratings.ts'
import { type ReviewRow, findReview, listReviews } from './reading.ts'

/** What reviews are kept with; a module's `Context` has it all. */
export type ReviewPlace = {
  readonly db: Database
  readonly town: { readonly id: number }
  readonly clock: Pick<TownClock, 'now'>
  readonly vault: Vault
}

/** What somebody says of a thing. */
export type Said = {
  stars: number
  words: string
  pictures: readonly string[]
  /** What each picture shows, in their order; may be fewer. */
  alts: readonly string[]
}

/** What words of a review are sealed for, and those of its answer. */
export function wordsPurpose(id: string): string {
  return `review/${id}`
}

/** The same for the seller's answer. */
export function answerPurpose(id: string): string {
  return `review-answer/${id}`
}

type Sealing = { party: string; purpose: string; words: string; alts?: readonly string[] }

/** Words under the key of who says them, with those about their pictures; none stay none. */
async function sealed(vault: Vault, { party, purpose, words: given, alts = [] }: Sealing): Promise<string | null> {
  const words = given.trim()
  const hasAlts = alts.some((alt) => alt.trim() !== '')
  if (words === '' && !hasAlts) return null
  const value = hasAlts ? { words, alts: alts.map((alt) => alt.trim()) } : words
  const [text] = await vault.seal([{ party, purpose, field: '/words', value }])
  return text ?? null
}

/** What was sealed of a review, opened: nothing where nothing was said, or it has been forgotten. */
export function openedWords(opened: unknown): { words: string | null; alts: readonly string[] } {
  if (typeof opened === 'string') return { words: opened, alts: [] }
  if (typeof opened !== 'object' || opened === null) return { words: null, alts: [] }
  const { words, alts } = opened as { words: string; alts: string[] } // as `sealed` wrote it
  return { words: words === '' ? null : words, alts }
}

/** A finished order with what its buyer may review: not what they, or a shop of theirs, have sold. */
export type Reviewable = { order: Order; offers: readonly Offer[] }

/** @throws {Problem} not-reviewable: not theirs, not finished, or paid back */
export async function reviewableOrder(place: ReviewPlace, orderId: string, by: Actor): Promise<Reviewable> {
  const { db, town } = place
  const [order] = await readOrders(db, town.id, [orderId])
  if (order === undefined || !(await isPlacer(place, order, by)) || !isReviewable(order))
    throw new Problem(notReviewable)
  const offers = await findOffers(
    place,
    order.lines.map(({ offerId }) => offerId),
  )
  const own = new Set([by.party, ...(await listMemberships(db, town.id, by.party)).map(({ id }) => id)])
  return { order, offers: offers.filter(({ seller }) => !own.has(seller)) }
}

async function findOffers({ db, town }: ReviewPlace, ids: readonly string[]): Promise<Offer[]> {
  const { rows } = await db.pool.query<unknown[]>(loadOffers(town.id, [...new Set(ids)]))
  return rows.map(offerOf)
}

/** The buyer of any business: who placed the order and takes part in it. */
async function isPlacer({ db, town }: ReviewPlace, { id, roles }: Order, { party }: Actor): Promise<boolean> {
  if (!Object.values(roles).includes(party)) return false
  const { rows } = await sql`
    select 1 from kernel.events where town = ${town.id} and id = ${id} and n = 0 and actor = ${party}`.execute(db)
  return rows.length > 0
}

/**
 * Writes a review of one line of an order; the one that is there is answered with `isNew` false and stays.
 *
 * @throws {Problem} not-reviewable
 */
export async function writeReview(
  place: ReviewPlace,
  { id, orderId, offerId, by, said }: { id: string; orderId: string; offerId: string; by: Actor; said: Said },
): Promise<{ id: string; isNew: boolean }> {
  const { db, town, clock, vault } = place
  const { offers } = await reviewableOrder(place, orderId, by)
  const offer = offers.find((one) => one.id === offerId)
  if (offer === undefined) throw new Problem(notReviewable)
  const text = await sealed(vault, { party: by.party, purpose: wordsPurpose(id), ...said })
  return transaction(db, async (tx) => {
    const { rows } = await sql`
      insert into reviews.reviews (town, id, order_id, offer, listing, seller, reviewer, stars, sealed, pictures,
        written_at)
      values (${town.id}, ${id}, ${orderId}, ${offerId}, ${offer.groupId ?? offerId}, ${offer.seller},
        ${by.party}, ${said.stars}, ${text}, ${[...said.pictures]}::text[], ${new Date(clock.now())})
      on conflict do nothing returning 1`.execute(tx)
    if (rows.length === 0) return { id: await idOfLine(tx, town.id, { orderId, offerId }), isNew: false }
    await tell(tx, place, { id, act: 'written', by })
    return { id, isNew: true }
  })
}

async function idOfLine(tx: Tx, town: number, { orderId, offerId }: { orderId: string; offerId: string }) {
  const found = (await listReviews(tx, town, { orderId, limit: 200 })).find(({ offer }) => offer === offerId)
  if (found === undefined) throw new Problem(reviewNotFound)
  return found.id
}

/** Changes one's own review. @throws {Problem} review-not-found, review-settled */
export async function changeReview(
  place: ReviewPlace,
  { id, by, said }: { id: string; by: Actor; said: Said },
): Promise<void> {
  const { db, town, clock, vault } = place
  const text = await sealed(vault, { party: by.party, purpose: wordsPurpose(id), ...said })
  await transaction(db, async (tx) => {
    const found = await findReview(tx, { town: town.id, id, isLocked: true })
    if (found === undefined || found.reviewer !== by.party) throw new Problem(reviewNotFound)
    const now = clock.now()
    if (!isEditable({ writtenAt: found.writtenAt, now })) throw new Problem(reviewSettled)
    await sql`
      update reviews.reviews set stars = ${said.stars}, sealed = ${text}, pictures = ${[...said.pictures]}::text[],
        edited_at = ${new Date(now)}
      where town = ${town.id} and id = ${id}`.execute(tx)
    await tell(tx, place, { id, act: 'changed', by })
  })
}

/** The seller answers, once. @throws {Problem} review-not-found, not-allowed, answered-already */
export async function answerReview(
  place: ReviewPlace,
  { id, by, words }: { id: string; by: Actor; words: string },
): Promise<void> {
  const { db, town, clock, vault } = place
  const text = await sealed(vault, { party: by.party, purpose: answerPurpose(id), words })
  await transaction(db, async (tx) => {
    const found = await findReview(tx, { town: town.id, id, isLocked: true })
    if (found === undefined) throw new Problem(reviewNotFound)
    if (found.seller !== by.party) throw new Problem(notAllowed, { detail: 'Only the seller answers a review.' })
    if (found.answeredAt !== null) throw new Problem(answeredAlready)
    await sql`
      update reviews.reviews set answer_sealed = ${text}, answered_at = ${new Date(clock.now())}
      where town = ${town.id} and id = ${id}`.execute(tx)
  })
}

/** Takes a review away, or shows it again, by a ruling. */
export async function setRemoved(
  tx: Tx,
  place: ReviewPlace,
  { id, isRemoved, by }: { id: string; isRemoved: boolean; by: Actor },
): Promise<void> {
  const { rows } = await sql`
    update reviews.reviews set removed_at = ${isRemoved ? new Date(place.clock.now()) : null}
    where town = ${place.town.id} and id = ${id} and (removed_at is not null) <> ${isRemoved} returning 1`.execute(tx)
  if (rows.length > 0) await tell(tx, place, { id, act: isRemoved ? 'removed' : 'restored', by })
}

/** Counts anew, and says so in the log: the event is about the thing. */
async function tell(
  tx: Tx,
  { town }: ReviewPlace,
  { id, act, by }: { id: string; act: 'written' | 'changed' | 'removed' | 'restored'; by: Actor },
): Promise<void> {
  const found: ReviewRow | undefined = await findReview(tx, { town: town.id, id })
  if (found === undefined) throw new Problem(reviewNotFound)
  const { listing, seller, stars, orderId, offer } = found
  await countRatings(tx, town.id, [listing, seller])
  const data = { review: id, seller, stars, orderId, offer }
  await announce(tx, town.id, [{ id: newId(), type: `reviews.${act}`, subject: listing, by, data }])
}
