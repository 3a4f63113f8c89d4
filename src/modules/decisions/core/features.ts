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
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    const wrong = write(feature, value, { to, at: at + offset })
    if (wrong !== undefined) return { pointer: `/${name}`, detail: wrong }
  }
  let given = 0
  for (const name in values) if (Object.hasOwn(values, name)) given++
  if (given === slots.length) return undefined
  const known = new Set(slots.map(({ name }) => name))
  const extra = Object.keys(values).find((name) => !known.has(name))
  return { pointer: `/${extra ?? ''}`, detail: 'is not a feature of this point' }
}

function write(feature: Feature, value: FeatureValue | undefined, place: Place): string | undefined {
  switch (feature.kind) {
    case 'number':
      return writeNumber(feature, value, place)
    case 'flag':
      if (typeof value !== 'boolean') return 'must be true or false'
      place.to[place.at] = value ? 1 : 0
      return undefined
    case 'category': {
      const index = typeof value === 'string' ? feature.values.indexOf(value) : -1
      if (index === -1) return `must be one of ${feature.values.join(', ')}`
      place.to[place.at + index] = 1
      return undefined
    }
  }
}

type Place = { to: Float64Array; at: number }

function writeNumber(
  { min = -Infinity, max = Infinity, scale = 1 }: Extract<Feature, { kind: 'number' }>,
  value: FeatureValue | undefined,
  { to, at }: Place,
): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number'
  if (value < min || value > max) return `must lie between ${min} and ${max}`
  to[at] = value / scale
  return undefined
}
