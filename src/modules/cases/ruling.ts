import { machineNow } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import { type Tx, sql, transaction } from '#kernel/db'
import { invalidAt, notAllowed, notFound } from '#kernel/http-problems'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import type { CaseKind, CaseRuling } from '#kernel/case-kind'
import { recordAudit } from '#modules/audit'
import { caseKind } from './kinds.ts'
import { type Post, sendRuled } from './letters.ts'
import { type CasePlace, addStatement, keepWithinADay, sealWords } from './opening.ts'
import { isOwnCase, mayRule } from './policies.ts'
import { caseFinal, caseOpen, caseRuled, caseWithdrawn, ownCase } from './problems.ts'
import { type CaseRow, findCase, listRulings, reportersOf } from './reading.ts'
import { tellOfCase } from './telling.ts'
import { mayReopen } from './withdrawing.ts'

/** What cases are ruled with. */
export type RulingPlace = CasePlace & { post: Post }

/** What somebody rules. */
export type Judgement = { id: string; caseId: string; ruling: string; words: string; by: Actor }

/**
 * Ends a case, does what the ruling says and tells those it concerns, in one transaction. The same id rules once.
 *
 * @throws {Problem} not-found, case-ruled, own-case, invalid-input, and whatever the kind refuses
 */
export async function ruleCase(place: RulingPlace, judgement: Judgement): Promise<void> {
  const { db, town } = place
  const { caseId, by } = judgement
  if (!mayRule(by)) throw new Problem(notAllowed)
  await transaction(db, async (tx) => {
    const found = await findCase(tx, { town: town.id, id: caseId, isLocked: true })
    if (found === undefined) throw new Problem(notFound)
    const before = await listRulings(tx, town.id, caseId)
    if (before.some(({ id }) => id === judgement.id)) return
    if (found.state !== 'open') throw new Problem(found.state === 'ruled' ? caseRuled : caseWithdrawn)
    const reporters = await reportersOf(tx, town.id, { caseId })
    if (isOwnCase(by, { respondent: found.respondent, reporters })) throw new Problem(ownCase)
    const kind = caseKind(db, found.kind)
    const ruling = rulingOf(kind, judgement)
    const last = before.at(-1)?.ruling ?? null
    await note(tx, place, { found, ruling, judgement, n: before.length + 1 })
    await kind.rule({ tx, ...actOf(found, judgement), before: last })
    await tell(tx, place, { found, kind, ruling, judgement })
  })
}

function rulingOf(kind: CaseKind, { ruling: name, words }: Judgement): CaseRuling {
  const ruling = kind.rulings.find((one) => one.name === name)
  if (ruling === undefined) throw invalidAt('/ruling', 'is not a ruling of this kind of case')
  if (ruling.needsWords === true && words.trim() === '') throw invalidAt('/words', 'are needed: say why')
  return ruling
}

function actOf(found: CaseRow, { id, ruling, words, by }: Judgement) {
  const { aboutType: type, aboutId, respondent, facts } = found
  return { id, caseId: found.id, about: { type, id: aboutId }, respondent, facts, ruling, words: words.trim(), by }
}

type Ruled = { found: CaseRow; ruling: CaseRuling; judgement: Judgement }

async function note(tx: Tx, { town, clock }: CasePlace, { found, ruling, judgement, n }: Ruled & { n: number }) {
  const at = new Date(clock.now())
  const { id, words, by } = judgement
  await sql`
    insert into cases.rulings (town, case_id, n, id, ruling, words, ruled_by, at)
    values (${town.id}, ${found.id}, ${n}, ${id}, ${ruling.name}, ${words.trim()}, ${by.user ?? by.party}, ${at})`.execute(
    tx,
  )
  const isTold = found.isRespondentTold || ruling.tellsRespondent !== false
  await sql`
    update cases.cases set state = 'ruled', ruled_at = ${at}, ruling = ${ruling.name}, is_respondent_told = ${isTold}
    where town = ${town.id} and id = ${found.id}`.execute(tx)
}

async function tell(
  tx: Tx,
  place: RulingPlace,
  { found, kind, ruling, judgement }: Ruled & { kind: CaseKind },
): Promise<void> {
  const { town, post } = place
  const { id, by, words } = judgement
  const about = { type: found.aboutType, id: found.aboutId }
  const details = { kind: kind.name, about, ruling: ruling.name, words }
  const now = machineNow()
  await recordAudit(tx, { town: town.id, by, act: 'cases.ruled', subject: found.id, details, now })
  const data = { kind: kind.name, about, ruling: ruling.name, before: found.ruling }
  await tellOfCase(tx, place, { id, type: 'ruled', caseId: found.id, by, data })
  const isTold = found.isRespondentTold || ruling.tellsRespondent !== false
  const reporters = await reportersOf(tx, town.id, { caseId: found.id, isStanding: true })
  const parties = [...reporters, ...(isTold && found.respondent !== null ? [found.respondent] : [])]
  const title = typeof found.facts['title'] === 'string' ? found.facts['title'] : ''
  const news = { caseId: found.id, kind, ruling, about: title, words: words.trim() }
  await sendRuled(tx, post, { parties, news, now })
}

/** Words that somebody adds to a case. */
export type Addition = { id?: string; caseId: string; words: string; evidence: readonly string[]; by: Actor }

/**
 * Opens a ruled case again, once, with words on why. What was ruled stands until it is ruled anew.
 *
 * @throws {Problem} case-open, case-final, too-many-cases
 */
export async function reopenCase(
  place: CasePlace,
  { caseId, words, evidence, by, id = newId() }: Addition,
): Promise<void> {
  const { db, town, clock, vault } = place
  const sealed = await sealWords(vault, { id, party: by.party, words })
  await transaction(db, async (tx) => {
    const found = await findCase(tx, { town: town.id, id: caseId, isLocked: true })
    if (found === undefined) throw new Problem(notFound)
    if (found.state === 'withdrawn') throw new Problem(caseWithdrawn)
    if (found.state === 'open' && found.reopenedBy === by.party) return
    if (found.state === 'open') throw new Problem(caseOpen)
    if (found.reopenedAt !== null) throw new Problem(caseFinal)
    if (!(await mayReopen(place, found, by.party))) throw new Problem(caseWithdrawn)
    await keepWithinADay(tx, place, by.party)
    await addStatement(tx, place, { caseId, id, party: by.party, role: 'answer', reason: null, sealed, evidence })
    const now = clock.now()
    const kind = caseKind(db, found.kind)
    // Somebody may have reported the thing anew meanwhile: then both are one again in the other case.
    const { rows } = await sql`
      update cases.cases c set state = 'open', reopened_at = ${new Date(now)}, reopened_by = ${by.party},
        due_at = ${new Date(now + (kind.withinMs ?? 3 * 86_400_000))}
      where town = ${town.id} and id = ${caseId} and not exists (
        select 1 from cases.cases o where o.town = c.town and o.kind = c.kind and o.about_type = c.about_type
          and o.about_id = c.about_id and o.opener is not distinct from c.opener and o.state = 'open')
      returning 1`.execute(tx)
    if (rows.length === 0) throw new Problem(caseOpen, { detail: 'Another case about this is open already.' })
    const details = { kind: found.kind, ruling: found.ruling }
    await recordAudit(tx, { town: town.id, by, act: 'cases.reopened', subject: caseId, details, now: machineNow() })
    await tellOfCase(tx, place, { id, type: 'reopened', caseId, by, data: details })
  })
}

/** Adds words to an open case. @throws {Problem} case-ruled, too-many-cases */
export async function addToCase(
  place: CasePlace,
  { caseId, words, evidence, by, id = newId() }: Addition,
): Promise<void> {
  const { db, town, vault } = place
  const sealed = await sealWords(vault, { id, party: by.party, words })
  await transaction(db, async (tx) => {
    const found = await findCase(tx, { town: town.id, id: caseId, isLocked: true })
    if (found === undefined) throw new Problem(notFound)
    if (found.state !== 'open') throw new Problem(found.state === 'ruled' ? caseRuled : caseWithdrawn)
    await keepWithinADay(tx, place, by.party)
    const said = { caseId, id, party: by.party, role: 'addition' as const, reason: null, sealed, evidence }
    if (!(await addStatement(tx, place, said))) return
    await tellOfCase(tx, place, { id, type: 'answered', caseId, by, data: { kind: found.kind } })
  })
}
