import { fail } from './errors.ts'
import {
  checkedInt,
  checkedString,
  checkLength,
  equal,
  intOf,
  isList,
  isMap,
  kindOf,
  order,
  positionIn,
  spend,
  type Value,
  walkable,
} from './values.ts'
import type { BinaryOperator } from './tree.ts'

type Apply = (left: Value, right: Value) => Value

function add(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return checkedInt(left + right)
  if (typeof left === 'string' && typeof right === 'string') return checkedString(left + right)
  if (isList(left) && isList(right)) {
    checkLength(left.length + right.length)
    spend(left.length + right.length)
    return [...left, ...right]
  }
  return fail('wrong-type', `+ takes two ints, strings or lists, not ${kindOf(left)} and ${kindOf(right)}`)
}

/**
 * The quotient cut towards zero. The division of doubles cannot round it up to the next integer k: a smaller
 * quotient of safe integers is below k by at least k ÷ 2^53, more than half the spacing of doubles there.
 */
function quotient(left: number, right: number): number {
  if (right === 0) fail('division-by-zero', 'division by zero')
  return Math.trunc(left / right) + 0
}

function remainder(left: number, right: number): number {
  if (right === 0) fail('division-by-zero', 'division by zero')
  return (left % right) + 0
}

function isIn(item: Value, container: Value): boolean {
  if (isMap(container)) {
    if (typeof item !== 'string') fail('unlike-types', `the keys of a map are strings, not ${kindOf(item)}`)
    return Object.hasOwn(container, item)
  }
  return positionIn(walkable(container, 'in'), item) >= 0
}

/** The two-sided operators on values already computed. */
export const binary: Readonly<Record<BinaryOperator, Apply>> = {
  '+': add,
  '-': (left, right) => checkedInt(intOf(left, '-') - intOf(right, '-')),
  '*': (left, right) => checkedInt(intOf(left, '*') * intOf(right, '*')),
  '/': (left, right) => quotient(intOf(left, '/'), intOf(right, '/')),
  '%': (left, right) => remainder(intOf(left, '%'), intOf(right, '%')),
  '==': (left, right) => equal(left, right),
  '!=': (left, right) => !equal(left, right),
  '<': (left, right) => order(left, right) < 0,
  '<=': (left, right) => order(left, right) <= 0,
  '>': (left, right) => order(left, right) > 0,
  '>=': (left, right) => order(left, right) >= 0,
  in: isIn,
}

/**
 * a × b ÷ c, rounded half away from zero, exact at any size of the product.
 *
 * @throws {ExpressionError} division-by-zero, overflow
 */
export function mulDiv(a: number, b: number, c: number): number {
  if (c === 0) fail('division-by-zero', 'division by zero')
  const product = a * b
  if (!Number.isSafeInteger(product)) return mulDivLarge(BigInt(a), BigInt(b), BigInt(c))
  const rest = product % c
  const cut = (product - rest) / c
  // Doubling is exact in floating point, so the comparison is too.
  if (Math.abs(rest) * 2 < Math.abs(c)) return cut + 0
  return Math.sign(product) === Math.sign(c) ? cut + 1 : cut - 1
}

function mulDivLarge(a: bigint, b: bigint, c: bigint): number {
  const product = a * b
  const rest = product % c
  const cut = product / c
  const away = product < 0n === c < 0n ? 1n : -1n
  const isHalf = (rest < 0n ? -rest : rest) * 2n >= (c < 0n ? -c : c)
  return checkedInt(Number(isHalf ? cut + away : cut))
}

/** a ÷ b rounded up, towards positive infinity. */
export function ceilDiv(a: number, b: number): number {
  const cut = quotient(a, b)
  return a % b !== 0 && Math.sign(a) === Math.sign(b) ? cut + 1 : cut
}
