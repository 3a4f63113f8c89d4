import type { Actor } from '#kernel/commands'

/** How an actor stands to an order: the roles that are theirs, and what they may do with it now. */
export type Standing = { readonly mine: readonly string[]; readonly actions: readonly unknown[] }

function isOperator({ grants }: Actor): boolean {
  return grants.includes('operator')
}

/** An order exists for its parties, for whoever may take a role in it now, and for the operator. */
export function maySeeOrder(actor: Actor, { mine, actions }: Standing): boolean {
  return mine.length > 0 || actions.length > 0 || isOperator(actor)
}

/**
 * Where people live and what they wrote is for those who take part, the operator, and the arbiter of a dispute; whoever
 * merely could take part sees what the order is about.
 */
export function maySeeInside(actor: Actor, { mine }: Standing): boolean {
  return mine.length > 0 || isOperator(actor) || actor.grants.includes('arbiter')
}

/** Why an action is refused is told to those whose business the order is or could become; to others there is none. */
export function mayHearWhy(
  actor: Actor,
  { parties, grants }: { parties: readonly string[]; grants: readonly string[] },
): boolean {
  return isOperator(actor) || parties.includes(actor.party) || grants.some((grant) => actor.grants.includes(grant))
}

/** Lines of business are published, switched and priced by the operator. */
export function mayRunBusinesses(actor: Actor): boolean {
  return isOperator(actor)
}

/** Orders that wait for a ruling or got stuck concern those who rule and those who run the town. */
export function mayHandleExceptions(actor: Actor): boolean {
  return isOperator(actor) || actor.grants.includes('arbiter')
}
