/**
 * The smallest change of one feature of the context that would have changed the choice, found by deciding again with
 * the same policy and the same seed; what is told has been tried.
 */
import { choose } from './choosing.ts'
import type { Feature, FeatureValue } from './features.ts'
import type { Option, Point } from './point.ts'
import type { Policy } from './policy.ts'
import type { FeatureValues } from './features.ts'

/** A change that flips the choice. */
export type Flip = { feature: string; from: FeatureValue; to: FeatureValue; chosen: string }

export type Retrying = {
  point: Point
  policy: Policy
  context: FeatureValues
  options: readonly Option[]
  length: number
  seed: string
}

/** The choice under a changed context; undefined where the policy cannot choose. */
function firstOf({ point, policy, ...situated }: Retrying, context: FeatureValues): string | undefined {
  const { chosen, fallback } = choose(point, policy, { ...situated, context })
  return fallback === null || fallback === 'all-blocked' ? chosen[0] : undefined
}

/**
 * The smallest flip of each feature that can flip the choice alone: what the choice hung on. The smallest first:
 * numbers by their share of what they were, all others after them.
 */
export function flipsOfEach(retrying: Retrying): Flip[] {
  const was = firstOf(retrying, retrying.context)
  const found = Object.entries(retrying.point.declaration.context).flatMap(([feature, declared]) => {
    const from = retrying.context[feature]
    if (from === undefined) return []
    const attempt = (to: FeatureValue): string | undefined => {
      const chosen = firstOf(retrying, { ...retrying.context, [feature]: to })
      return chosen === was ? undefined : chosen
    }
    const flips = flipsOf(declared, from, attempt).flatMap((to) => {
      const chosen = attempt(to)
      return chosen === undefined ? [] : [{ flip: { feature, from, to, chosen }, size: sizeOf(from, to) }]
    })
    return flips.toSorted((one, other) => one.size - other.size).slice(0, 1)
  })
  return found.toSorted((one, other) => one.size - other.size).map(({ flip }) => flip)
}

/** Any change of a category or flag counts as more than doubling a number. */
function sizeOf(from: FeatureValue, to: FeatureValue): number {
  return typeof from === 'number' && typeof to === 'number' ? Math.abs(to - from) / (Math.abs(from) + 1) : 2
}

type Attempt = (to: FeatureValue) => string | undefined

function flipsOf(feature: Feature, from: FeatureValue, attempt: Attempt): FeatureValue[] {
  if (feature.kind === 'number') return typeof from === 'number' ? numbers(feature, from, attempt) : []
  const others = feature.kind === 'flag' ? [from !== true] : feature.values.filter((value) => value !== from)
  const flip = others.find((value) => attempt(value) !== undefined)
  return flip === undefined ? [] : [flip]
}

/** Steps that double: from a thousandth of the number to a million times. */
const firstStep = 1e-3
const steps = 30
const halvings = 40

/** The nearest flipping number on either side. */
function numbers(
  { min = -Infinity, max = Infinity }: Extract<Feature, { kind: 'number' }>,
  from: number,
  attempt: Attempt,
): number[] {
  const isWhole = Number.isInteger(from)
  return [1, -1].flatMap((direction) => {
    let near = from
    for (let step = 0, size = firstStep * (Math.abs(from) + 1); step < steps; step++, size *= 2) {
      const wanted = from + direction * (isWhole ? Math.ceil(size) : size)
      const to = Math.min(max, Math.max(min, wanted))
      if (to === near) break
      if (attempt(to) !== undefined) return [nearest({ near, far: to, isWhole }, attempt)]
      near = to
    }
    return []
  })
}

/** Between a number that does not flip and one that does. */
function nearest(between: { near: number; far: number; isWhole: boolean }, attempt: Attempt): number {
  let { near, far } = between
  for (let i = 0; i < halvings; i++) {
    const middle = between.isWhole ? Math.trunc((near + far) / 2) : (near + far) / 2
    if (middle === near || middle === far) break
    if (attempt(middle) === undefined) near = middle
    else far = middle
  }
  return far
}
