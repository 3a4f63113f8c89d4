import type { Static } from 'typebox'
import type { JsonObject } from '#kernel/commands'
import { rfc3339 } from '#kernel/http-pages'
import type { Known } from '../books/registry.ts'
import type { Chapter } from '../books/story.ts'
import type { Point } from '../core/point.ts'
import { type Bucket, sumOf } from '../counting/tally.ts'
import type { Rung } from '../loops/climbing.ts'
import type { Drift } from '../loops/drift.ts'
import type { Verdict } from '../loops/guarding.ts'
import { type Figures, figuresOf, reasonsOf, stateOf, valueOf } from '../loops/health.ts'
import type { Operating } from '../loops/operating.ts'
import type { Regret } from '../loops/regret.ts'
import { eventIdOf, type Worsened } from '../loops/rolling-back.ts'
import type { Standing } from '../loops/verdicts.ts'
import type { LoopBody, LoopsBody, StoryBody } from './contract-loops.ts'

/** What is known of a loop. */
export type Seen = {
  known: Known
  buckets: readonly Bucket[]
  drift: Drift
  standings: readonly Standing[]
  regret: Regret | null
  last: Chapter | undefined
  now: number
  since: number
}

type Item = Static<typeof LoopsBody>['items'][number]
type Shown = Omit<Item, 'line'>
type Span = { since: number; now: number; parts: number }

/** The longest time in which something may come of a decision. */
export function windowOf({ declaration }: Point): number {
  return Math.max(0, ...declaration.metrics.map(({ windowMs }) => windowMs))
}

/** A loop as it is listed. */
export function shownLoop({ known, buckets, drift, standings, regret, last, now }: Seen): Shown {
  const { point, isOff, live, canary, shadow } = known
  const { name, title, mode } = point.declaration
  const figures = figuresOf(buckets, { windowMs: windowOf(point), now })
  const reasons = reasonsOf({ known, figures, drift, standings, last, now })
  return {
    point: name,
    title,
    version: point.version,
    mode,
    state: stateOf(reasons),
    reasons,
    ...shownFigures(figures),
    regret,
    drift: { choice: drift.choice, inputs: [...drift.inputs] },
    isOff,
    live: named(live),
    shadow: named(shadow),
    canary: canary === undefined ? null : { ...named(canary.policy)!, bps: canary.bps },
  }
}

function named(policy: { name: string; version: number } | undefined) {
  return policy === undefined ? null : { policy: policy.name, version: policy.version }
}

function shownFigures({ fallbacks, ...figures }: Figures) {
  return { ...figures, fallbacks: { ...fallbacks } }
}

/** Parts of a span, the oldest first, also those in which nothing was decided. */
export function lineOf(buckets: readonly Bucket[], { since, now, parts }: Span): Item['line'] {
  const stepMs = (now - since) / parts
  const groups = Map.groupBy(buckets, ({ at }) => Math.max(0, Math.min(parts - 1, Math.floor((at - since) / stepMs))))
  return Array.from({ length: parts }, (_, index) => {
    const tally = sumOf((groups.get(index) ?? []).map((bucket) => bucket.tally))
    return { at: rfc3339(since + index * stepMs), decisions: tally.n ?? 0, value: valueOf(tally)?.mean ?? null }
  })
}

/** Figures by policy and time. */
export function seriesOf(buckets: readonly Bucket[], stepMs: number): Static<typeof LoopBody>['series'] {
  const startOf = (at: number): number => Math.floor(at / stepMs) * stepMs
  const groups = Map.groupBy(buckets, ({ at, policy, version }) => `${startOf(at)}\n${policy}\n${version}`)
  return [...groups.values()].map((group) => {
    const { at, policy, version } = group[0]!
    const tally = sumOf(group.map((bucket) => bucket.tally))
    const { n = 0, auto = 0, overrides = 0, fallbacks = {} } = tally
    return {
      at: rfc3339(startOf(at)),
      policy: policy === '' ? null : policy,
      version: policy === '' ? null : version,
      decisions: n,
      automated: Math.max(0, auto - overrides),
      overrides,
      fallbacks: Object.values(fallbacks).reduce((sum, count) => sum + count, 0),
      value: valueOf(tally),
    }
  })
}

/** A policy of a loop with its figures and its place on the ladder. */
export function shownPolicy(
  { policy, next, demands }: Rung,
  { known, buckets, standings, now }: Seen,
  kinds: ReadonlyMap<string, string>,
): Static<typeof LoopBody>['policies'][number] {
  const own = buckets.filter((one) => one.policy === policy.name && one.version === policy.version)
  const standing = standings.find((one) => one.policy.name === policy.name && one.policy.version === policy.version)
  const { name, version, stage, canaryBps, stagedAt, marked } = policy
  return {
    policy: name,
    version,
    kind: kinds.get(`${name}/${version}`) ?? '',
    stage,
    canaryBps,
    stagedAt: stagedAt === null ? null : rfc3339(stagedAt),
    marked: typeof marked?.['why'] === 'string' ? marked['why'] : null,
    worsened: worsenedIn(marked),
    next,
    demands,
    guards: (standing?.verdicts ?? []).map((verdict) => shownGuard(known.point, verdict)),
    ...shownFigures(figuresOf(own, { windowMs: windowOf(known.point), now })),
  }
}

/** What the guard found, as `rollBack` wrote it. */
function worsenedIn(marked: JsonObject | null): Worsened | null {
  return (marked?.['found'] ?? null) as Worsened | null
}

function shownGuard({ declaration }: Point, { metric, state, before, now, since, evidence }: Verdict) {
  const { better, tolerated } = declaration.guardMetrics!.find((guard) => guard.metric === metric)!
  const of = (summary: Verdict['now']) => (summary === null ? null : { mean: summary.mean, decisions: summary.count })
  const at = since === null ? null : rfc3339(since)
  return { metric, better, tolerated, state, before: of(before), now: of(now), since: at, evidence }
}

/** The share of all operating decisions that a machine made. */
export function shownOperating(operating: Operating, hours: number): Static<typeof LoopsBody>['operating'] {
  const all = operating.byMachine + operating.byPerson
  return { ...operating, share: all === 0 ? null : operating.byMachine / all, hours }
}

/** A chapter of a story. */
export function shownChapter(chapter: Chapter): Static<typeof StoryBody>['items'][number] {
  const { id, at, kind, policy, version, byParty, details } = chapter
  return {
    id,
    at: rfc3339(at),
    kind,
    policy: policy === null ? null : { policy, version: version! },
    by: byParty,
    details,
    eventId: kind === 'rolled-back' ? eventIdOf(id) : null,
  }
}
