import Type, { type Static } from 'typebox'
import type { CaseKind } from '#kernel/case-kind'
import type { Actor } from '#kernel/commands'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'
import { notFound } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { listProfiles } from '#modules/identity'
import type { CaseBody, CaseSummary, CasesPage } from './contract.ts'
import { findCaseKind } from './kinds.ts'
import { type CasePlace, statementPurpose } from './opening.ts'
import { type CaseSide, isOwnCase, mayRule, sideOf } from './policies.ts'
import { type CaseRow, type CasesQuery, type StatementRow, findCase, hasSaid } from './reading.ts'
import { listCases, listRulings, listStatements } from './reading.ts'
import { mayReopen, mayWithdraw } from './withdrawing.ts'

/** Cases as they leave: to each side what is for it. */

const cursor = cursorOf(Type.Object({ id: Type.String({ format: 'uuid' }) }))

type Asked = Omit<CasesQuery, 'before'> & { cursor?: string | undefined }

/** A page of cases. @throws {Problem} invalid-input at /cursor */
export async function casesPage(
  place: CasePlace,
  { cursor: from, limit, ...query }: Asked,
): Promise<Static<typeof CasesPage>> {
  const before = from === undefined ? undefined : cursor.decode(from).id
  const rows = await listCases(place.db, place.town.id, { ...query, before, limit: limit + 1 })
  return pageOf(rows, { limit, item: (row) => summaryOf(place, row), cursor: ({ id }) => cursor.encode({ id }) })
}

function summaryOf({ db }: CasePlace, row: CaseRow): Static<typeof CaseSummary> {
  const kind = findCaseKind(db, row.kind)
  const { id, state, facts, reports, respondent, ruling, aboutType, aboutId } = row
  const instant = (ms: number | null): string | null => (ms === null ? null : rfc3339(ms))
  return {
    id, state, reports, respondent,
    kind: row.kind,
    title: kind?.title ?? { en: row.kind, zh: row.kind },
    about: { type: aboutType, id: aboutId },
    facts: { ...facts },
    openedAt: rfc3339(row.openedAt),
    dueAt: rfc3339(row.dueAt),
    ruledAt: instant(row.ruledAt),
    reopenedAt: instant(row.reopenedAt),
    withdrawnAt: instant(row.withdrawnAt),
    ruling: ruling === null ? null : choiceOf(kind?.rulings, ruling),
  } // prettier-ignore
}

/** A choice that a later version no longer knows keeps its name. */
function choiceOf(choices: CaseKind['reasons'], name: string): { name: string; title: { en: string; zh: string } } {
  const title = choices?.find((one) => one.name === name)?.title ?? { en: name, zh: name }
  return { name, title }
}

/** How an actor stands to a case; undefined where there is none for them. */
export async function sideIn(place: CasePlace, actor: Actor, id: string): Promise<CaseSide | undefined> {
  const found = await findCase(place.db, { town: place.town.id, id })
  if (found === undefined) return undefined
  return sideOf(actor, found, await hasSaidAsReporter(place, actor, found))
}

async function hasSaidAsReporter({ db, town }: CasePlace, { party }: Actor, found: CaseRow): Promise<boolean> {
  return found.respondent !== party && hasSaid(db, town.id, { caseId: found.id, party })
}

/** @throws {Problem} not-found, also to those whom it does not concern */
export async function shownCase(place: CasePlace, actor: Actor, id: string): Promise<Static<typeof CaseBody>> {
  const { db, town } = place
  const found = await findCase(db, { town: town.id, id })
  const side = found && sideOf(actor, found, await hasSaidAsReporter(place, actor, found))
  if (found === undefined || side === undefined) throw new Problem(notFound)
  const kind = findCaseKind(db, found.kind)
  const statements = await listStatements(db, town.id, id)
  const rulings = await listRulings(db, town.id, id)
  const reporters = statements.filter(({ role }) => role === 'report').map(({ party }) => party)
  const isTheirs = isOwnCase(actor, { respondent: found.respondent, reporters })
  const mayRuleNow = found.state === 'open' && mayRule(actor) && !isTheirs
  return {
    ...summaryOf(place, found),
    side,
    statements: await shownStatements(place, { statements, kind, side, actor }),
    rulings: rulings.map(({ ruling, words, at }) => ({ ...choiceOf(kind?.rulings, ruling), words, at: rfc3339(at) })),
    choices: mayRuleNow ? choicesOf(kind) : [],
    mayReopen: side !== 'ruler' && (await mayReopen(place, found, actor.party)),
    maySay: side !== 'ruler' && found.state === 'open',
    mayWithdraw: await mayWithdraw(place, found, actor.party),
  }
}

function choicesOf(kind: CaseKind | undefined): Static<typeof CaseBody>['choices'] {
  return (kind?.rulings ?? []).map(({ name, title, needsWords = false }) => ({ name, title, needsWords }))
}

type Showing = { statements: readonly StatementRow[]; kind: CaseKind | undefined; side: CaseSide; actor: Actor }

/**
 * Those who rule read everything. A reporter reads their own words; whose thing it is, their own and for which reasons
 * it was reported, not by whom.
 */
async function shownStatements(
  { db, town, vault }: CasePlace,
  { statements, kind, side, actor }: Showing,
): Promise<Static<typeof CaseBody>['statements']> {
  const isOwn = ({ party }: StatementRow): boolean => party === actor.party
  const told = statements.filter((one) => side !== 'reporter' || isOwn(one))
  const open = (one: StatementRow): boolean => side === 'ruler' || isOwn(one)
  const profiles = await listProfiles(db, town.id, [...new Set(told.filter(open).map(({ party }) => party))])
  const words = await vault.open(
    told.map(({ id, sealed }) => ({ purpose: statementPurpose(id), sealed: sealed ?? '' })),
  )
  return told.map((one, index) => {
    const said = words[index]
    const isOpen = open(one)
    return {
      id: one.id,
      party: isOpen ? one.party : null,
      name: isOpen ? (profiles.get(one.party)?.name ?? null) : null,
      role: one.role,
      reason: one.reason === null ? null : choiceOf(kind?.reasons, one.reason),
      words: isOpen && typeof said === 'string' ? said : null,
      evidence: isOpen ? [...one.evidence] : [],
      at: rfc3339(one.at),
      isWithdrawn: one.withdrawnAt !== null,
    }
  })
}
