import { machineNow } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import type { Database } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import { loadConsents } from '#modules/identity'
import { createPseudonyms, createShortMemory } from '#modules/interactions'
import type { Knowledge } from '../state/knowledge.ts'
import { type Looking, visitorOfTrail } from './features.ts'

/** The consent without which nothing that was noted of a person is used for them. */
const purpose = 'personalisation'

/** For whom a page is made, and whom the decision is about; nobody, when they did not consent. */
export type Asker = Looking & { subject: string | null }

/** Finds out for whom a page is made. */
export type FindAsker = (actor: Actor | null, trail: readonly string[]) => Promise<Asker>

/**
 * Who consented is known by what they did; everybody else by the things of the visit that their browser names, which
 * serve this answer and are not kept.
 */
export function askers(
  { db, town, vault, clock }: { db: Database; town: number; vault: Vault; clock: { now: () => number } },
  knowledge: Knowledge,
): FindAsker {
  const consents = createShortMemory((parties) => loadConsents(db, town, parties), { now: machineNow })
  const pseudonyms = createPseudonyms(vault)
  return async (actor, trail) => {
    const at = clock.now()
    const things = trail.flatMap((id) => knowledge.catalogue.find(id) ?? [])
    const ofVisit = { visitor: visitorOfTrail(knowledge, things), trail: things, at, subject: null }
    if (actor === null) return ofVisit
    const person = actor.user ?? actor.party
    if ((await consents([person])).get(person)?.has(purpose) !== true) return ofVisit
    const pseudonym = (await pseudonyms.of([person])).get(person)
    const visitor = pseudonym === undefined ? undefined : knowledge.visitors.find(pseudonym)
    if (visitor === undefined) return { ...ofVisit, subject: person }
    return { visitor, trail: visitor.trail, at, subject: person }
  }
}
