import Type, { type Static } from 'typebox'
import type { Actor } from '#kernel/commands'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'
import { Problem } from '#kernel/problem'
import { listProfiles } from '#modules/identity'
import type { DueBody, ReviewBody, ReviewsPage } from './contract.ts'
import { isEditable } from './policies.ts'
import { notReviewable } from './problems.ts'
import { type ReviewRow, type ReviewsQuery, listReviews } from './reading.ts'
import {
  type ReviewPlace,
  type Reviewable,
  answerPurpose,
  openedWords,
  reviewableOrder,
  wordsPurpose,
} from './writing.ts'

/** Reviews as they leave: words opened, names beside them. */

type Shown = Static<typeof ReviewBody>

const cursor = cursorOf(Type.Object({ stars: Type.Integer(), id: Type.String({ format: 'uuid' }) }))

type Asked = Omit<ReviewsQuery, 'behind'> & { cursor?: string | undefined }

/** A page of reviews. @throws {Problem} invalid-input at /cursor */
export async function reviewsPage(
  place: ReviewPlace,
  { cursor: from, limit, ...query }: Asked,
): Promise<Static<typeof ReviewsPage>> {
  const behind = from === undefined ? undefined : cursor.decode(from)
  const rows = await listReviews(place.db, place.town.id, { ...query, behind, limit: limit + 1 })
  const page = pageOf(rows, { limit, item: (row) => row, cursor: ({ stars, id }) => cursor.encode({ stars, id }) })
  return { ...page, items: await shownReviews(place, page.items) }
}

/** Two statements for names and keys, whatever the number. */
export async function shownReviews({ db, town, vault }: ReviewPlace, rows: readonly ReviewRow[]): Promise<Shown[]> {
  const profiles = await listProfiles(db, town.id, [...new Set(rows.map(({ reviewer }) => reviewer))])
  const words = await vault.open(
    rows.flatMap(({ id, sealed, answerSealed }) => [
      { purpose: wordsPurpose(id), sealed: sealed ?? '' },
      { purpose: answerPurpose(id), sealed: answerSealed ?? '' },
    ]),
  )
  return rows.map((row, index) => {
    const { id, listing, offer, seller, stars, pictures, writtenAt, editedAt, answeredAt, removedAt } = row
    const instant = (ms: number | null): string | null => (ms === null ? null : rfc3339(ms))
    const profile = profiles.get(row.reviewer)
    const said = openedWords(words[2 * index])
    return {
      id, listing, offer, seller, stars,
      reviewer: profile === undefined || profile.slug.startsWith('erased-') ? null : profile.name,
      words: said.words,
      pictures: [...pictures],
      alts: pictures.map((_, place) => said.alts[place] ?? ''),
      writtenAt: rfc3339(writtenAt),
      editedAt: instant(editedAt),
      answer: answeredAt === null ? null : { words: openedWords(words[2 * index + 1]).words, at: rfc3339(answeredAt) },
      removedAt: instant(removedAt),
    } // prettier-ignore
  })
}

/** What of an order its buyer may review now, and what they have said; nothing where it is not theirs to review. */
export async function dueReviews(place: ReviewPlace, orderId: string, by: Actor): Promise<Static<typeof DueBody>> {
  const found = await reviewable(place, orderId, by)
  if (found === undefined) return { items: [] }
  const written = await listReviews(place.db, place.town.id, { orderId, reviewer: by.party, limit: 200 })
  const shown = new Map((await shownReviews(place, written)).map((review) => [review.offer, review]))
  const now = place.clock.now()
  return {
    items: found.offers.map(({ id, title }) => {
      const review = shown.get(id) ?? null
      const mayChange = review !== null && isEditable({ writtenAt: Date.parse(review.writtenAt), now })
      return { offerId: id, title, review, mayWrite: review === null, mayChange }
    }),
  }
}

async function reviewable(place: ReviewPlace, orderId: string, by: Actor): Promise<Reviewable | undefined> {
  try {
    return await reviewableOrder(place, orderId, by)
  } catch (error) {
    if (error instanceof Problem && error.kind === notReviewable) return undefined
    throw error
  }
}
