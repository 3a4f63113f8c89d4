/**
 * Whoever a decision is about may have a person look at it. The case has the record as evidence; its ruling leaves the
 * choice as it is, or overrides it like any other override: what can be undone is undone, and policies learn from it.
 */
import type { Actor } from '#kernel/commands'
import type { CaseKind, CaseRuled } from '#kernel/case-kind'
import { sql } from '#kernel/db'
import { invalidAt, notFound } from '#kernel/http-problems'
import { derivedId } from '#kernel/ids'
import type { Context } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { type CasePlace, findCase, findCaseKind, openCase } from '#modules/cases'
import { getPointVersion } from './declaring.ts'
import { overrideDecision } from './overrides.ts'
import { decisionNotFound, decisionNotUndone } from '../problems.ts'
import { findDecision, isAbout } from './reading.ts'

/** Name of the kind of case. */
export const contestKind = 'decision-contest'

/** What somebody asks for. */
export type Contesting = {
  decision: string
  words: string
  /** What should have been chosen; needed where there is more than one other option. */
  instead?: string | undefined
  by: Actor
}

/**
 * Opens the case, or finds it: one a decision and party, also after it was ruled.
 *
 * @throws {Problem} decision-not-found, invalid-input, too-many-cases
 */
export async function contest(
  place: CasePlace,
  { decision, words, instead, by }: Contesting,
): Promise<{ id: string; isNew: boolean }> {
  const { db, town } = place
  if (findCaseKind(db, contestKind) === undefined) throw new Problem(notFound, { detail: 'Nobody rules cases here.' })
  const row = await findDecision(db, town.id, decision)
  if (row === undefined || !isAbout(row, by)) throw new Problem(decisionNotFound)
  const wanted = { name: row.point, version: row.pointVersion }
  const { declaration } = await getPointVersion(db, town.id, wanted)
  const others = (declaration.options.ids ?? row.options.map(({ id }) => id)).filter((id) => id !== row.chosen[0])
  if (instead !== undefined && !others.includes(instead)) {
    throw invalidAt(
      '/instead',
      others.length === 0 ? 'nothing else could be chosen' : `must be one of ${others.join(', ')}`,
    )
  }
  const facts = {
    title: declaration.title,
    point: row.point,
    chosen: row.chosen,
    instead: instead ?? (others.length === 1 ? others[0]! : null),
    page: `/operator/decisions/${decision}`,
  }
  const id = await contestId(place, derivedId(decision, `decisions/contest/${by.party}`))
  const about = { type: 'decision', id: decision }
  const opened = await openCase(place, { id, kind: contestKind, about, by, words, facts })
  await markContested(place, { decision, caseId: opened.id })
  return opened
}

/** After the case, so that none is marked without one; whoever asks again after a crash between the two marks it. */
async function markContested(
  { db, town, clock }: CasePlace,
  { decision, caseId }: { decision: string; caseId: string },
): Promise<void> {
  await sql`
    insert into decisions.contests (town, decision, case_id, contested_at)
    select ${town.id}, r.id, ${caseId}, ${new Date(clock.now())}
    from decisions.records r where r.town = ${town.id} and r.id = ${decision}
    on conflict on constraint contests_pk do nothing`.execute(db)
}

/** Who took a contest back may contest again, as another case. */
async function contestId(place: CasePlace, id: string): Promise<string> {
  const found = await findCase(place.db, { town: place.town.id, id })
  return found?.state === 'withdrawn' ? contestId(place, derivedId(id, 'again')) : id
}

/** The kind of case. */
export function contests(context: Pick<Context, 'db' | 'town' | 'clock' | 'submit'>): CaseKind {
  return {
    name: contestKind,
    title: { en: 'A decision by machine, contested', zh: '对自动决定的异议' },
    rulings: [
      { name: 'upheld', title: { en: 'The decision stands', zh: '维持原决定' }, needsWords: true },
      {
        name: 'overruled',
        title: { en: 'The decision was wrong and has been changed', zh: '决定有误，已更改' },
        needsWords: true,
      },
    ],
    rule: (ruled) => ruleContest(context, ruled),
  }
}

/**
 * Overrides to what was asked for. Where nothing was, or another option is right, an operator overrides the decision
 * itself first, and the ruling says so.
 */
async function ruleContest(
  { db, town, clock, submit }: Pick<Context, 'db' | 'town' | 'clock' | 'submit'>,
  { tx, id, about, facts, ruling, words, by }: CaseRuled,
): Promise<void> {
  if (ruling !== 'overruled') return
  const row = await findDecision(tx, town.id, about.id)
  if (row === undefined || row.override !== null) return
  const { instead } = facts
  if (typeof instead !== 'string') {
    throw invalidAt('/ruling', 'needs an override of the decision first: nothing else was asked for by name')
  }
  const override = { decision: about.id, id, to: instead, why: words, by, now: clock.now() }
  const refusal = await overrideDecision({ db, town: town.id, submit, tx }, override)
  if (refusal !== undefined) throw new Problem(decisionNotUndone, { detail: refusal.detail })
}
