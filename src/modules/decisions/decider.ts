/**
 * `decide` in process: never throws, never waits for the database, and always answers something that may be done.
 *
 *   const decider = deciderOf(context)
 *   const { chosen } = decider.decide('checkout.fraud', { context, options, subject })
 */
import { createHash } from 'node:crypto'
import type { TownClock } from '#kernel/clock'
import type { Json } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import type { Vault } from '#kernel/vault'
import type { Answerer } from '#modules/orders'
import { answererOf } from './answering.ts'
import { type Budgets, createBudgets } from './books/budgets.ts'
import { createRecorder, type Pending, type Recorder } from './books/recorder.ts'
import { candidatesHash, type DecisionRecord, fitted, inputsOf } from './books/record.ts'
import { type Compile, createRegistry, type Known, type Registry } from './books/registry.ts'
import { choose, type Choice, type Fallback, safeChoice, type Situated } from './core/choosing.ts'
import type { Policy } from './core/policy.ts'
import { notedIn, type Trial, type Trials } from './trial.ts'

/** What a caller asks. */
export type Asking = Situated & {
  /** Chosen by the caller, so that asking again finds the same record; a UUIDv7. */
  id?: string
  /** The person it is about: what the policy saw is sealed under their key. */
  subject?: string | null
  onBehalfOf?: string | null
  /** The caller's own: an order, a session. Outcomes find the decision by it. */
  reference?: string | null
  /** The event that gave a feature its value. */
  sources?: Readonly<Record<string, string>>
  /** Positions of the features that were read: of the log, and of the stream of interactions. */
  featurePos?: number | null
  streamPos?: number | null
  experiments?: Json
  /** False: what the policy saw is not kept, so that nobody can make the choice again. */
  keepsInputs?: boolean
}

/** What is to be done. */
export type Decided = Choice & {
  id: string
  at: number
  point: string
  mode: 'auto' | 'shadow' | 'suggest'
  policy: { name: string; version: number; hash: string } | null
  /** Resolves when the record is stored; false when it was left out. The act need not wait for it. */
  recorded: Promise<boolean>
}

export type Decider = {
  decide: (point: string, asking: Asking) => Decided
  registry: Registry
  recorder: Recorder
  /** By `BUSINESS/QUESTION`; grows as points are declared. */
  answerers: Readonly<Record<string, Answerer>>
  /** Whether the point that answers a question is switched off. */
  isKilled: (question: string) => boolean
  /** Lets experiments choose the policy of some decisions, from now on. */
  tryOn: (trials: Trials) => void
  start: () => Promise<void>
  stop: () => Promise<void>
}

/** What a decider works on. */
export type Place = { db: Database; town: number; clock: Pick<TownClock, 'now'>; vault: Vault }

const deciders = new WeakMap<Database, Map<number, Decider>>()

/** The one decider of a town in this process. */
export function deciderOf(context: { db: Database; town: { id: number }; clock: TownClock; vault: Vault }): Decider {
  const { db, clock, vault } = context
  const town = context.town.id
  const here = deciders.get(db) ?? new Map<number, Decider>()
  deciders.set(db, here)
  const found = here.get(town) ?? createDecider({ db, town, clock, vault })
  here.set(town, found)
  return found
}

export function createDecider(place: Place, compile?: Compile): Decider {
  const answerers: Record<string, Answerer> = {}
  const points = new Map<string, string>()
  const registry = createRegistry(place, compile, (all) => {
    for (const { point } of all) {
      const { question, name } = point.declaration
      if (question === null) continue
      points.set(question.of, name)
      answerers[question.of] = answererOf(point, (asking) => decide(name, asking))
    }
  })
  const recorder = createRecorder(place)
  const budgets = createBudgets(place)
  let trials: Trials = () => undefined
  const decide = (point: string, asking: Asking): Decided =>
    decideAt({ place, registry, recorder, budgets, trials }, point, asking)
  return {
    decide,
    registry,
    recorder,
    answerers,
    isKilled: (question) => registry.isOff(points.get(question) ?? question),
    tryOn: (given) => void (trials = given),
    start: async () => {
      await registry.refresh()
      await budgets.load(registry.all().map(({ point }) => point.declaration))
      registry.start()
    },
    stop: async () => {
      await registry.stop()
      await budgets.idle()
      await recorder.idle()
    },
  }
}

type Parts = { place: Place; registry: Registry; recorder: Recorder; budgets: Budgets; trials: Trials }

function decideAt(parts: Parts, name: string, given: Asking): Decided {
  const { place, registry, recorder, budgets } = parts
  const startedAt = performance.now()
  const id = given.id ?? newId()
  const at = place.clock.now()
  const known = registry.find(name)
  const { trial, asking, policy } = prepared(parts, known, { asking: given, id, at })
  const proposed = proposal({ known, policy, asking, id, startedAt })
  const { choice, counterfactual } = acted(known, proposed, asking)
  const latencyUs = Math.round((performance.now() - startedAt) * 1000)
  const isOfPolicy = policy !== undefined && choice.fallback === null
  const decided = {
    ...choice,
    id,
    at,
    point: name,
    mode: known?.point.declaration.mode ?? 'auto',
    policy: isOfPolicy ? { name: policy.name, version: policy.version, hash: policy.hash } : null,
  } as const
  if (known === undefined) return { ...decided, recorded: Promise.resolve(false) }
  if (isOfPolicy) trial?.used()
  const pending = pendingOf({ known, asking, decided, counterfactual, latencyUs, turn: policy })
  const recorded = recorder.add(pending)
  budgets.note(known.point.declaration, decided, recorded)
  return { ...decided, recorded }
}

type Prepared = { trial?: Trial | undefined; asking: Asking; policy?: Policy | undefined }

/** Which policy decides, and what it may not choose. */
function prepared(
  { trials, budgets }: Parts,
  known: Known | undefined,
  { asking, id, at }: { asking: Asking; id: string; at: number },
): Prepared {
  if (known === undefined) return { asking }
  const trial = trialOf(trials, known, { asking, at })
  const spent = budgets.spent(known.point.declaration, at)
  return { trial, asking: withinBudgets(notedIn(asking, trial), spent), policy: trial?.policy ?? policyFor(known, id) }
}

/** What has been chosen often enough is blocked, and the record says so: decided again, it is blocked again. */
function withinBudgets(asking: Asking, spent: ReadonlySet<string> | undefined): Asking {
  if (spent === undefined || spent.size === 0) return asking
  const options = asking.options.map((option) => (spent.has(option.id) ? { ...option, blockedBy: 'budget' } : option))
  return { ...asking, options }
}

/** An experiment that fails is left out: it never fails the act. */
function trialOf(trials: Trials, { point }: Known, { asking, at }: { asking: Asking; at: number }): Trial | undefined {
  try {
    return trials(point, asking, at)
  } catch (error) {
    log.error({ err: error, point: point.declaration.name }, 'an experiment could not say which policy decides')
    return undefined
  }
}

/** The canary takes its share of decisions, by their ids. */
function policyFor({ live, canary }: Known, id: string): Policy | undefined {
  if (canary === undefined) return live
  const share = createHash('sha256').update(`canary/${id}`).digest().readUInt32BE(0) / 2 ** 32
  return share * 10_000 < canary.bps ? canary.policy : live
}

type Proposing = {
  known: Known | undefined
  policy: Policy | undefined
  asking: Asking
  id: string
  startedAt: number
}

/** What the policy says; whatever goes wrong becomes the safe default with the reason. */
function proposal({ known, policy, asking, id, startedAt }: Proposing): Choice {
  const point = known?.point
  const safe = (fallback: Fallback, reason: string): Choice => safely(point, asking, { fallback, reason })
  if (known === undefined || point === undefined) return safe('unknown-point', 'there is no such point')
  if (known.isOff) return safe('switched-off', 'the point is switched off')
  if (policy === undefined) return safe('no-policy', 'no policy is live')
  try {
    const choice = choose(point, policy, { ...asking, seed: id })
    const tookMs = performance.now() - startedAt
    const { budgetMs } = point.declaration
    if (tookMs <= budgetMs) return choice
    return safe('too-slow', `took ${Math.round(tookMs)} ms of ${budgetMs}`)
  } catch (error) {
    log.error({ err: error, point: point.declaration.name, policy: policy.name }, 'a policy failed')
    return safe('policy-failed', error instanceof Error ? error.message : String(error))
  }
}

/** Not even options that are no options make it throw. */
function safely(...[point, asking, why]: Parameters<typeof safeChoice>): Choice {
  try {
    return safeChoice(point, asking, why)
  } catch (error) {
    log.error({ err: error }, 'the options of a decision could not be read')
    const chosen = point?.declaration.safeDefault ?? null
    return {
      chosen: chosen === null ? [] : [chosen], conditional: [], pChosen: 1, options: [], fallback: why.fallback,
      reasons: [why.reason],
    } // prettier-ignore
  }
}

/** A point in shadow does what is safe; what the policy would have done is kept beside it. */
function acted(
  known: Known | undefined,
  proposed: Choice,
  asking: Asking,
): { choice: Choice; counterfactual: DecisionRecord['counterfactual'] } {
  if (known?.point.declaration.mode !== 'shadow' || proposed.fallback !== null)
    return { choice: proposed, counterfactual: null }
  const why = { fallback: 'shadow', reason: 'the point runs in shadow' } as const
  const { chosen, pChosen } = proposed
  return { choice: safely(known.point, asking, why), counterfactual: { chosen: [...chosen], pChosen } }
}

type Recording = {
  known: Known
  asking: Asking
  decided: Omit<Decided, 'recorded'>
  counterfactual: DecisionRecord['counterfactual']
  latencyUs: number
  /** The policy whose turn it was. */
  turn: Policy | undefined
}

function pendingOf(recording: Recording): Pending {
  const { known, asking, decided, turn } = recording
  const inputs = asking.keepsInputs === false ? undefined : inputsOf(asking, asking.sources ?? {})
  const finish = (begun: DecisionRecord): DecisionRecord => {
    const counterfactual = begun.counterfactual ?? shadowOf(known, asking, decided)
    const rest = JSON.stringify([counterfactual, begun.experiments, begun.reference]).length
    const ids = asking.options.map(({ id }) => id)
    const candidates = candidatesHash(ids, decided.rows)
    const kept = fitted(decided, { inputs, isSealed: begun.subject !== null, rest })
    return { ...begun, counterfactual, candidates, ...kept }
  }
  const counted = { declaration: known.point.declaration, situated: asking, turn }
  return { record: begunOf(recording), finish, counted }
}

/** What of a record is there at once. */
function begunOf({ known, asking, decided, counterfactual, latencyUs }: Recording): DecisionRecord {
  const { id, at, mode, point, chosen, conditional, pChosen, fallback } = decided
  const { subject = null, onBehalfOf = null, reference = null, experiments = null } = asking
  const { featurePos = null, streamPos = null } = asking
  return {
    id, at, mode, subject, onBehalfOf, reference, featurePos, streamPos, experiments, latencyUs, counterfactual,
    point, pointVersion: known.point.version, chosen, conditional, pChosen, fallback, ...policyOf(decided),
    candidates: '', options: [], reasons: [], inputs: null,
  } // prettier-ignore
}

function policyOf({ policy }: Pick<Decided, 'policy'>) {
  if (policy === null) return { policy: null, policyVersion: null, policyHash: null }
  return { policy: policy.name, policyVersion: policy.version, policyHash: policy.hash }
}

/** What the policy in shadow would have chosen; it is asked after the act. */
function shadowOf({ shadow, point }: Known, asking: Asking, { id, fallback }: Omit<Decided, 'recorded'>) {
  if (shadow === undefined || fallback !== null) return null
  const { name: policy, version } = shadow
  try {
    const { chosen, pChosen } = choose(point, shadow, { ...asking, seed: `${id}/shadow` })
    return { policy, version, chosen: [...chosen], pChosen }
  } catch (error) {
    return { policy, version, failed: error instanceof Error ? error.message.slice(0, 200) : String(error) }
  }
}
