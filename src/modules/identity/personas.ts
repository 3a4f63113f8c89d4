import { type Executor, sql } from '#kernel/db'

/** Somebody whom a newcomer to a sandbox town may be. */
export type Persona = {
  slug: string
  party: string
  /** What this person does here, by language. */
  title: Readonly<Record<string, string>>
}

/** A persona with the public name and picture of its party. */
export type ShownPersona = Persona & { name: string; picture: string | null; grants: string[] }

/** Names the personas of the town; those of the same slug are replaced. */
export async function storePersonas(tx: Executor, town: number, personas: readonly Persona[]): Promise<void> {
  const list = JSON.stringify(personas.map((persona, sort) => ({ ...persona, sort })))
  await sql`
    insert into identity.personas (town, slug, party, title, sort)
    select ${town}, n.slug, n.party, n.title, n.sort
    from json_to_recordset(${list}::json) as n (slug text, party uuid, title json, sort smallint)
    on conflict on constraint personas_pk
      do update set party = excluded.party, title = excluded.title, sort = excluded.sort`.execute(tx)
}

/** The personas of the town in their order; there are a handful. */
export async function listPersonas(db: Executor, town: number): Promise<ShownPersona[]> {
  const { rows } = await sql<ShownPersona>`
    select s.slug, s.party, s.title, p.name, p.picture,
      array(select g.name from identity.grants g where g.town = p.town and g.party = p.id order by g.name) as grants
    from identity.personas s join identity.parties p on p.town = s.town and p.id = s.party
    where s.town = ${town} order by s.sort, s.slug limit 50`.execute(db)
  return rows
}
