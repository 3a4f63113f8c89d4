import type { Actor, JsonObject } from './commands.ts'
import type { Tx } from './db.ts'

/**
 * What people may bring before a person of the town, as modules declare it (`Module.caseKinds`): a report, a contest, a
 * request that somebody looks. Module `cases` keeps them; the module that declares a kind says what a ruling does.
 */

/** Words by language. */
export type Words = Readonly<Record<'en' | 'zh', string>>

/** What a case is about: an offer, a review, a decision … */
export type CaseAbout = { readonly type: string; readonly id: string }

/** How a case of this kind may end. */
export type CaseRuling = {
  readonly name: string
  readonly title: Words
  /** Who rules must say why in words of their own. */
  readonly needsWords?: boolean
  /** The other side is told and may answer; default true. A report that came to nothing is not their affair. */
  readonly tellsRespondent?: boolean
}

/** What a ruling acts on. */
export type CaseRuled = {
  /** The ruling's transaction: what is written through it stands with the ruling or not at all. */
  readonly tx: Tx
  /** UUIDv7 of the ruling: commands take ids derived from it, so that a second try changes nothing twice. */
  readonly id: string
  readonly caseId: string
  readonly about: CaseAbout
  /** The other side, if there is one. */
  readonly respondent: string | null
  readonly facts: JsonObject
  readonly ruling: string
  /** What was ruled before the case was opened again. */
  readonly before: string | null
  readonly words: string
  readonly by: Actor
}

/** What is known of a thing when a case about it is opened. */
export type CaseAdmission = {
  /** What it is about in truth, where several names are good for one thing. */
  readonly about?: CaseAbout
  /** Whose thing it is: may answer, and ask once that it is looked at again. */
  readonly respondent: string | null
  /** What is shown beside the case, such as a title; nothing personal. */
  readonly facts: JsonObject
}

export type CaseKind = {
  /** `listing-report`: unique among all modules. */
  readonly name: string
  readonly title: Words
  /** What people choose from; none: words alone. */
  readonly reasons?: readonly { readonly name: string; readonly title: Words }[]
  readonly rulings: readonly CaseRuling[]
  /** Several people about the same thing are one case; otherwise each has a case of their own. */
  readonly gathers?: boolean
  /** The town answers within this, ms of town time; default three days. */
  readonly withinMs?: number
  /**
   * Whether this actor may open a case about this thing over `POST /v1/cases`, and what is known of it. Absent: only
   * modules open cases of this kind, by `openCase`.
   *
   * @throws {Problem} not-found, or why not
   */
  readonly admit?: (opening: { about: CaseAbout; by: Actor }) => Promise<CaseAdmission>
  /** Does what was ruled. A {@link Problem} that it throws refuses the ruling. */
  readonly rule: (ruled: CaseRuled) => Promise<void>
}
