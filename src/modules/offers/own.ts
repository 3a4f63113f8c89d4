import Type, { type Static } from 'typebox'
import { type Executor, type RawBuilder, sql } from '#kernel/db'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'
import type { OwnBody, OwnQuery } from './contract-own.ts'
import type { Offer } from './offer.ts'

/** A seller's own offers, each variant a row, archived ones too: what one needs to change many of them. */

type Filters = Static<typeof OwnQuery>
type Sort = Filters['sort']
type Counts = { available: number | null; held: number | null; sold: number | null }
type Row = Offer & Counts & { createdAt: number; key: string | number }

/** What each order is read by before the id: a text or a whole number, so that a cursor can hold it. */
const orders: Readonly<Record<Sort, { key: RawBuilder<unknown>; isDescending: boolean }>> = {
  newest: { key: sql`(extract(epoch from o.created_at) * 1000)::int8`, isDescending: true },
  title: { key: sql`lower(o.title) collate "C"`, isDescending: false },
  price: { key: sql`o.price_minor`, isDescending: false },
  '-price': { key: sql`o.price_minor`, isDescending: true },
  // What has no count comes last: nothing runs out there.
  stock: { key: sql`coalesce(c.available, 9007199254740991)`, isDescending: false },
}

const cursor = cursorOf(
  Type.Object({ key: Type.Union([Type.String(), Type.Integer()]), id: Type.String({ format: 'uuid' }) }),
)

/**
 * A page of them. Counts come from the listings' cells and follow a new offer within a moment; until then they are
 * null.
 *
 * @throws {Problem} invalid-input at /cursor
 */
export async function listOwn(
  db: Executor,
  town: number,
  { seller, query }: { seller: string; query: Filters },
): Promise<Static<typeof OwnBody>> {
  const { key, isDescending } = orders[query.sort]
  const direction = isDescending ? sql`desc` : sql`asc`
  const where = [sql`o.town = ${town}`, sql`o.seller = ${seller}`, ...conditions(query)]
  if (query.cursor !== undefined) {
    const last = cursor.decode(query.cursor)
    const value = query.sort === 'title' ? sql`${last.key}::text` : sql`${last.key}::int8`
    where.push(sql`(${key}, o.id) ${isDescending ? sql`<` : sql`>`} (${value}, ${last.id}::uuid)`)
  }
  const { rows } = await sql<Row>`
    with counted as (
      select c.name, c.available, c.held, c.sold
      from offers.listings l cross join unnest(l.cell_ids) as cell (id)
      join capacity.public_cells c on c.town = l.town and c.id = cell.id
      where l.town = ${town} and l.seller = ${seller})
    select o.id, o.group_id, o.rev, o.business, o.seller, o.title, o.description, o.category, o.currency,
      o.price_minor, o.tax_code, o.price_includes_tax, o.variant, to_json(o.pictures) as pictures, o.attributes,
      o.status, o.created_at,
      c.available, c.held, c.sold, ${key} as key
    from offers.offers o left join counted c on c.name = o.business || '/' || o.id
    where ${sql.join(where, sql` and `)}
    order by ${key} ${direction}, o.id ${direction} limit ${query.limit + 1}`.execute(db)
  return pageOf(rows, {
    limit: query.limit,
    item: ({ key: _key, seller: _seller, createdAt, pictures, ...offer }) => ({
      ...offer,
      pictures: [...pictures],
      createdAt: rfc3339(createdAt),
    }),
    cursor: ({ key: lastKey, id }) => cursor.encode({ key: lastKey, id }),
  })
}

function conditions({ q, status, business, category, availableMax }: Filters): RawBuilder<unknown>[] {
  const found = [
    status === undefined ? undefined : sql`o.status = ${status}`,
    business === undefined ? undefined : sql`o.business = ${business}`,
    category === undefined ? undefined : sql`o.category = ${category}`,
    availableMax === undefined ? undefined : sql`c.available <= ${availableMax}`,
    q === undefined || q.trim() === '' ? undefined : containsAll(q),
  ]
  return found.filter((one) => one !== undefined)
}

/** Every word stands somewhere in the title or in what tells the variant apart. */
function containsAll(q: string): RawBuilder<unknown> {
  const words = q.toLowerCase().trim().split(/\s+/).slice(0, 10)
  return sql.join(
    words.map((word) => sql`position(${word} in lower(o.title || ' ' || o.variant::text)) > 0`),
    sql` and `,
  )
}
