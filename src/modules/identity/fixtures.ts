import { newId } from '#kernel/ids'
import type { NewParty } from './parties.ts'

/** A party for tests, with a slug of its own. */
export function newParty(given: Partial<NewParty> = {}): NewParty {
  const id = given.id ?? newId()
  return { id, kind: 'person', slug: `p-${id}`, name: 'Ada', joinedAt: 1_700_000_000_000, ...given }
}
