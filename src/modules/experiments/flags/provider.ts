/**
 * Our flags as an OpenFeature provider for code in this process: what `@openfeature/server-sdk` wants of one, without
 * needing it. A value that an experiment chose counts as used, as an application evaluates a flag where it acts on it.
 *
 *   await OpenFeature.setProviderAndWait(flagProvider(experiments))
 */
import type { FlagType } from '../core/flag.ts'
import type { Experiments, FlagContext } from '../experiments.ts'
import type { FlagError } from './evaluating.ts'

/** An answer as OpenFeature's `ResolutionDetails` has it. */
export type Resolution<T> = {
  value: T
  variant?: string
  reason: string
  errorCode?: FlagError | 'TYPE_MISMATCH'
  errorMessage?: string
  flagMetadata?: Record<string, string | number | boolean>
}

/** OpenFeature's evaluation context: anything beside the key is an attribute. */
export type EvaluationContext = { readonly targetingKey?: string; readonly [attribute: string]: unknown }

/** The provider; its methods are those of the specification, §2.2. */
export type FlagProvider = {
  readonly metadata: { readonly name: string }
  readonly runsOn: 'server'
  resolveBooleanEvaluation: (key: string, otherwise: boolean, of: EvaluationContext) => Promise<Resolution<boolean>>
  resolveStringEvaluation: (key: string, otherwise: string, of: EvaluationContext) => Promise<Resolution<string>>
  resolveNumberEvaluation: (key: string, otherwise: number, of: EvaluationContext) => Promise<Resolution<number>>
  resolveObjectEvaluation: <T>(key: string, otherwise: T, of: EvaluationContext) => Promise<Resolution<T>>
}

export function flagProvider(experiments: Experiments): FlagProvider {
  const ask = <T>(type: FlagType) => {
    return (key: string, otherwise: T, of: EvaluationContext): Promise<Resolution<T>> =>
      resolution<T>(experiments, { key, type, otherwise, of })
  }
  return {
    metadata: { name: 'lakeside' },
    runsOn: 'server',
    resolveBooleanEvaluation: ask<boolean>('boolean'),
    resolveStringEvaluation: ask<string>('string'),
    resolveNumberEvaluation: ask<number>('number'),
    resolveObjectEvaluation: <T>(key: string, otherwise: T, of: EvaluationContext) =>
      resolution<T>(experiments, { key, type: 'object', otherwise, of }),
  }
}

type Wanted<T> = { key: string; type: FlagType; otherwise: T; of: EvaluationContext }

async function resolution<T>(
  experiments: Experiments,
  { key, type, otherwise, of }: Wanted<T>,
): Promise<Resolution<T>> {
  const found = await experiments.evaluate(key, contextOf(of))
  if ('error' in found) {
    return { value: otherwise, reason: 'ERROR', errorCode: found.error, errorMessage: found.detail }
  }
  if (found.reason === 'DISABLED' || !('value' in found)) return { value: otherwise, reason: 'DISABLED' }
  if (found.flag.type !== type) {
    const errorMessage = `${key} is of type ${found.flag.type}`
    return { value: otherwise, reason: 'ERROR', errorCode: 'TYPE_MISMATCH', errorMessage }
  }
  const { trial, variant, reason, flag } = found
  // The type was compared just before.
  if (trial !== null) experiments.used(trial.live, trial.assigned)
  const flagMetadata = { ...flag.metadata, ...(trial === null ? {} : { experiment: trial.live.declaration.name }) }
  return { value: found.value as T, variant, reason, flagMetadata }
}

/** The key and the session stand out; the rest are attributes. */
export function contextOf({ targetingKey, ...attributes }: EvaluationContext): FlagContext {
  const session = attributes['session']
  return { targetingKey, session: typeof session === 'string' ? session : undefined, attributes }
}
