import { any, bool, type Checking, given, inferAs, int, isOpen, report, string } from './checking.ts'
import { functionNames } from './functions.ts'
import { type RegisteredFunction, signatureOf } from './registered.ts'
import { isAssignable, join, nameOf, type Shape, shapeOfRule } from './shapes.ts'
import type { NodeOf } from './tree.ts'

type Call = NodeOf<'call'>

interface Signature {
  readonly takes: readonly Shape[]
  readonly gives: Shape
}

const listOfInt: Shape = { kind: 'list', of: int }
const listOfAny: Shape = { kind: 'list', of: any }

function intsToInt(count: number): Signature {
  return { takes: Array.from({ length: count }, () => int), gives: int }
}

/** Functions whose arguments do not depend on one another. */
const signatures: Readonly<Record<string, Signature>> = {
  bps: intsToInt(2),
  mulDiv: intsToInt(3),
  ceilDiv: intsToInt(2),
  sum: { takes: [listOfInt], gives: int },
  cellRange: { takes: [string, int, int], gives: { kind: 'list', of: string } },
  minutes: intsToInt(1),
  days: intsToInt(1),
  duration: { takes: [string], gives: int },
  'lists.range': { takes: [int], gives: listOfInt },
  dayOf: intsToInt(1),
  dayStart: intsToInt(1),
}

/** Functions that take more than one kind of argument. */
const special: Readonly<Record<string, (call: Call, checking: Checking) => Shape>> = {
  min: inferExtreme,
  max: inferExtreme,
  size: (call, checking) => inferOneOf(call, checking, { kinds: ['list', 'map', 'record', 'string'], gives: int }),
  string: (call, checking) => inferOneOf(call, checking, { kinds: ['int', 'bool', 'string'], gives: string }),
  indexOf: inferIndexOf,
}

/** The result of a function; its arguments are checked on the way. */
export function inferCall(call: Call, checking: Checking): Shape {
  const inferSpecial = Object.hasOwn(special, call.name) ? special[call.name] : undefined
  if (inferSpecial !== undefined) return inferSpecial(call, checking)
  const signature = findSignature(call.name, checking)
  if (signature === undefined) {
    for (const argument of call.args) checking.infer(argument, checking)
    const known = [...functionNames, ...Object.keys(checking.options.functions ?? {})].join(', ')
    const text = `there is no function ${call.name}; there are ${known}`
    return report(checking, 'unknown-function', { at: call.at, text })
  }
  checkArguments(call, signature.takes, checking)
  return signature.gives
}

function findSignature(name: string, checking: Checking): Signature | undefined {
  if (Object.hasOwn(signatures, name)) return signatures[name]
  const { functions = {} } = checking.options
  const registered: RegisteredFunction | undefined = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (registered === undefined) return undefined
  const rules = signatureOf(registered)
  return { takes: rules.args.map(shapeOfRule), gives: shapeOfRule(rules.result) }
}

function checkArguments(call: Call, takes: readonly Shape[], checking: Checking): void {
  const isComplete = checkCount(call, takes.length, checking)
  for (const [index, argument] of call.args.entries()) {
    inferAs(argument, (isComplete && takes[index]) || any, { checking, user: call.name })
  }
}

function checkCount(call: Call, wanted: number, checking: Checking): boolean {
  const count = call.args.length
  if (count === wanted) return true
  const text = `${call.name} takes ${wanted} argument(s), not ${count}`
  report(checking, 'argument-count', { at: call.at, text })
  return false
}

/** min and max: ints, or one list of ints. */
function inferExtreme(call: Call, checking: Checking): Shape {
  if (call.args.length === 0)
    return report(checking, 'argument-count', { at: call.at, text: `${call.name} of nothing` })
  const wanted = call.args.length === 1 ? listOfInt : int
  for (const argument of call.args) inferAs(argument, wanted, { checking, user: call.name })
  return int
}

function inferOneOf(
  call: Call,
  checking: Checking,
  signature: { readonly kinds: readonly Shape['kind'][]; readonly gives: Shape },
): Shape {
  const isComplete = checkCount(call, 1, checking)
  for (const argument of call.args) {
    const shape = checking.infer(argument, checking)
    if (!isComplete || isOpen(shape) || signature.kinds.includes(shape.kind)) continue
    const text = `${call.name} takes ${signature.kinds.join(', ')}, not ${nameOf(shape)}`
    report(checking, 'wrong-type', { at: argument.at, text })
  }
  return signature.gives
}

function inferIndexOf(call: Call, checking: Checking): Shape {
  const [list, item] = call.args
  if (!checkCount(call, 2, checking) || list === undefined || item === undefined) return int
  const over = checking.infer(list, checking)
  const wanted = checking.infer(item, checking)
  if (!isAssignable(over, listOfAny)) {
    report(checking, 'wrong-type', { at: list.at, text: `indexOf takes a list, not ${nameOf(over)}` })
  } else if (over.kind === 'list' && join(over.of, wanted) === undefined) {
    const text = `${nameOf(over)} cannot hold ${nameOf(wanted)}`
    report(checking, 'unlike-types', { at: item.at, text })
  }
  return int
}

/** The result of a macro; its variable takes the shape of the elements (of a map: its keys). */
export function inferMacro(node: NodeOf<'macro'>, checking: Checking): Shape {
  const over = checking.infer(node.over, checking)
  const variable = { name: node.variable, shape: elementOf(over, node, checking) }
  const inside: Checking = { ...checking, variables: [...checking.variables, variable] }
  if (node.macro === 'map') return { kind: 'list', of: inferMapBody(node, inside) }
  if (node.macro === 'sortBy') {
    inferKey(node, inside)
    return { kind: 'list', of: variable.shape }
  }
  inferAs(node.body, bool, { checking: inside, user: `the test of ${node.macro}` })
  return node.macro === 'filter' ? { kind: 'list', of: variable.shape } : bool
}

function inferMapBody(node: NodeOf<'macro'>, inside: Checking): Shape {
  if (node.test === undefined) return inside.infer(node.body, inside)
  inferAs(node.test, bool, { checking: inside, user: 'the test of map' })
  return inside.infer(node.body, given(inside, node.test, true))
}

function inferKey(node: NodeOf<'macro'>, inside: Checking): void {
  const key = inside.infer(node.body, inside)
  if (isOpen(key) || key.kind === 'int' || key.kind === 'string' || key.kind === 'bool') return
  report(inside, 'wrong-type', { at: node.body.at, text: `${nameOf(key)} has no order to sort by` })
}

function elementOf(over: Shape, node: NodeOf<'macro'>, checking: Checking): Shape {
  if (over.kind === 'list') return over.of
  if (over.kind === 'map' || over.kind === 'record') return string
  if (isOpen(over)) return any
  const text = `${node.macro} takes a list or a map, not ${nameOf(over)}`
  return report(checking, 'wrong-type', { at: node.at, text })
}
