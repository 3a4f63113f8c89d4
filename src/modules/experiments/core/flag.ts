/** Plain flags: values with names, rules that choose one by attributes, and a default. */
import type { JsonObject } from '#kernel/commands'
import type { FieldError } from '#kernel/problem'
import { fractionOf } from './assignment.ts'
import { type Attributes, type Condition, conditionFault, holdsAll } from './targeting.ts'

export const flagTypes = ['boolean', 'string', 'number', 'object'] as const
export type FlagType = (typeof flagTypes)[number]
export type FlagValue = boolean | string | number | JsonObject

/** A share of those who ask, in any scale. */
export type Split = readonly { variant: string; weight: number }[]
/** One variant for all, or shares of them. */
export type Serve = { variant: string } | { split: Split }

export type Flag = {
  key: string
  title: string
  type: FlagType
  /** Switched off, a flag leaves the value to the caller's own default. */
  isOn: boolean
  variants: Readonly<Record<string, FlagValue>>
  /** The first whose conditions all hold. */
  rules: readonly { when: readonly Condition[]; serve: Serve }[]
  otherwise: Serve
  metadata: Readonly<Record<string, string | number | boolean>>
}

/** As OpenFeature names them. */
export type Reason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED'

export type Resolved = { variant: string; value: FlagValue; reason: Reason }

/** What a flag says without any experiment; `needs-key` when a split has nobody to split by. */
export function resolve(flag: Flag, attributes: Attributes, targetingKey: string | undefined): Resolved | 'needs-key' {
  const rule = flag.rules.find(({ when }) => holdsAll(when, attributes))
  const serve = rule?.serve ?? flag.otherwise
  if ('variant' in serve) {
    const plain = flag.rules.length === 0 ? 'STATIC' : 'DEFAULT'
    return resolved(flag, serve.variant, rule === undefined ? plain : 'TARGETING_MATCH')
  }
  if (targetingKey === undefined || targetingKey === '') return 'needs-key'
  return resolved(flag, drawn(serve.split, fractionOf(`flag/${flag.key}/${targetingKey}`)), 'SPLIT')
}

/** A variant of a flag by name. */
export function resolved({ variants }: Flag, variant: string, reason: Reason): Resolved {
  return { variant, value: variants[variant]!, reason }
}

function drawn(split: Split, fraction: number): string {
  const total = split.reduce((sum, { weight }) => sum + weight, 0)
  let sum = 0
  for (const { variant, weight } of split) {
    sum += weight / total
    if (fraction < sum) return variant
  }
  return split.at(-1)!.variant
}

/** What the form of a flag cannot say; the first thing that is wrong. */
export function flagFault(flag: Flag): FieldError | undefined {
  for (const [name, value] of Object.entries(flag.variants)) {
    if (typeof value !== flag.type) return { pointer: `/variants/${name}`, detail: `must be of type ${flag.type}` }
  }
  for (const [index, { when, serve }] of flag.rules.entries()) {
    for (const [place, condition] of when.entries()) {
      const detail = conditionFault(condition)
      if (detail !== undefined) return { pointer: `/rules/${index}/when/${place}/value`, detail }
    }
    const wrong = serveFault(flag, serve)
    if (wrong !== undefined) return { pointer: `/rules/${index}/serve`, detail: wrong }
  }
  const wrong = serveFault(flag, flag.otherwise)
  return wrong === undefined ? undefined : { pointer: '/otherwise', detail: wrong }
}

function serveFault({ variants }: Flag, serve: Serve): string | undefined {
  const named = 'variant' in serve ? [serve.variant] : serve.split.map(({ variant }) => variant)
  const unknown = named.find((name) => !Object.hasOwn(variants, name))
  return unknown === undefined ? undefined : `${unknown} is not a variant`
}
