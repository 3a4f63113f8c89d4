/**
 * What a decision may look at, declared: numbers, flags and categories, checked and laid out as columns of numbers. The
 * declaration is all that a model knows of the world, so its columns have names that a person can read.
 */
import type { FieldError } from '#kernel/problem'

/** One feature; `scale` divides a number, so that models see values around one. */
export type Feature =
  | { kind: 'number'; min?: number; max?: number; scale?: number }
  | { kind: 'flag' }
  | { kind: 'category'; values: readonly string[] }
export type Features = Readonly<Record<string, Feature>>
export type FeatureValue = number | boolean | string
export type FeatureValues = Readonly<Record<string, FeatureValue>>

/** Checks and lays out values in the order of the declaration. */
export type Encoder = {
  readonly columns: readonly string[]
  /** Writes the columns from a place on; answers what is wrong instead when the values are not as declared. */
  write: (values: FeatureValues, to: Float64Array, at: number) => FieldError | undefined
}

type Slot = { name: string; feature: Feature; offset: number }

/** The columns of declared features. */
export function createEncoder(features: Features): Encoder {
  const columns: string[] = []
  const slots: Slot[] = []
  for (const [name, feature] of Object.entries(features)) {
    slots.push({ name, feature, offset: columns.length })
    if (feature.kind === 'category') columns.push(...feature.values.map((value) => `${name}=${value}`))
    else columns.push(name)
  }
  return { columns, write: (values, to, at) => writeAll(slots, values, { to, at }) }
}

function writeAll(
  slots: readonly Slot[],
  values: FeatureValues,
  { to, at }: { to: Float64Array; at: number },
): FieldError | undefined {
  for (let i = 0; i < slots.length; i++) {
    const { name, feature, offset } = slots[i]!
    // What an object inherits is no number, flag or text, so it is refused like any other wrong value.
    const value = values[name]
    if (feature.kind === 'number') {
      if (!isWithin(feature, value)) return { pointer: `/${name}`, detail: wordsOfRange(feature, value) }
      to[at + offset] = value / (feature.scale ?? 1)
      continue
    }
    const wrong = writeWord(feature, value, { to, at: at + offset })
    if (wrong !== undefined) return { pointer: `/${name}`, detail: wrong }
  }
  if (Object.keys(values).length === slots.length) return undefined
  const known = new Set(slots.map(({ name }) => name))
  const extra = Object.keys(values).find((name) => !known.has(name))
  return { pointer: `/${extra ?? ''}`, detail: 'is not a feature of this point' }
}

type NumberFeature = Extract<Feature, { kind: 'number' }>

function isWithin({ min, max }: NumberFeature, value: FeatureValue | undefined): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  return (min === undefined || value >= min) && (max === undefined || value <= max)
}

function wordsOfRange({ min = -Infinity, max = Infinity }: NumberFeature, value: FeatureValue | undefined): string {
  return typeof value === 'number' && Number.isFinite(value) ? `must lie between ${min} and ${max}` : 'must be a number'
}

function writeWord(
  feature: Exclude<Feature, NumberFeature>,
  value: FeatureValue | undefined,
  { to, at }: { to: Float64Array; at: number },
): string | undefined {
  if (feature.kind === 'flag') {
    if (typeof value !== 'boolean') return 'must be true or false'
    to[at] = value ? 1 : 0
    return undefined
  }
  const index = typeof value === 'string' ? feature.values.indexOf(value) : -1
  if (index === -1) return `must be one of ${feature.values.join(', ')}`
  to[at + index] = 1
  return undefined
}
