import { type Executor, sql } from '#kernel/db'

/** A shelf of the town's market. */
export type Category = {
  slug: string
  /** Slug of the category above, or null at the top. */
  parent: string | null
  /** Words by language. */
  titles: Readonly<Record<string, string>>
}

/** A category with how many things are listed in it and below it. */
export type CountedCategory = Category & { count: number }

/** Writes categories in this order; parents come before their children. Others stay. */
export async function storeCategories(tx: Executor, town: number, categories: readonly Category[]): Promise<void> {
  const list = JSON.stringify(categories.map((category, sort) => ({ ...category, sort })))
  await sql`
    insert into offers.categories (town, sort, slug, parent, titles)
    select ${town}, n.sort, n.slug, n.parent, n.titles
    from json_to_recordset(${list}::json) as n (sort smallint, slug text, parent text, titles json)
    on conflict on constraint categories_pk
      do update set sort = excluded.sort, parent = excluded.parent, titles = excluded.titles`.execute(tx)
}

/** All categories in their order; a town has some dozens. */
export async function listCategories(db: Executor, town: number): Promise<CountedCategory[]> {
  const { rows } = await sql<CountedCategory>`
    select c.slug, c.parent, c.titles, coalesce(n.count, 0)::int as count
    from offers.categories c
    left join (
      select p.slug, count(*) as count from offers.listings l, unnest(l.category_path) as p (slug)
      where l.town = ${town} and l.is_listed group by p.slug) n on n.slug = c.slug
    where c.town = ${town} order by c.sort, c.slug`.execute(db)
  return rows
}

/** Which of these slugs are categories of the town. */
export async function knownCategories(db: Executor, town: number, slugs: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ slug: string }>`
    select slug from offers.categories where town = ${town} and slug = any(${slugs})`.execute(db)
  return new Set(rows.map(({ slug }) => slug))
}
