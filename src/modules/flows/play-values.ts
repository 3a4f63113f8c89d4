import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Json, JsonObject } from '#kernel/commands'
import type { Schema } from './manifest.ts'

/** Draws for random play: the same seed plays the same game. */
export type Dice = {
  /** An integer from `from` to `to`, both included. */
  integer: (from: number, to: number) => number
  /** True once in `times`. */
  onceIn: (times: number) => boolean
  /** One of the items; there must be one. */
  pick: <T>(items: readonly T[]) => T
}

/** Dice of a seed. */
export function createDice(seed: number): Dice {
  const generator = xoroshiro128plus(seed)
  const integer = (from: number, to: number): number => uniformInt(generator, from, to)
  return {
    integer,
    onceIn: (times) => integer(1, times) === 1,
    pick: (items) => items[integer(0, items.length - 1)]!,
  }
}

/** What values may be drawn from beside the schema: ids of parties, codes, sizes that make sense here. */
export type Hints = {
  ids: readonly string[]
  offers?: readonly string[]
  texts: readonly string[]
  length: number
  now: number
}

/** A random object that a schema admits. Optional fields come and go. */
export function randomObject(schema: Schema | undefined, dice: Dice, hints: Hints): JsonObject {
  const value: Record<string, Json> = {}
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    if (schema?.required?.includes(name) === true || dice.onceIn(2)) value[name] = randomValue(property, dice, hints)
  }
  return value
}

/** A personal value as a flow gets it. What it says makes no difference to any flow, so one will do. */
const sealedText = `sealed:1:00000000-0000-7000-8000-000000000000:play:${'A'.repeat(60)}`

function randomValue(schema: Schema, dice: Dice, hints: Hints): Json {
  if (schema.personal === true) return sealedText
  if (schema.enum !== undefined) return dice.pick(schema.enum)
  switch (schema.type) {
    case 'integer':
      return randomInteger(schema, dice, hints)
    case 'boolean':
      return dice.onceIn(2)
    case 'string':
      return randomText(schema, dice, hints)
    case 'array':
      return randomList(schema, dice, hints)
    default:
      return randomObject(schema, dice, hints)
  }
}

/** Small numbers mostly, for they meet; the bounds often, for that is where faults sit; instants near now. */
function randomInteger(schema: Schema, dice: Dice, hints: Hints): number {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema
  if (schema.format === 'date-time' && !dice.onceIn(8)) {
    // Days or months: timers carry the clock of a world far ahead of what began with it.
    return hints.now + dice.integer(-10, 20) * dice.pick([1, 30]) * 86_400_000
  }
  if (dice.onceIn(8)) return minimum
  if (dice.onceIn(16)) return maximum
  const isInstant = maximum === Number.MAX_SAFE_INTEGER && dice.onceIn(2)
  if (isInstant) return hints.now + dice.integer(-10, 30) * 86_400_000
  const spread = dice.pick([1, 3, 10, 10_000])
  return Math.min(maximum, minimum + dice.integer(0, Math.min(spread, maximum - minimum)))
}

function randomText(schema: Schema, dice: Dice, hints: Hints): string {
  const { minLength = 0, maxLength = 50 } = schema
  if (schema.format === 'uuid') return dice.pick(hints.ids)
  if (schema.format === 'offer' && hints.offers !== undefined && !dice.onceIn(12)) return dice.pick(hints.offers)
  const fitting = [...hints.texts, ...hints.ids].filter(({ length }) => length >= minLength && length <= maxLength)
  if (fitting.length > 0 && !dice.onceIn(4)) return dice.pick(fitting)
  return '一 lakeside <b>&"\' '.repeat(50).slice(0, Math.min(maxLength, minLength + dice.integer(0, 40)))
}

function randomList(schema: Schema, dice: Dice, hints: Hints): Json[] {
  const { minItems = 0, maxItems = 20 } = schema
  const isEmpty = minItems === 0 && dice.onceIn(2)
  const wanted = dice.onceIn(4) ? dice.integer(0, 5) : hints.length
  if (isEmpty) return []
  const length = Math.max(minItems, Math.min(maxItems, wanted))
  return Array.from({ length }, () => randomValue(schema.items ?? { type: 'integer' }, dice, hints))
}
