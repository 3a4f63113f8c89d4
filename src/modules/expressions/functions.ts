import { ceilDiv, mulDiv } from './arithmetic.ts'
import { fail } from './errors.ts'
import { durationMs, townDays } from './time.ts'
import {
  checkedInt,
  checkedString,
  checkLength,
  elementAt,
  intOf,
  isList,
  kindOf,
  positionIn,
  spend,
  stringOf,
  type Value,
  walkable,
} from './values.ts'

/** A function of the language: how many arguments it takes and what it does. */
export interface BuiltIn {
  readonly least: number
  readonly most: number
  readonly apply: (...args: Value[]) => Value
}

const minuteMs = 60_000
const dayMs = 86_400_000
const bpsScale = 10_000
/** A call with as many arguments would already exceed the limit on nodes. */
const anyNumber = 64

type IntFunction1 = (a: number) => Value
type IntFunction2 = (a: number, b: number) => Value

function ofInt(name: string, apply: IntFunction1): BuiltIn {
  return { least: 1, most: 1, apply: (a = 0) => apply(intOf(a, name)) }
}

function ofInts(name: string, apply: IntFunction2): BuiltIn {
  return { least: 2, most: 2, apply: (a = 0, b = 0) => apply(intOf(a, name), intOf(b, name)) }
}

/** min and max: of several ints, or of one list of ints that is not empty. */
function extreme(name: string, isBetter: (candidate: number, best: number) => boolean): BuiltIn {
  const best = (values: readonly Value[]): number => {
    if (values.length === 0) fail('bad-argument', `${name} of an empty list`)
    let found = intOf(elementAt(values, 0), name)
    for (let index = 1; index < values.length; index += 1) {
      const candidate = intOf(elementAt(values, index), name)
      if (isBetter(candidate, found)) found = candidate
    }
    return found
  }
  return {
    least: 1,
    most: anyNumber,
    apply: (...args) => (args.length === 1 ? best(walkable(args[0] ?? 0, `${name} of one argument`)) : best(args)),
  }
}

function sum(list: Value): number {
  const items = walkable(list, 'sum')
  let total = 0
  for (let index = 0; index < items.length; index += 1)
    total = checkedInt(total + intOf(elementAt(items, index), 'sum'))
  return total
}

/** Elements of a list, fields of a map, or characters (code points, as CEL counts) of a text. */
function size(value: Value): number {
  if (isList(value)) return value.length
  if (typeof value === 'string') {
    let characters = 0
    for (const _ of checkedString(value)) characters += 1
    return characters
  }
  if (typeof value === 'object') return Object.keys(value).length
  return fail('wrong-type', `size takes a list, a map or a string, not ${kindOf(value)}`)
}

function cellRange(prefix: Value, from: Value, to: Value): Value {
  const name = stringOf(prefix, 'cellRange')
  const first = intOf(from, 'cellRange')
  const end = intOf(to, 'cellRange')
  // A start below zero is an indexOf that found nothing, an end before the start a journey backwards:
  // both would take no cell, or a cell nobody means, and sell something for nothing.
  if (first < 0 || end < first) fail('bad-argument', `cellRange cannot go from ${first} to ${end}`)
  const cells = range(end - first)
  return cells.map((index) => checkedString(`${name}/${first + index}`))
}

function range(length: number): number[] {
  if (length < 0) fail('bad-argument', `lists.range cannot have ${length} elements`)
  checkLength(length)
  spend(length)
  return Array.from({ length }, (_, index) => index)
}

function text(value: Value): string {
  if (typeof value === 'object') return fail('wrong-type', `string takes an int, bool or string, not ${kindOf(value)}`)
  return String(value)
}

const always: Readonly<Record<string, BuiltIn>> = {
  bps: ofInts('bps', (amount, rate) => mulDiv(amount, rate, bpsScale)),
  mulDiv: {
    least: 3,
    most: 3,
    apply: (a = 0, b = 0, c = 0) => mulDiv(intOf(a, 'mulDiv'), intOf(b, 'mulDiv'), intOf(c, 'mulDiv')),
  },
  ceilDiv: ofInts('ceilDiv', ceilDiv),
  min: extreme('min', (candidate, best) => candidate < best),
  max: extreme('max', (candidate, best) => candidate > best),
  sum: { least: 1, most: 1, apply: (list = 0) => sum(list) },
  size: { least: 1, most: 1, apply: (value = 0) => size(value) },
  cellRange: { least: 3, most: 3, apply: (prefix = 0, from = 0, to = 0) => cellRange(prefix, from, to) },
  indexOf: {
    least: 2,
    most: 2,
    apply: (list = 0, item = 0) => positionIn(walkable(list, 'indexOf'), item),
  },
  minutes: ofInt('minutes', (ms) => Math.trunc(ms / minuteMs) + 0),
  days: ofInt('days', (count) => checkedInt(count * dayMs)),
  duration: { least: 1, most: 1, apply: (iso = 0) => durationMs(stringOf(iso, 'duration')) },
  string: { least: 1, most: 1, apply: (value = 0) => text(value) },
  'lists.range': ofInt('lists.range', range),
}

const zoned = ['dayOf', 'dayStart'] as const

/** Every function of the language by name, the registered ones of businesses apart. */
export const functionNames: readonly string[] = [...Object.keys(always), ...zoned].toSorted()

/**
 * Finds a function of the language.
 *
 * @param timeZone the town's IANA zone, needed by `dayOf` and `dayStart` alone
 * @throws {ExpressionError} bad-time-zone
 */
export function findBuiltIn(name: string, timeZone: string | undefined): BuiltIn | undefined {
  if (Object.hasOwn(always, name)) return always[name]
  if (name !== 'dayOf' && name !== 'dayStart') return undefined
  if (timeZone === undefined) return fail('bad-time-zone', `${name} needs the town's time zone`)
  const days = townDays(timeZone)
  return name === 'dayOf' ? ofInt(name, (ms) => days.dayOf(ms)) : ofInt(name, (day) => days.dayStart(day))
}
