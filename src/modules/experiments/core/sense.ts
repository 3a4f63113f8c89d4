import type { FieldError } from '#kernel/problem'
import { type Declaration, type Metric, sharesOf } from './experiment.ts'
import { conditionFault } from './targeting.ts'

/** What the form of a declaration cannot say; the first thing that is wrong. */
export function nonsenseOf(declaration: Declaration): FieldError | undefined {
  return (
    armsFault(declaration) ??
    blockFault(declaration) ??
    eligibilityFault(declaration) ??
    metricsFault(declaration) ??
    rampFault(declaration) ??
    allocationFault(declaration) ??
    drivesFault(declaration)
  )
}

function armsFault({ arms }: Declaration): FieldError | undefined {
  const twice = arms.findIndex(({ name }, index) => arms.findIndex((one) => one.name === name) < index)
  return twice === -1 ? undefined : { pointer: `/arms/${twice}/name`, detail: 'is the name of an arm before' }
}

function blockFault({ unit, block }: Declaration): FieldError | undefined {
  if (unit !== 'block') return block === undefined ? undefined : { pointer: '/block', detail: 'is for unit block only' }
  if (block === undefined) return { pointer: '/block', detail: 'is required for unit block' }
  return block.washoutMs < block.lengthMs
    ? undefined
    : { pointer: '/block/washoutMs', detail: 'must be shorter than the block' }
}

function eligibilityFault({ eligibility }: Declaration): FieldError | undefined {
  for (const [index, condition] of eligibility.entries()) {
    const detail = conditionFault(condition)
    if (detail !== undefined) return { pointer: `/eligibility/${index}/value`, detail }
  }
  return undefined
}

function metricsFault({ metrics, unit }: Declaration): FieldError | undefined {
  if (metrics.filter(({ role }) => role === 'primary').length !== 1) {
    return { pointer: '/metrics', detail: 'must have exactly one primary metric' }
  }
  for (const [index, metric] of metrics.entries()) {
    const found = metricFault(metric, unit)
    if (metrics.findIndex(({ name }) => name === metric.name) < index) {
      return { pointer: `/metrics/${index}/name`, detail: 'is the name of a metric before' }
    }
    if (found !== undefined) return { pointer: `/metrics/${index}${found.pointer}`, detail: found.detail }
  }
  return undefined
}

/** Fields that hold a unit, by source; data is anybody's. */
const unitFields = { log: ['actor', 'user', 'subject'], interactions: ['session', 'subject'] } as const

function metricFault(metric: Metric, unit: Declaration['unit']): FieldError | undefined {
  return ratioFault(metric) ?? extrasFault(metric, unit) ?? (unit === 'block' ? undefined : sourceFault(metric))
}

function ratioFault({ kind, from, per }: Metric): FieldError | undefined {
  if (kind === 'ratio' && (from === undefined) !== (per === undefined)) {
    return { pointer: '/per', detail: 'must be given with `from`, or both be told' }
  }
  return kind !== 'ratio' && per !== undefined ? { pointer: '/per', detail: 'is for ratios only' } : undefined
}

function extrasFault(
  { kind, covariateMs, role, tolerance }: Metric,
  unit: Declaration['unit'],
): FieldError | undefined {
  if (kind === 'ratio' && covariateMs !== undefined) {
    return { pointer: '/covariateMs', detail: 'is for rates and means only' }
  }
  if (unit === 'block' && covariateMs !== undefined) {
    return { pointer: '/covariateMs', detail: 'a block has no time before it' }
  }
  return role !== 'guard' && tolerance !== undefined
    ? { pointer: '/tolerance', detail: 'is for guards only' }
    : undefined
}

function sourceFault({ from, per }: Metric): FieldError | undefined {
  for (const [name, source] of [
    ['from', from],
    ['per', per],
  ] as const) {
    if (source === undefined) continue
    const fields: readonly string[] = unitFields[source.source]
    if (!fields.includes(source.unit) && !source.unit.startsWith('data.')) {
      return { pointer: `/${name}/unit`, detail: `must be ${fields.join(', ')} or data.FIELD` }
    }
  }
  return undefined
}

function rampFault({ ramp: { steps } }: Declaration): FieldError | undefined {
  const falling = steps.findIndex((step, index) => index > 0 && step <= steps[index - 1]!)
  if (falling !== -1) return { pointer: `/ramp/steps/${falling}`, detail: 'must be more than the step before' }
  return steps.at(-1) === 10_000 ? undefined : { pointer: '/ramp/steps', detail: 'must end with 10000' }
}

function allocationFault({ allocation, arms, drives, unit }: Declaration): FieldError | undefined {
  if (allocation.kind === 'fixed') return undefined
  if (allocation.floor * arms.length > 1) {
    return { pointer: '/allocation/floor', detail: `must be at most ${1 / arms.length} for ${arms.length} arms` }
  }
  if (sharesOf(arms).some((share) => share < allocation.floor)) {
    return { pointer: '/arms', detail: 'an arm has less than the floor' }
  }
  if (unit === 'block') return { pointer: '/allocation/kind', detail: 'blocks keep their weights' }
  return drives?.kind === 'point'
    ? { pointer: '/allocation/kind', detail: 'a point decides without waiting for who was assigned before' }
    : undefined
}

function drivesFault({ drives, arms }: Declaration): FieldError | undefined {
  if (drives?.kind !== 'point') return undefined
  const silent = arms.find(({ name }) => !Object.hasOwn(drives.policies, name))
  if (silent !== undefined) return { pointer: '/drives/policies', detail: `has no policy for ${silent.name}` }
  const unknown = Object.keys(drives.policies).find((name) => !arms.some((arm) => arm.name === name))
  return unknown === undefined ? undefined : { pointer: `/drives/policies/${unknown}`, detail: 'is not an arm' }
}
