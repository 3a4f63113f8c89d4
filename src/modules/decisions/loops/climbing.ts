/** Going a step up the ladder. */
import type { Actor } from '#kernel/commands'
import { type Database, type Executor, transaction } from '#kernel/db'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { getPoint, getPolicy, lock, promote, putOnStage } from '../books/declaring.ts'
import { listPlaces } from '../books/places.ts'
import { noteChapter } from '../books/story.ts'
import type { Point } from '../core/point.ts'
import { sumOf } from '../counting/tally.ts'
import { judged } from '../training/judging.ts'
import { ladderStepRefused, policyNotFound, tooFewDecisions } from '../problems.ts'
import {
  type Demand,
  demandsOf,
  keepProof,
  nextStep,
  readProofs,
  replayProof,
  type Shown,
  type Step,
  tallySince,
} from './ladder.ts'
import { standingsOf } from './verdicts.ts'

/** Where a policy stands on the ladder: what comes next, and what that asks. */
export type Rung = { policy: Shown['policy']; next: Step | null; demands: Demand[] }

type Place = { db: Database; town: number; vault: Vault; now: number }

/** Where every policy of a point stands. @param now town time, ms */
export async function rungsOf(
  db: Executor,
  town: number,
  { point, now }: { point: Point; now: number },
): Promise<Rung[]> {
  const all = await shownOf(db, town, { point, now })
  return all.map((shown): Rung => {
    const next = nextStep(shown)
    return { policy: shown.policy, next, demands: next === null ? [] : demandsOf(shown, next) }
  })
}

async function shownOf(db: Executor, town: number, { point, now }: { point: Point; now: number }): Promise<Shown[]> {
  const { name } = point.declaration
  const [policies, proofs, standings] = await Promise.all([
    listPlaces(db, town, name),
    readProofs(db, town, name),
    standingsOf(db, town, { point, now }),
  ])
  const live = policies.find(({ stage }) => stage === 'live') ?? null
  const trying = policies.filter(({ stage }) => stage === 'shadow' || stage === 'canary')
  const tallies = new Map(
    await Promise.all(trying.map(async (policy) => [policy, sumOf(await tallySince(db, town, policy))] as const)),
  )
  return policies.map((policy) => ({
    policy,
    point,
    live,
    proofs: proofs.get(`${policy.name}/${policy.version}`) ?? new Map(),
    tally: tallies.get(policy) ?? {},
    verdicts: standingsFor(standings, policy),
  }))
}

function standingsFor(standings: Awaited<ReturnType<typeof standingsOf>>, { name, version }: Shown['policy']) {
  return standings.find(({ policy }) => policy.name === name && policy.version === version)?.verdicts ?? []
}

/** A step that somebody wants to go. */
export type Climbing = {
  point: string
  name: string
  version: number
  by: Actor
  canaryBps: number
  /** Why it is gone against what it asks. */
  force: string | null
}

/** What came of it. */
export type Climbed = { step: Step; demands: Demand[]; isForced: boolean }

/**
 * Goes the next step.
 *
 * @throws {Problem} ladder-step-refused, policy-not-found, policy-unfit, decision-point-not-found
 */
export async function climb(place: Place, climbing: Climbing): Promise<Climbed> {
  const { db, town, now } = place
  const { name, version, force } = climbing
  const point = await getPoint(db, town, climbing.point)
  await getPolicy(db, town, { point, name, version })
  const all = await shownOf(db, town, { point, now })
  const shown = all.find(({ policy }) => policy.name === name && policy.version === version)
  if (shown === undefined) throw new Problem(policyNotFound)
  const step = nextStep(shown)
  if (step === null) throw new Problem(ladderStepRefused, { detail: 'It lives already.', extra: { step: 'live' } })
  const demands = [...demandsOf(shown, step), ...(step === 'replay' ? await replay(place, shown) : [])]
  const isRight = demands.every(({ isMet }) => isMet)
  if (!isRight && force === null) throw refusal(step, demands)
  await go(place, climbing, { shown, step, isForced: !isRight })
  return { step, demands, isForced: !isRight }
}

/** What a machine has learnt. */
type Made = { point: string; name: string; version: number }

/**
 * Lets what a machine has learnt go as far as it may alone: judged, and beside what lives when it is surely better.
 * Only an older version of its own makes room for it there; what is tried on people, people promote.
 */
export async function advance(place: Place, made: Made): Promise<void> {
  const { db, town, now } = place
  const point = await getPoint(db, town, made.point)
  const find = async (): Promise<{ own: Shown | undefined; inShadow: Shown['policy'] | undefined }> => {
    const all = await shownOf(db, town, { point, now })
    return {
      own: all.find(({ policy }) => policy.name === made.name && policy.version === made.version),
      inShadow: all.find(({ policy }) => policy.stage === 'shadow')?.policy,
    }
  }
  const { own: before } = await find()
  if (before === undefined || nextStep(before) !== 'replay') return
  const found = await replay(place, before)
  if (!found.every(({ isMet }) => isMet)) return
  const details = { step: 'replay', isForced: false, why: null }
  await noteChapter(db, { town, by: null, point: made.point, kind: 'proved', policy: made, details })
  const { own, inShadow } = await find()
  if (own === undefined || nextStep(own) !== 'shadow' || !demandsOf(own, 'shadow').every(({ isMet }) => isMet)) return
  if (inShadow !== undefined && inShadow.name !== made.name) return
  await transaction(db, async (tx) => {
    await lock(tx, town)
    await putOnStage(tx, { town, by: null }, { ...made, stage: 'shadow', canaryBps: 0 })
  })
}

function refusal(step: Step, demands: readonly Demand[]): Problem {
  const missing = demands.filter(({ isMet }) => !isMet)
  const detail = missing.map(({ demand, words }) => (words === '' ? demand : `${demand}: ${words}`)).join('; ')
  return new Problem(ladderStepRefused, { detail, extra: { step, missing: missing.map(({ demand }) => demand) } })
}

const weekMs = 7 * 86_400_000

/** Decides the log of the last week again, and keeps what it says. */
async function replay(place: Place, { point, policy }: Shown): Promise<Demand[]> {
  const { db, town, now } = place
  const compiled = await getPolicy(db, town, { point, name: policy.name, version: policy.version })
  try {
    const { estimate } = await judged(place, { point, policy: compiled, since: now - weekMs })
    const { proof, demands } = replayProof(estimate)
    await keepProof(db, town, { policy, step: 'replay', proof, now })
    return [{ demand: 'log', isMet: true, words: '' }, ...demands]
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== tooFewDecisions) throw error
    return [{ demand: 'log', isMet: false, words: error.message }]
  }
}

type Going = { shown: Shown; step: Step; isForced: boolean }

async function go(place: Place, climbing: Climbing, { shown, step, isForced }: Going): Promise<void> {
  const { db, town, now } = place
  const { point, name, version, by, canaryBps, force } = climbing
  const { policy } = shown
  if (step === 'replay' || step === 'simulator') {
    const proof = { isMet: true, words: force ?? '', found: { forced: force } }
    if (isForced) await keepProof(db, town, { policy, step, proof, now })
  } else {
    await promote({ db, town, by }, { point, name, version, stage: step, canaryBps: step === 'canary' ? canaryBps : 0 })
  }
  const details = { step, isForced, why: isForced ? force : null }
  if (isForced || step === 'replay') {
    await noteChapter(db, { town, by, point, kind: 'proved', policy: { name, version }, details })
  }
}
