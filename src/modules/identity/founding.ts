import { type Database, constraintOf, transaction } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { addMember } from './members.ts'
import { type Profile, createParties, findProfile } from './parties.ts'
import { slugTaken } from './problems.ts'

/** A shop or firm to be founded. */
export type NewFirm = {
  town: number
  id: string
  name: string
  /** Absent: made from the name. */
  slug?: string | undefined
  about?: string | undefined
  founder: string
  now: number
}

/** Enters a firm with its founder as owner; the same id is entered once. @throws {Problem} slug-taken */
export async function foundFirm(db: Database, firm: NewFirm): Promise<Profile> {
  const { town, id, name, about = '', now, founder } = firm
  const slug = firm.slug ?? slugOf(name, id)
  try {
    await transaction(db, async (tx) => {
      // A repetition finds the firm: whoever has left it meanwhile does not come back as its owner.
      if ((await findProfile(tx, town, id)) !== undefined) return
      await createParties(tx, town, [{ id, kind: 'firm', slug, name, about, joinedAt: now }])
      await addMember(tx, { town, party: id, person: founder, role: 'owner', by: null, now })
    })
  } catch (error) {
    if (constraintOf(error) === 'parties_slug_unique') throw new Problem(slugTaken)
    throw error
  }
  const profile = await findProfile(db, town, id)
  if (profile === undefined) throw new Error(`the firm ${id} was entered and is not there`)
  return profile
}

/** A short name that nobody else has: from the letters of the name, and the end of the id. */
export function slugOf(name: string, id: string): string {
  const letters = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return `${letters === '' ? 'party' : letters}-${id.slice(-6)}`
}
