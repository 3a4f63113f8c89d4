import { buildField, buildHas, buildIndex, buildName } from './access.ts'
import { binary } from './arithmetic.ts'
import { type Building, type ExpressionOptions, type Run, truth } from './building.ts'
import { expressionError, fail, raise } from './errors.ts'
import { type BuiltIn, findBuiltIn, functionNames } from './functions.ts'
import { buildMacro } from './macros.ts'
import { parseExpression } from './parse.ts'
import { findReferences, type Reference } from './references.ts'
import { callRegistered, checkRegisteredName, signatureOf } from './registered.ts'
import { handle, type Handlers, type Node, type NodeOf } from './tree.ts'
import { beginEvaluation, checkedInt, intOf, type Scope, scopeNames, stringOf, type Value } from './values.ts'

/** An expression ready to be evaluated any number of times. */
export interface Compiled {
  readonly text: string
  /**
   * Computes the value. It may share parts with the scope: treat both as frozen.
   *
   * @throws {ExpressionError} never anything else
   */
  readonly evaluate: (scope: Scope) => Value
  /** Top-level names read. */
  readonly names: readonly string[]
  /** Dotted paths read, each once, in the order of the text. */
  readonly references: readonly Reference[]
  /** Names of the functions called, registered ones included. */
  readonly calls: readonly string[]
}

/**
 * Compiles an expression in CEL syntax to closures.
 *
 * @throws {ExpressionError} syntax, unsupported, not-available, unknown-name, unknown-function,
 *   argument-count, too-large, bad-schema, bad-time-zone, bad-argument
 */
export function compile(text: string, options: ExpressionOptions = {}): Compiled {
  const tree = parseExpression(text, (name) => isFunction(name, options))
  const run = build(tree, { options, names: new Set(options.names ?? scopeNames), variables: [], build })
  return {
    text,
    evaluate: (scope) => {
      beginEvaluation()
      return run(scope, 0, 0)
    },
    ...findReferences(tree),
  }
}

/** The dotted paths an expression reads: `['party', 'rider', 'score']`; `*` for an element or a computed key. */
export function references(compiled: Compiled): readonly Reference[] {
  return compiled.references
}

/** Whether a name is a function of the language or registered. */
export function isFunction(name: string, options: ExpressionOptions): boolean {
  return functionNames.includes(name) || Object.hasOwn(options.functions ?? {}, name)
}

function build(node: Node, building: Building): Run {
  return handle(builders, node, building)
}

const builders: Handlers<Building, Run> = {
  literal:
    ({ value }) =>
    () =>
      value,
  name: buildName,
  field: buildField,
  has: buildHas,
  index: buildIndex,
  binary: buildBinary,
  unary: buildUnary,
  logic: buildLogic,
  choice: buildChoice,
  list: buildList,
  map: buildMap,
  call: buildCall,
  macro: buildMacro,
}

function buildBinary(node: NodeOf<'binary'>, building: Building): Run {
  const left = build(node.left, building)
  const right = build(node.right, building)
  const apply = binary[node.operator]
  return (scope, outer, inner) => apply(left(scope, outer, inner), right(scope, outer, inner))
}

function buildUnary(node: NodeOf<'unary'>, building: Building): Run {
  const of = build(node.of, building)
  if (node.operator === '!') return (scope, outer, inner) => !truth(of(scope, outer, inner), '!')
  return (scope, outer, inner) => checkedInt(0 - intOf(of(scope, outer, inner), '-'))
}

function buildLogic(node: NodeOf<'logic'>, building: Building): Run {
  const left = build(node.left, building)
  const right = build(node.right, building)
  if (node.operator === '&&') {
    return (scope, outer, inner) => truth(left(scope, outer, inner), '&&') && truth(right(scope, outer, inner), '&&')
  }
  return (scope, outer, inner) => truth(left(scope, outer, inner), '||') || truth(right(scope, outer, inner), '||')
}

function buildChoice(node: NodeOf<'choice'>, building: Building): Run {
  const test = build(node.test, building)
  const whenTrue = build(node.whenTrue, building)
  const whenFalse = build(node.whenFalse, building)
  return (scope, outer, inner) =>
    truth(test(scope, outer, inner), '?:') ? whenTrue(scope, outer, inner) : whenFalse(scope, outer, inner)
}

function buildList(node: NodeOf<'list'>, building: Building): Run {
  const items = node.items.map((item) => build(item, building))
  return (scope, outer, inner) => items.map((item) => item(scope, outer, inner))
}

function buildMap(node: NodeOf<'map'>, building: Building): Run {
  const entries = node.entries.map(({ key, value }) => ({ key: build(key, building), value: build(value, building) }))
  return (scope, outer, inner) => {
    const map: Record<string, Value> = {}
    for (const entry of entries) {
      const key = stringOf(entry.key(scope, outer, inner), 'a map as key')
      if (Object.hasOwn(map, key)) fail('bad-argument', `a map cannot hold "${key}" twice`)
      // Written by assignment, this one key would set the prototype instead of a field.
      if (key === '__proto__') fail('bad-argument', 'a map cannot hold "__proto__"')
      map[key] = entry.value(scope, outer, inner)
    }
    return map
  }
}

function buildCall(node: NodeOf<'call'>, building: Building): Run {
  const args = node.args.map((argument) => build(argument, building))
  const builtIn = findBuiltIn(node.name, building.options.timeZone)
  if (builtIn !== undefined) {
    checkCount(node, builtIn.least, builtIn.most)
    return buildBuiltIn(builtIn.apply, args)
  }
  const registered = Object.hasOwn(building.options.functions ?? {}, node.name)
    ? building.options.functions?.[node.name]
    : undefined
  if (registered === undefined) return fail('unknown-function', `there is no function ${node.name}`, node.at)
  checkRegisteredName(node.name)
  const count = signatureOf(registered).args.length
  checkCount(node, count, count)
  return (scope, outer, inner) =>
    callRegistered(
      node.name,
      registered,
      args.map((argument) => argument(scope, outer, inner)),
    )
}

function checkCount(node: NodeOf<'call'>, least: number, most: number): void {
  const count = node.args.length
  if (count >= least && count <= most) return
  const wanted = least === most ? String(least) : `at least ${least}`
  raise(expressionError('argument-count', `${node.name} takes ${wanted} argument(s), not ${count}`, node.at))
}

/** One closure a count of arguments, so that the common ones need no array. */
function buildBuiltIn(apply: BuiltIn['apply'], args: readonly Run[]): Run {
  const [first, second, third] = args
  if (first !== undefined && args.length === 1) {
    return (scope, outer, inner) => apply(first(scope, outer, inner))
  }
  if (first !== undefined && second !== undefined && args.length === 2) {
    return (scope, outer, inner) => apply(first(scope, outer, inner), second(scope, outer, inner))
  }
  if (first !== undefined && second !== undefined && third !== undefined && args.length === 3) {
    return (scope, outer, inner) =>
      apply(first(scope, outer, inner), second(scope, outer, inner), third(scope, outer, inner))
  }
  return (scope, outer, inner) => apply(...args.map((argument) => argument(scope, outer, inner)))
}
