import type { ExpressionOptions } from './building.ts'
import { inferCall, inferMacro } from './check-calls.ts'
import { any, bool, type Checking, fieldKey, given, inferAs, int, isOpen, report, string } from './checking.ts'
import { compile, isFunction } from './compile.ts'
import { type ExpressionError, isExpressionError } from './errors.ts'
import { parseExpression } from './parse.ts'
import {
  fieldOf,
  type FieldShape,
  isAssignable,
  join,
  joinAll,
  nameOf,
  type RecordShape,
  type Shape,
  valuesOf,
} from './shapes.ts'
import { describe, handle, type Handlers, type Node, type NodeOf } from './tree.ts'

/** A result an expression must have: a shape, or only its kind. */
export type Expectation = 'int' | 'bool' | 'string' | 'list' | 'map' | 'any' | Shape

export interface CheckOptions extends Omit<ExpressionOptions, 'names'> {
  readonly expect?: Expectation
}

/** What the checker found. */
export interface Checked {
  /** Every problem with its place; empty when the expression can be published. */
  readonly problems: readonly ExpressionError[]
  /** The shape of the result; `any` where a problem hides it. */
  readonly shape: Shape
}

/**
 * Checks an expression against the shape of its scope without running it. An expression without problems
 * never fails for a missing field or a wrong kind of value on data of that shape, as far as the shape
 * does not say `any`; it may still overflow, divide by zero, or ask for an element that is not there.
 */
export function check(text: string, scope: RecordShape, options: CheckOptions = {}): Checked {
  const problems: ExpressionError[] = []
  const { expect, ...others } = options
  const names = Object.keys(scope.fields)
  try {
    const tree = parseExpression(text, (name) => isFunction(name, others))
    const checking: Checking = { infer, scope, options: others, variables: [], present: new Set(), problems }
    const shape = infer(tree, checking)
    if (expect !== undefined) checkResult(tree, shape, { checking, expect })
    // What only the compiler sees (a bad time zone, a bad schema) is reported once the rest is right.
    if (problems.length === 0) compile(text, { ...others, names })
    return { problems, shape: problems.length === 0 ? shape : any }
  } catch (thrown) {
    if (!isExpressionError(thrown)) throw thrown
    return { problems: [...problems, thrown], shape: any }
  }
}

const kinds: Readonly<Record<Extract<Expectation, string>, Shape>> = {
  int,
  bool,
  string,
  list: { kind: 'list', of: any },
  map: { kind: 'map', of: any },
  any,
}

function checkResult(tree: Node, shape: Shape, wanted: { checking: Checking; expect: Expectation }): void {
  const { checking, expect } = wanted
  const expected = typeof expect === 'string' ? kinds[expect] : expect
  if (isAssignable(shape, expected)) return
  const name = typeof expect === 'string' ? expect : nameOf(expect)
  report(checking, 'wrong-result', { at: tree.at, text: `must give ${name}, but gives ${nameOf(shape)}` })
}

const inferers: Handlers<Checking, Shape> = {
  literal: ({ value }) => (typeof value === 'number' ? int : typeof value === 'string' ? string : bool),
  name: inferName,
  field: inferField,
  has: inferHas,
  index: inferIndex,
  binary: inferBinary,
  unary: inferUnary,
  logic: inferLogic,
  choice: inferChoice,
  list: inferList,
  map: inferMap,
  call: inferCall,
  macro: inferMacro,
}

function infer(node: Node, checking: Checking): Shape {
  return handle(inferers, node, checking)
}

function inferName(node: NodeOf<'name'>, checking: Checking): Shape {
  const variable = checking.variables.findLast(({ name }) => name === node.name)
  if (variable !== undefined) return variable.shape
  const field = fieldOf(checking.scope, node.name)
  const { at } = node
  if (field === undefined) {
    const known = Object.keys(checking.scope.fields).join(', ')
    return report(checking, 'unknown-name', { at, text: `${node.name} is not known here; known are ${known}` })
  }
  if (field.isOptional !== true) return field.shape
  return report(checking, 'unguarded-field', { at, text: `${node.name} may not be given here` })
}

function inferField(node: NodeOf<'field'>, checking: Checking): Shape {
  return readField(infer(node.of, checking), node.field, { node, checking })
}

/** Where a field is read. */
interface FieldPlace {
  readonly node: NodeOf<'field' | 'index' | 'has'>
  readonly checking: Checking
}

/** A field by its name, whether after a dot or in brackets; one that may be missing must have been asked for. */
function readField(of: Shape, field: string, place: FieldPlace): Shape {
  const { node, checking } = place
  const found = findField(of, field, place)
  if (found.isOptional !== true || checking.present.has(fieldKey(node.of, field, checking) ?? '')) return found.shape
  const path = `${describe(node.of)}.${field}`
  const text = `${path} may be missing: ask first with has(${path}) && … or has(${path}) ? … : …`
  return report(checking, 'unguarded-field', { at: node.at, text })
}

function findField(of: Shape, field: string, { node, checking }: FieldPlace): FieldShape {
  if (isOpen(of)) return { shape: any }
  if (of.kind === 'map') return { shape: of.of, isOptional: true }
  if (of.kind !== 'record') {
    const text = `${describe(node.of)} is ${nameOf(of)} and has no field ${field}`
    return { shape: report(checking, 'wrong-type', { at: node.at, text }) }
  }
  const known = fieldOf(of, field)
  if (known !== undefined) return known
  const text = `${describe(node.of)} has no field ${field}; it is a ${nameOf(of)}`
  return { shape: report(checking, 'unknown-field', { at: node.at, text }) }
}

function inferHas(node: NodeOf<'has'>, checking: Checking): Shape {
  findField(infer(node.of, checking), node.field, { node, checking })
  return bool
}

function inferIndex(node: NodeOf<'index'>, checking: Checking): Shape {
  const { index } = node
  const of = infer(node.of, checking)
  if (of.kind === 'record' && index.kind === 'literal' && typeof index.value === 'string') {
    return readField(of, index.value, { node, checking })
  }
  if (of.kind === 'list') {
    inferAs(index, int, { checking, user: 'the index of a list' })
    return of.of
  }
  const isMap = of.kind === 'map' || of.kind === 'record'
  inferAs(index, isMap ? string : any, { checking, user: 'the key of a map' })
  if (isOpen(of)) return any
  const values = valuesOf(of)
  if (values !== undefined) return values
  const reason = of.kind === 'record' ? 'has fields of unlike kinds: name one' : `is ${nameOf(of)} and has no elements`
  return report(checking, 'wrong-type', { at: node.at, text: `${describe(node.of)} ${reason}` })
}

function inferUnary(node: NodeOf<'unary'>, checking: Checking): Shape {
  const wanted = node.operator === '!' ? bool : int
  inferAs(node.of, wanted, { checking, user: node.operator })
  return wanted
}

function inferLogic(node: NodeOf<'logic'>, checking: Checking): Shape {
  inferAs(node.left, bool, { checking, user: node.operator })
  inferAs(node.right, bool, { checking: given(checking, node.left, node.operator === '&&'), user: node.operator })
  return bool
}

function inferChoice(node: NodeOf<'choice'>, checking: Checking): Shape {
  inferAs(node.test, bool, { checking, user: '?:' })
  const whenTrue = infer(node.whenTrue, given(checking, node.test, true))
  const whenFalse = infer(node.whenFalse, given(checking, node.test, false))
  const text = `?: gives ${nameOf(whenTrue)} or ${nameOf(whenFalse)}`
  return join(whenTrue, whenFalse) ?? report(checking, 'unlike-types', { at: node.at, text })
}

function inferList(node: NodeOf<'list'>, checking: Checking): Shape {
  const items = node.items.map((item) => infer(item, checking))
  return { kind: 'list', of: joinAll(items) ?? unlike('a list', node, checking) }
}

function unlike(what: string, node: Node, checking: Checking): Shape {
  return report(checking, 'unlike-types', { at: node.at, text: `${what} holds values of one kind` })
}

/** A map literal is a record where all its keys are literals. */
function inferMap(node: NodeOf<'map'>, checking: Checking): Shape {
  const entries = node.entries.map(({ key, value }) => {
    inferAs(key, string, { checking, user: 'a map as key' })
    return { key, shape: infer(value, checking) }
  })
  if (entries.every(({ key }) => key.kind === 'literal')) {
    const fields = entries.map(
      ({ key, shape }) => [key.kind === 'literal' ? String(key.value) : '', { shape }] as const,
    )
    return { kind: 'record', fields: Object.fromEntries(fields) }
  }
  const of = joinAll(entries.map(({ shape }) => shape))
  return { kind: 'map', of: of ?? unlike('a map with computed keys', node, checking) }
}

function inferBinary(node: NodeOf<'binary'>, checking: Checking): Shape {
  switch (node.operator) {
    case '-':
    case '*':
    case '/':
    case '%':
      inferAs(node.left, int, { checking, user: node.operator })
      inferAs(node.right, int, { checking, user: node.operator })
      return int
    case '+':
      return inferSum(node, checking)
    case 'in':
      return inferIn(node, checking)
    default:
      return inferComparison(node, checking)
  }
}

const addable: readonly Shape['kind'][] = ['int', 'string', 'list']

function inferSum(node: NodeOf<'binary'>, checking: Checking): Shape {
  const left = infer(node.left, checking)
  const right = infer(node.right, checking)
  const known = [left, right].filter((shape) => !isOpen(shape))
  const both = joinAll(known)
  if (both === undefined || !known.every(({ kind }) => addable.includes(kind))) {
    const text = `+ takes two ints, strings or lists, not ${nameOf(left)} and ${nameOf(right)}`
    return report(checking, 'wrong-type', { at: node.at, text })
  }
  if (known.length === 2) return both
  return both.kind === 'int' || both.kind === 'string' ? both : listOrAny(both)
}

/** A list added to something unknown may hold anything; two unknown things may add to anything. */
function listOrAny(known: Shape): Shape {
  return known.kind === 'list' ? { kind: 'list', of: any } : any
}

function inferIn(node: NodeOf<'binary'>, checking: Checking): Shape {
  const item = infer(node.left, checking)
  const container = infer(node.right, checking)
  const { at } = node
  if (container.kind === 'list') {
    if (join(item, container.of) === undefined) {
      report(checking, 'unlike-types', { at, text: `${nameOf(container)} cannot hold ${nameOf(item)}` })
    }
  } else if (container.kind === 'map' || container.kind === 'record') {
    if (!isAssignable(item, string)) {
      report(checking, 'unlike-types', { at, text: `the keys of a map are strings, not ${nameOf(item)}` })
    }
  } else if (!isOpen(container)) {
    report(checking, 'wrong-type', { at, text: `in takes a list or a map, not ${nameOf(container)}` })
  }
  return bool
}

function inferComparison(node: NodeOf<'binary'>, checking: Checking): Shape {
  const left = infer(node.left, checking)
  const right = infer(node.right, checking)
  const both = join(left, right)
  const { at } = node
  if (both === undefined) {
    report(checking, 'unlike-types', { at, text: `${nameOf(left)} and ${nameOf(right)} cannot be compared` })
    return bool
  }
  if (node.operator === '==' || node.operator === '!=') return bool
  if (both.kind === 'list' || both.kind === 'map' || both.kind === 'record') {
    report(checking, 'wrong-type', { at, text: `${nameOf(both)} has no order` })
  }
  return bool
}
