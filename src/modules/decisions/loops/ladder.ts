/**
 * The ladder that a policy climbs: replay on the log, a simulator where the point has one, beside the live policy in
 * shadow, on a share of decisions (canary), live. Each step says what it asks; a person may go on against it, in words.
 */
import type { JsonObject } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import type { PolicyPlace } from '../books/places.ts'
import type { GuardMetric, Point } from '../core/point.ts'
import { bucketMs, type Tally } from '../counting/tally.ts'
import type { Estimate } from '../learning/replay.ts'
import type { Verdict } from './guarding.ts'

export const steps = ['replay', 'simulator', 'shadow', 'canary', 'live'] as const
export type Step = (typeof steps)[number]

/** Something a step asks; `words` name the figures, and `figures` give them to whoever speaks another language. */
export type Demand = { demand: DemandName; isMet: boolean; words: string; figures?: Readonly<Record<string, number>> }
export const demandNames = [
  'fits', 'not-rolled-back', 'log', 'overlap', 'not-worse', 'better', 'replayed', 'simulated', 'shadow-decisions',
  'shadow-failures', 'shadow-agreement', 'canary-decisions', 'canary-guards',
] as const // prettier-ignore
export type DemandName = (typeof demandNames)[number]

/** What a policy has shown so far. */
export type Shown = {
  policy: PolicyPlace
  point: Point
  /** Null: nothing lives, so there is nothing to be compared with. */
  live: PolicyPlace | null
  proofs: ReadonlyMap<'replay' | 'simulator', Proof>
  /** Since it stands on its stage. */
  tally: Tally
  verdicts: readonly Verdict[]
}

/** What a replay or a simulator found. */
export type Proof = { isMet: boolean; words: string; found: JsonObject }

/** The next step, or null for what lives. */
export function nextStep({ policy, point, live, proofs }: Shown): Step | null {
  switch (policy.stage) {
    case 'live':
      return null
    case 'canary':
      return 'live'
    case 'shadow':
      return 'canary'
    default:
      if (live === null) return 'canary'
      if (proofs.get('replay')?.isMet !== true) return 'replay'
      if (point.declaration.simulator !== undefined && proofs.get('simulator')?.isMet !== true) return 'simulator'
      return 'shadow'
  }
}

/** Decisions that a policy has to make beside another one, and how much less than chance they may agree. */
const shadowMin = 100
const leastAgreement = 0.5
/** Decisions of a canary, unless its guards ask for more. */
const canaryMin = 100

/** What a step asks of a policy; the replay itself is judged when it is done. */
export function demandsOf(shown: Shown, step: Step): Demand[] {
  return [...markDemands(shown), ...stepDemands[step](shown)]
}

function markDemands({ policy: { marked } }: Shown): Demand[] {
  if (marked === null) return []
  const { why } = marked
  return [{ demand: 'not-rolled-back', isMet: false, words: typeof why === 'string' ? why : '' }]
}

const stepDemands: Readonly<Record<Step, (shown: Shown) => Demand[]>> = {
  replay: () => [],
  simulator: (shown) => [proofDemand(shown, 'simulator')],
  shadow: (shown) => {
    if (shown.live === null) return []
    const isSimulated = shown.point.declaration.simulator !== undefined
    return [proofDemand(shown, 'replay'), ...(isSimulated ? [proofDemand(shown, 'simulator')] : [])]
  },
  canary: (shown) => (shown.live === null ? [] : shadowDemands(shown)),
  live: canaryDemands,
}

function proofDemand({ proofs }: Shown, of: 'replay' | 'simulator'): Demand {
  const found = proofs.get(of)
  const demand = of === 'replay' ? 'replayed' : 'simulated'
  const figures = of === 'replay' ? estimated(found?.found ?? {}) : {}
  return { demand, isMet: found?.isMet === true, words: found?.words ?? '', figures }
}

/** The figures of an estimate, as the proof of a replay keeps them; none where a person went on without. */
function estimated({ value, low, high, loggedValue, decisions }: JsonObject): Record<string, number> {
  const figures = Object.entries({ value, low, high, loggedValue, decisions })
  return Object.fromEntries(figures.filter((figure): figure is [string, number] => typeof figure[1] === 'number'))
}

/**
 * Two policies of a kind agree as often as the one that acted was likely to do what it did. One that was shown to be
 * better by more than chance is not asked to agree with what it betters.
 */
function shadowDemands({ tally, proofs }: Shown): Demand[] {
  const { shadowed = 0, same = 0, shadowFailed = 0, chance = 0 } = tally
  const answered = Math.max(1, shadowed - shadowFailed)
  const [share, least] = [same / answered, (chance / answered) * leastAgreement]
  return [
    counted('shadow-decisions', shadowed, shadowMin),
    { demand: 'shadow-failures', isMet: shadowFailed === 0, words: `${shadowFailed}`, figures: { n: shadowFailed } },
    {
      demand: 'shadow-agreement',
      isMet: shadowed > 0 && (isBetter(proofs) || share >= least),
      words: `${percent(share)}; at least ${percent(least)}`,
      figures: { share, least },
    },
  ]
}

function isBetter(proofs: Shown['proofs']): boolean {
  const replay = proofs.get('replay')
  return replay?.isMet === true && replay.found['gain'] !== undefined
}

function canaryDemands({ point, tally, verdicts }: Shown): Demand[] {
  const { guardMetrics = [] } = point.declaration
  const least = Math.max(canaryMin, ...guardMetrics.map((guard: GuardMetric) => guard.least))
  const { n = 0 } = tally
  const alarming = verdicts.filter(({ state }) => state === 'bad' || state === 'suspect')
  return [
    counted('canary-decisions', n, least),
    {
      demand: 'canary-guards',
      isMet: alarming.length === 0,
      words: alarming.map(({ metric }) => metric).join(', '),
    },
  ]
}

function counted(demand: DemandName, n: number, least: number): Demand {
  return { demand, isMet: n >= least, words: `${n} of ${least}`, figures: { n, least } }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** What a replay has to show: that the log says enough of the policy, and that it is not surely worse. */
export function replayProof(found: Estimate): { proof: Proof; demands: Demand[] } {
  const { value, low, high, loggedValue, warnings, decisions, gain } = found
  const of = shortly
  const words = `${of(value)} (${of(low)} to ${of(high)}) beside ${of(loggedValue)}, from ${decisions} decisions`
  const demands: Demand[] = [
    { demand: 'overlap', isMet: warnings.length === 0, words: warnings.join('; ') },
    { demand: 'not-worse', isMet: high >= loggedValue, words, figures: { value, low, high, loggedValue, decisions } },
    ...(gain === undefined ? [] : [betterBy(gain)]),
  ]
  const isMet = demands.every((demand) => demand.isMet)
  return { demands, proof: { isMet, words, found: { ...found, warnings: [...warnings] } } }
}

function shortly(number: number): string {
  return Number(number.toPrecision(4)).toString()
}

/** What machines have made of what people did takes the place of what is understood only if it is surely better. */
function betterBy({ value, low, high }: NonNullable<Estimate['gain']>): Demand {
  const words = `${shortly(value)} (${shortly(low)} to ${shortly(high)})`
  return { demand: 'better', isMet: low > 0, words, figures: { value, low, high } }
}

type ProofRow = { policy: string; version: number; step: 'replay' | 'simulator'; found: Proof }

/** Proofs of a point's policies, by name and version. */
export async function readProofs(db: Executor, town: number, point: string): Promise<Map<string, Shown['proofs']>> {
  const { rows } = await sql<ProofRow>`
    select policy, version, step, found from decisions.proofs where town = ${town} and point = ${point}`.execute(db)
  const groups = Map.groupBy(rows, ({ policy, version }) => `${policy}/${version}`)
  return new Map([...groups].map(([key, of]) => [key, new Map(of.map(({ step, found }) => [step, found]))]))
}

/** Keeps what a replay or a simulator found, in the place of what it found before. */
export async function keepProof(
  db: Executor,
  town: number,
  { policy, step, proof, now }: { policy: PolicyPlace; step: 'replay' | 'simulator'; proof: Proof; now: number },
): Promise<void> {
  await sql`
    insert into decisions.proofs (town, version, at, point, policy, step, found)
    values (${town}, ${policy.version}, ${new Date(now)}, ${policy.point}, ${policy.name}, ${step},
      ${JSON.stringify(proof)}::json)
    on conflict on constraint proofs_pk do update set at = excluded.at, found = excluded.found`.execute(db)
}

/** Counts of a policy since it stands on its stage. */
export async function tallySince(db: Executor, town: number, policy: PolicyPlace): Promise<Tally[]> {
  const { rows } = await sql<{ tally: Tally }>`
    select tally from decisions.buckets where town = ${town} and point = ${policy.point} and policy = ${policy.name}
      and version = ${policy.version} and at > ${new Date((policy.stagedAt ?? 0) - bucketMs)}`.execute(db)
  return rows.map(({ tally }) => tally)
}
