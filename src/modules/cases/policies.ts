import type { Actor } from '#kernel/commands'
import type { CaseRow } from './reading.ts'

/** Those who rule see every case. */
export function mayRule({ grants }: Actor): boolean {
  return grants.includes('operator') || grants.includes('arbiter')
}

/** Nobody rules on what they reported, or on a thing of theirs. */
export function isOwnCase(
  { party, user }: Actor,
  of: { respondent: string | null; reporters: readonly string[] },
): boolean {
  const own = [party, ...(user === undefined ? [] : [user])]
  return own.some((one) => one === of.respondent || of.reporters.includes(one))
}

/** How somebody stands to a case; undefined: for them there is none. */
export type CaseSide = 'ruler' | 'reporter' | 'respondent'

/** @param isReporter they have said something in it */
export function sideOf(actor: Actor, found: CaseRow, isReporter: boolean): CaseSide | undefined {
  if (isReporter || found.opener === actor.party) return 'reporter'
  if (found.respondent === actor.party && found.isRespondentTold) return 'respondent'
  return mayRule(actor) ? 'ruler' : undefined
}
