import { type Executor, sql } from '#kernel/db'

/** Who can be found by name: those who are public by what they do, and those who agreed. */
export type Findable = {
  id: string
  kind: string
  slug: string
  name: string
  picture: string | null
  isVerified: boolean
}

/** The purpose of the consent by which a person can be found by name. */
export const directoryPurpose = 'directory'

/**
 * Parties by name: shops and firms, people whom the operator has verified or who agreed to be found, and the personas
 * of a sandbox; none that is suspended. Those whose name begins with the words come first.
 */
export async function searchDirectory(
  db: Executor,
  town: number,
  { q, kind, limit }: { q: string; kind: 'person' | 'firm' | undefined; limit: number },
): Promise<Findable[]> {
  const begin = q.trim().replace(/[\\%_]/g, '\\$&')
  const { rows } = await sql<Findable>`
    select p.id, p.kind, p.slug, p.name, p.picture, p.verified_at is not null as is_verified
    from identity.parties p
    where p.town = ${town} and not p.is_suspended and p.kind in ('person', 'firm')
      and (${kind ?? null}::text is null or p.kind = ${kind ?? null}::text)
      and (p.name ilike ${`%${begin}%`} or p.slug ilike ${`${begin}%`})
      and (p.kind = 'firm' or p.verified_at is not null
        or exists (select from identity.personas s where s.town = p.town and s.party = p.id)
        or coalesce((select c.is_given from identity.consents c
          where c.town = p.town and c.party = p.id and c.purpose = ${directoryPurpose}
          order by c.id desc limit 1), false))
    order by p.name not ilike ${`${begin}%`}, lower(p.name), p.id limit ${limit}`.execute(db)
  return rows
}
