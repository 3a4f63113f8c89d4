import { fail } from './errors.ts'

/** What an expression works on: whole numbers within ±(2^53 − 1), truth, text, lists and maps. */
export type Value = number | boolean | string | readonly Value[] | ValueMap

/** A plain object read by own property only. */
export interface ValueMap {
  readonly [key: string]: Value
}

/** The top-level names an expression may read: plain data, trusted to be JSON but checked as it is read. */
export interface Scope {
  readonly [name: string]: unknown
}

/**
 * The top-level names of the flow language. A caller narrows them to what an expression may read at
 * its place (`input` not in `entry`, `item` only under `each`, `all` only in a refund).
 */
export const scopeNames = [
  'order',
  'terms',
  'data',
  'rates',
  'input',
  'answers',
  'now',
  'offer',
  'lines',
  'actor',
  'party',
  'parent',
  'free',
  'item',
  'all',
  'codes',
  'seen',
] as const

export type ScopeName = (typeof scopeNames)[number]

export type Kind = 'int' | 'bool' | 'string' | 'list' | 'map'

/** Longest list that a macro or function walks or makes. */
const maxListLength = 1_000
/** Longest text that an expression holds or makes, in UTF-16 units. */
export const maxStringLength = 1_000
/** Deepest nesting that `==` follows, so that hostile data cannot exhaust the stack. */
const maxDepth = 32
/**
 * Elements that one evaluation may visit or make in all. A nested macro over two lists of full
 * length would be a million rounds inside the engine's only writer; the largest use in the known
 * manifests, every seat of a train times its segments, stays near ten thousand.
 */
const maxElements = 50_000

let elementsLeft = maxElements

/** Gives the next evaluation its full allowance of elements. Evaluation is synchronous, so one counter serves. */
export function beginEvaluation(): void {
  elementsLeft = maxElements
}

/** Counts elements visited or made. */
export function spend(elements: number): void {
  elementsLeft -= elements
  if (elementsLeft < 0) fail('too-long', `an evaluation may visit ${maxElements} elements in all`)
}

export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case 'number':
      return 'int'
    case 'boolean':
      return 'bool'
    case 'string':
      return 'string'
    default:
      return Array.isArray(value) ? 'list' : 'map'
  }
}

/** Something that is not a value, in a word, for messages. */
export function printed(value: unknown): string {
  return typeof value === 'number' || value === null ? String(value) : typeof value
}

/** A value as the outside handed it over: a whole number in range, truth, text or a container (not walked). */
export function isValue(value: unknown): value is Value {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value)
    case 'string':
    case 'boolean':
      return true
    case 'object':
      return value !== null
    default:
      return false
  }
}

/** Array.isArray narrows a readonly array only with help. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

export function isMap(value: Value): value is ValueMap {
  return typeof value === 'object' && !Array.isArray(value)
}

/** The element at a known index of a list, refused when the outside put something else than a value there. */
export function elementAt(list: readonly Value[], index: number): Value {
  const value = list[index]
  if (isValue(value)) return value
  return fail('bad-value', `element ${index} of a list is ${printed(value)}, not a value`)
}

/** The list itself, when it is one and not longer than allowed. Counts its elements. */
export function walkable(value: Value, user: string): readonly Value[] {
  if (!isList(value)) return fail('wrong-type', `${user} takes a list, not ${kindOf(value)}`)
  checkLength(value.length)
  spend(value.length)
  return value
}

export function checkLength(length: number): void {
  if (length > maxListLength) fail('too-long', `a list may have ${maxListLength} elements, not ${length}`)
}

/** Refuses a text made too long. */
export function checkedString(text: string): string {
  if (text.length > maxStringLength) {
    fail('too-long', `a text may have ${maxStringLength} characters, not ${text.length}`)
  }
  return text
}

/** Refuses a result outside the safe integers; turns −0 into 0. */
export function checkedInt(result: number): number {
  if (!Number.isSafeInteger(result)) fail('overflow', 'the result leaves the whole numbers within ±(2^53 − 1)')
  return result + 0
}

export function intOf(value: Value, user: string): number {
  if (typeof value !== 'number') fail('wrong-type', `${user} takes an int, not ${kindOf(value)}`)
  return value
}

export function stringOf(value: Value, user: string): string {
  if (typeof value !== 'string') fail('wrong-type', `${user} takes a string, not ${kindOf(value)}`)
  return value
}

/** Keys in ascending order: storage does not keep the order in which they were written. */
export function keysOf(map: ValueMap): readonly string[] {
  const keys = Object.keys(map)
  checkLength(keys.length)
  spend(keys.length)
  return keys.toSorted()
}

/** Deep equality. Unlike kinds are an error, not `false`: a comparison that can never hold is a mistake. */
export function equal(left: Value, right: Value, depth = 0): boolean {
  if (typeof left !== 'object' && typeof left === typeof right) return left === right
  if (isList(left) && isList(right)) return equalLists(left, right, depth + 1)
  if (isMap(left) && isMap(right)) return equalMaps(left, right, depth + 1)
  return fail('unlike-types', `${kindOf(left)} and ${kindOf(right)} cannot be compared`)
}

function enter(depth: number, elements: number): void {
  spend(elements)
  if (depth > maxDepth) fail('too-long', `values nested deeper than ${maxDepth} cannot be compared`)
}

function equalLists(left: readonly Value[], right: readonly Value[], depth: number): boolean {
  if (left.length !== right.length) return false
  enter(depth, left.length)
  return left.every((_, index) => equal(elementAt(left, index), elementAt(right, index), depth))
}

function equalMaps(left: ValueMap, right: ValueMap, depth: number): boolean {
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  enter(depth, keys.length)
  return keys.every((key) => Object.hasOwn(right, key) && equal(valueAt(left, key), valueAt(right, key), depth))
}

function valueAt(map: ValueMap, key: string): Value {
  const value: unknown = map[key]
  return isValue(value) ? value : fail('bad-value', `field "${key}" holds ${printed(value)}, not a value`)
}

/** The index of the first element equal to an item, or −1. */
export function positionIn(list: readonly Value[], item: Value): number {
  for (let index = 0; index < list.length; index += 1) {
    if (equal(elementAt(list, index), item)) return index
  }
  return -1
}

/** Ascending order of two ints, strings (by UTF-16 unit) or bools: negative, 0 or positive. */
export function order(left: Value, right: Value): number {
  if (typeof left !== typeof right) {
    return fail('unlike-types', `${kindOf(left)} and ${kindOf(right)} cannot be compared`)
  }
  if (typeof left === 'object') return fail('wrong-type', `${kindOf(left)} has no order`)
  if (left === right) return 0
  return left < right ? -1 : 1
}
