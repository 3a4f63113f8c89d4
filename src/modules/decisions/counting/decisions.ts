/** What of a decision is counted; it is done behind the act, with what its record is written from. */
import type { JsonObject } from '#kernel/commands'
import type { Fallback, Situated } from '../core/choosing.ts'
import type { PointDeclaration } from '../core/point.ts'
import { binOf, placeBin, spanBin } from './bins.ts'
import type { Counting, Counts, Tally } from './tally.ts'

/** Fallbacks that a policy has to answer for. */
const faults: readonly (string | null)[] = ['policy-failed', 'too-slow'] satisfies Fallback[]

/** Features whose distribution is followed; the first ones of a declaration. */
const featuresMax = 24

/** What of its record is counted. */
export type Recorded = {
  point: string
  /** Town time, ms. */
  at: number
  mode: 'auto' | 'shadow' | 'suggest'
  chosen: readonly string[]
  conditional: readonly number[]
  policy: string | null
  policyVersion: number | null
  fallback: string | null
  latencyUs: number
  counterfactual: JsonObject | null
}

/** A decision as it is counted. */
export type Counted = {
  declaration: PointDeclaration
  situated: Situated
  /** The policy whose turn it was, also where it failed. */
  turn: { name: string; version: number } | undefined
}

/** Counts one decision. */
export function countDecision(counting: Counting, record: Recorded, counted: Counted): void {
  const { point, at, policy, policyVersion } = record
  counting.add({ point, at, policy: policy ?? '', version: policyVersion ?? 0 }, tallyOf(record, counted))
  const { turn } = counted
  if (turn !== undefined && faults.includes(record.fallback)) {
    counting.add({ point, at, policy: turn.name, version: turn.version }, { failed: 1 })
  }
  countShadow(counting, record)
}

function tallyOf(record: Recorded, { declaration, situated }: Counted): Tally {
  const { fallback, mode, latencyUs } = record
  return {
    n: 1,
    ...(fallback === null ? { [mode]: 1 } : { fallbacks: { [fallback]: 1 } }),
    latency: { [spanBin(latencyUs)]: 1 },
    chosen: chosenOf(record, declaration, situated),
    inputs: fallback === 'wrong-context' ? {} : inputsOf(declaration, situated),
  }
}

function chosenOf({ chosen }: Recorded, { options }: PointDeclaration, { options: offered }: Situated): Counts {
  const [first] = chosen
  if (first === undefined) return {}
  return { [options.ids === undefined ? placeBin(offered.findIndex(({ id }) => id === first)) : first]: 1 }
}

function inputsOf({ context: features }: PointDeclaration, { context }: Situated): Record<string, Counts> {
  const bins = Object.entries(features)
    .slice(0, featuresMax)
    .flatMap(([name, feature]) => {
      const value = context[name]
      return value === undefined ? [] : [[name, { [binOf(feature, value)]: 1 }] as const]
    })
  return Object.fromEntries(bins)
}

/** What the policy in shadow said beside the one that acted. */
/** Of slates the first places are compared: two orders of a page are hardly ever the same to the last. */
function countShadow(counting: Counting, { point, at, chosen, conditional, counterfactual, fallback }: Recorded) {
  const { policy, version, chosen: other } = counterfactual ?? {}
  if (fallback !== null || typeof policy !== 'string' || typeof version !== 'number') return
  const isSame = Array.isArray(other) && other[0] === chosen[0]
  const said = Array.isArray(other) ? { same: isSame ? 1 : 0, chance: conditional[0] ?? 1 } : { shadowFailed: 1 }
  counting.add({ point, at, policy, version }, { shadowed: 1, ...said })
}
