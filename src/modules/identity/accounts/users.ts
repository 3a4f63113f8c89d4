import { type Database, type Executor, sql, transaction } from '#kernel/db'
import { slugOf } from '../founding.ts'
import { createParties } from '../parties.ts'

/** A person as better-auth knows one: a party, with the address it signs in by when it has one. */
export type User = {
  id: string
  name: string
  /** Null for who came by a link. */
  email: string | null
  emailVerified: boolean
  image: string | null
  createdAt: Date
  updatedAt: Date
}

type Row = Omit<User, 'createdAt' | 'updatedAt'> & { createdAt: number; updatedAt: number }

/** Who has this id or address. */
export async function findUser(
  db: Executor,
  town: number,
  { field, value }: { field: 'id' | 'email'; value: string },
): Promise<User | null> {
  const { rows } = await sql<Row>`
    select p.id, p.name, s.email, coalesce(s.is_email_verified, false) as email_verified, p.picture as image,
      coalesce(s.created_at, p.joined_at) as created_at, coalesce(s.updated_at, p.joined_at) as updated_at
    from identity.parties p left join identity.sign_ins s on s.town = p.town and s.party = p.id
    where p.town = ${town} and p.kind = 'person'
      and ${field === 'id' ? sql`p.id = ${value}::uuid` : sql`s.email = ${value}`}`.execute(db)
  const row = rows[0]
  return row === undefined ? null : { ...row, createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt) }
}

/** Enters a person who signs up as a party of the town. */
export async function createUser(db: Database, town: number, user: User): Promise<User> {
  const { id, name, email, emailVerified, createdAt, updatedAt } = user
  await transaction(db, async (tx) => {
    const joinedAt = createdAt.getTime()
    await createParties(tx, town, [{ id, kind: 'person', slug: slugOf(name, id), name, joinedAt }])
    await sql`
      insert into identity.sign_ins (town, party, email, is_email_verified, created_at, updated_at)
      values (${town}, ${id}, ${email}, ${emailVerified}, ${createdAt}, ${updatedAt})`.execute(tx)
  })
  return user
}

/** Notes that an address has been proved. Names and pictures are the profile's to change. */
export async function updateUser(
  db: Executor,
  town: number,
  { field, value, emailVerified }: { field: 'id' | 'email'; value: string; emailVerified: boolean },
): Promise<User | null> {
  await sql`
    update identity.sign_ins set is_email_verified = ${emailVerified}, updated_at = ${new Date()}
    where town = ${town} and ${field === 'id' ? sql`party = ${value}::uuid` : sql`email = ${value}`}`.execute(db)
  return findUser(db, town, { field, value })
}
