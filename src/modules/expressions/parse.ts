import { parse as parseCel } from '@bufbuild/cel'
import { expressionError, fail, raise } from './errors.ts'
import { type BinaryOperator, checkText, checkTree, type MapNode, type Node } from './tree.ts'
import { maxStringLength } from './values.ts'

type Parsed = ReturnType<typeof parseCel>
type Source = NonNullable<Parsed['sourceInfo']>
type Expr = Parsed['expr']
type ExprOf<K extends Expr['exprKind']['case']> = Extract<Expr['exprKind'], { case: K }>['value']
type Call = NonNullable<ExprOf<'callExpr'>>
type Struct = NonNullable<ExprOf<'structExpr'>>
type Comprehension = NonNullable<ExprOf<'comprehensionExpr'>>
type Constant = NonNullable<ExprOf<'constExpr'>>

/** Where the nodes of one text stand, and which dotted names are functions. */
interface Reading {
  readonly text: string
  readonly source: Source | undefined
  readonly isFunction: (name: string) => boolean
}

const binaryOperators: Readonly<Record<string, BinaryOperator>> = {
  '_+_': '+',
  '_-_': '-',
  '_*_': '*',
  '_/_': '/',
  '_%_': '%',
  '_==_': '==',
  '_!=_': '!=',
  '_<_': '<',
  '_<=_': '<=',
  '_>_': '>',
  '_>=_': '>=',
  '@in': 'in',
}

/** Names the specification reserves for a later version; a manifest that uses one is refused, not misread. */
const notAvailable = new Set(['tier', 'parts', 'substring'])

/**
 * Parses an expression into our tree.
 *
 * @param isFunction which dotted names (`lists.range`, `made.price`) are functions and not methods
 * @throws {ExpressionError} syntax, unsupported, not-available, unknown-function, too-large
 */
export function parseExpression(text: string, isFunction: (name: string) => boolean): Node {
  checkText(text)
  const { expr, sourceInfo } = parseText(text)
  const tree = read(expr, { text, source: sourceInfo, isFunction })
  checkTree(tree)
  return tree
}

function parseText(text: string): Parsed {
  try {
    return parseCel(text)
  } catch (cause) {
    // Whatever the parser throws is about the text; its own errors carry a location.
    const message = cause instanceof Error ? cause.message : String(cause)
    return raise(expressionError('syntax', message, offsetOf(cause)))
  }
}

function offsetOf(cause: unknown): number {
  const { location } = (cause ?? {}) as { location?: { start?: { offset?: unknown } } } // read defensively below
  const offset = location?.start?.offset
  return typeof offset === 'number' ? offset : 0
}

/** The offset of a node's sign or word: past the blanks, and past the dot of a selection. */
function positionOf(id: bigint, reading: Reading): number {
  const from = reading.source?.positions[id.toString()] ?? 0
  const blank = /[\s.]*/y
  blank.lastIndex = from
  return from + (blank.exec(reading.text)?.[0].length ?? 0)
}

function read(expr: Expr | undefined, reading: Reading): Node {
  if (expr === undefined) return fail('syntax', 'a part of the expression is missing', 0)
  const at = positionOf(expr.id, reading)
  const { exprKind } = expr
  switch (exprKind.case) {
    case 'constExpr':
      return { kind: 'literal', at, value: literalOf(exprKind.value, at) }
    case 'identExpr':
      return { kind: 'name', at, name: exprKind.value.name }
    case 'selectExpr': {
      const { operand, field, testOnly } = exprKind.value
      return { kind: testOnly ? 'has' : 'field', at, of: read(operand, reading), field }
    }
    case 'listExpr':
      return { kind: 'list', at, items: exprKind.value.elements.map((element) => read(element, reading)) }
    case 'structExpr':
      return readMap(exprKind.value, at, reading)
    case 'callExpr':
      return readCall(exprKind.value, at, reading)
    case 'comprehensionExpr':
      return readMacro(expr, exprKind.value, reading)
    default:
      return fail('syntax', 'a part of the expression is missing', at)
  }
}

function literalOf(constant: Constant, at: number): number | string | boolean {
  const { constantKind } = constant
  switch (constantKind.case) {
    case 'int64Value': {
      const value = Number(constantKind.value)
      if (Number.isSafeInteger(value)) return value
      return fail('unsupported', `${constantKind.value} is outside the whole numbers within ±(2^53 − 1)`, at)
    }
    case 'stringValue':
      if (constantKind.value.length <= maxStringLength) return constantKind.value
      return fail('too-large', `a text may have ${maxStringLength} characters`, at)
    case 'boolValue':
      return constantKind.value
    case 'doubleValue':
      return fail('unsupported', 'fractions are not supported: count in minor units, basis points or milliseconds', at)
    case 'uint64Value':
      return fail('unsupported', 'unsigned numbers are not supported: leave out the u', at)
    case 'nullValue':
      return fail('unsupported', 'null is not a value: ask with has(…)', at)
    default:
      return fail('unsupported', 'bytes are not supported', at)
  }
}

function readMap(struct: Struct, at: number, reading: Reading): MapNode {
  if (struct.messageName !== '') fail('unsupported', `${struct.messageName}{…}: messages are not supported`, at)
  const entries = struct.entries.map(({ keyKind, value }) => {
    if (keyKind.case !== 'mapKey') return fail('unsupported', 'a map has keys in quotes', at)
    return { key: read(keyKind.value, reading), value: read(value, reading) }
  })
  return { kind: 'map', at, entries }
}

function readCall(call: Call, at: number, reading: Reading): Node {
  if (call.target !== undefined) return readMethod(call, at, reading)
  refuseReserved(call.function, at)
  const args = call.args.map((argument) => read(argument, reading))
  const [first, second, third] = args
  if (third !== undefined) return ofThree(call.function, at, args)
  if (first !== undefined && second !== undefined) return ofTwo(call.function, at, [first, second])
  if (first !== undefined) return ofOne(call.function, at, first)
  return { kind: 'call', at, name: call.function, args }
}

function ofOne(name: string, at: number, of: Node): Node {
  if (name === '-_') return { kind: 'unary', at, operator: '-', of }
  if (name === '!_') return { kind: 'unary', at, operator: '!', of }
  if (name === 'has') fail('unsupported', 'has asks for a field: has(x.y)', at)
  return { kind: 'call', at, name, args: [of] }
}

function ofTwo(name: string, at: number, args: readonly [Node, Node]): Node {
  const [left, right] = args
  const operator = binaryOperators[name]
  if (operator !== undefined) return { kind: 'binary', at, operator, left, right }
  if (name === '_&&_') return { kind: 'logic', at, operator: '&&', left, right }
  if (name === '_||_') return { kind: 'logic', at, operator: '||', left, right }
  if (name === '_[_]') return { kind: 'index', at, of: left, index: right }
  return { kind: 'call', at, name, args }
}

function ofThree(name: string, at: number, args: readonly Node[]): Node {
  const [test, whenTrue, whenFalse] = args
  if (name !== '_?_:_' || test === undefined || whenTrue === undefined || whenFalse === undefined) {
    return { kind: 'call', at, name, args }
  }
  return { kind: 'choice', at, test, whenTrue, whenFalse }
}

/** A call with a dot before its name: a function with a dotted name, `x.size()`, or `x.sortBy(v, key)`. */
function readMethod(call: Call, at: number, reading: Reading): Node {
  const path = dottedName(call.target)
  const name = path === undefined ? call.function : `${path}.${call.function}`
  if (reading.isFunction(name) && path !== undefined) {
    return { kind: 'call', at, name, args: call.args.map((argument) => read(argument, reading)) }
  }
  if (call.function === 'size' && call.args.length === 0) {
    return { kind: 'call', at, name: 'size', args: [read(call.target, reading)] }
  }
  if (call.function === 'sortBy') return readSortBy(call, at, reading)
  refuseReserved(call.function, at)
  return fail('unknown-function', `there is no function ${name}`, at)
}

function refuseReserved(name: string, at: number): void {
  if (notAvailable.has(name)) fail('not-available', `${name} is not available yet`, at)
}

/** The one macro that the parser does not know (CEL's extension library of lists defines it). */
function readSortBy(call: Call, at: number, reading: Reading): Node {
  const [variable, key] = call.args
  if (variable?.exprKind.case !== 'identExpr' || call.args.length !== 2) {
    return fail('unknown-function', 'sortBy is written list.sortBy(x, key)', at)
  }
  const over = read(call.target, reading)
  return { kind: 'macro', macro: 'sortBy', at, over, variable: variable.exprKind.value.name, body: read(key, reading) }
}

function dottedName(expr: Expr | undefined): string | undefined {
  if (expr?.exprKind.case === 'identExpr') return expr.exprKind.value.name
  if (expr?.exprKind.case !== 'selectExpr' || expr.exprKind.value.testOnly) return undefined
  const { operand, field } = expr.exprKind.value
  const path = dottedName(operand)
  return path === undefined ? undefined : `${path}.${field}`
}

/**
 * The parser has expanded the macro into a loop. Its name is kept aside; its parts stand in the loop's
 * step, whose form depends on the macro.
 */
function readMacro(expr: Expr, loop: Comprehension, reading: Reading): Node {
  const at = positionOf(expr.id, reading)
  const { name, count } = writtenMacro(expr, reading)
  const step = argumentsOf(loop.loopStep)
  const shared = { kind: 'macro', at, over: read(loop.iterRange, reading), variable: loop.iterVar } as const
  switch (name) {
    case 'exists':
    case 'all': // result || body, result && body
      return { ...shared, macro: name, body: read(step[1], reading) }
    case 'filter': // body ? result + [variable] : result
      return { ...shared, macro: 'filter', body: read(step[0], reading) }
    case 'map': {
      if (count === 2) return { ...shared, macro: 'map', body: onlyElement(step[1], reading) } // result + [body]
      const appended = argumentsOf(step[1]) // test ? result + [body] : result
      return { ...shared, macro: 'map', test: read(step[0], reading), body: onlyElement(appended[1], reading) }
    }
    default:
      return fail('unknown-function', `there is no function ${name}`, at)
  }
}

function writtenMacro(expr: Expr, reading: Reading): { readonly name: string; readonly count: number } {
  const written = reading.source?.macroCalls[expr.id.toString()]?.exprKind
  if (written?.case !== 'callExpr') return { name: 'loop', count: 0 }
  return { name: written.value.function, count: written.value.args.length }
}

function argumentsOf(expr: Expr | undefined): readonly Expr[] {
  return expr?.exprKind.case === 'callExpr' ? expr.exprKind.value.args : []
}

function onlyElement(expr: Expr | undefined, reading: Reading): Node {
  return read(expr?.exprKind.case === 'listExpr' ? expr.exprKind.value.elements[0] : undefined, reading)
}
