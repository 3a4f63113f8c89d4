import type { Actor } from '#kernel/commands'

/** People erase themselves: nobody does it for them, and not with the hat of a shop on. */
export function mayErase({ kind, user, party }: Actor): boolean {
  return kind === 'person' && (user === undefined || user === party)
}
