import { type Executor, type RawBuilder, sql } from '#kernel/db'

/** A review as it is kept. Instants are town time, ms. */
export type ReviewRow = {
  id: string
  orderId: string
  offer: string
  listing: string
  seller: string
  reviewer: string
  stars: number
  sealed: string | null
  pictures: string[]
  writtenAt: number
  editedAt: number | null
  answerSealed: string | null
  answeredAt: number | null
  removedAt: number | null
}

/** Orders in which reviews are read. */
export type ReviewSort = 'newest' | 'highest' | 'lowest'

/** Which reviews are asked for. */
export type ReviewsQuery = {
  listing?: string | undefined
  seller?: string | undefined
  reviewer?: string | undefined
  orderId?: string | undefined
  /** Only what was removed, or what is shown; default both. */
  isRemoved?: boolean | undefined
  isAnswered?: boolean | undefined
  sort?: ReviewSort | undefined
  behind?: { stars: number; id: string } | undefined
  limit: number
}

const columns = sql`id, order_id, offer, listing, seller, reviewer, stars, sealed, to_json(pictures) as pictures,
  written_at, edited_at, answer_sealed, answered_at, removed_at`

/** Reviews in the order asked for, newest first among those of as many stars. */
export async function listReviews(db: Executor, town: number, query: ReviewsQuery): Promise<ReviewRow[]> {
  const { sort = 'newest', limit } = query
  const order = { newest: sql`id desc`, highest: sql`stars desc, id desc`, lowest: sql`stars, id desc` }[sort]
  const { rows } = await sql<ReviewRow>`
    select ${columns} from reviews.reviews
    where ${sql.join([sql`town = ${town}`, ...conditionsOf(query), ...behind(query)], sql` and `)}
    order by ${order} limit ${limit}`.execute(db)
  return rows
}

function conditionsOf(query: ReviewsQuery): RawBuilder<unknown>[] {
  const { listing, seller, reviewer, orderId, isRemoved, isAnswered } = query
  const found = [
    listing === undefined ? undefined : sql`listing = ${listing}`,
    seller === undefined ? undefined : sql`seller = ${seller}`,
    reviewer === undefined ? undefined : sql`reviewer = ${reviewer}`,
    orderId === undefined ? undefined : sql`order_id = ${orderId}`,
    isRemoved === undefined ? undefined : isRemoved ? sql`removed_at is not null` : sql`removed_at is null`,
    isAnswered === undefined ? undefined : isAnswered ? sql`answered_at is not null` : sql`answered_at is null`,
  ]
  return found.filter((one) => one !== undefined)
}

function behind({ sort = 'newest', behind: last }: ReviewsQuery): RawBuilder<unknown>[] {
  if (last === undefined) return []
  const { stars, id } = last
  if (sort === 'newest') return [sql`id < ${id}::uuid`]
  const next = sort === 'highest' ? sql`stars < ${stars}` : sql`stars > ${stars}`
  return [sql`(${next} or (stars = ${stars} and id < ${id}::uuid))`]
}

/** A review, or undefined. @param isLocked nobody else changes it until the transaction ends */
export async function findReview(
  db: Executor,
  { town, id, isLocked = false }: { town: number; id: string; isLocked?: boolean },
): Promise<ReviewRow | undefined> {
  const { rows } = await sql<ReviewRow>`
    select ${columns} from reviews.reviews where town = ${town} and id = ${id}
    ${isLocked ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}
