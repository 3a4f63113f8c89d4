import { fail } from './errors.ts'

/** The macros of the language; each binds one variable over a list (or the keys of a map). */
type MacroName = 'map' | 'filter' | 'exists' | 'all' | 'sortBy'

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in'

interface At {
  /** Offset in the text, in UTF-16 units, of the sign or word that names this node. */
  readonly at: number
}

interface LiteralNode extends At {
  readonly kind: 'literal'
  readonly value: number | string | boolean
}
interface NameNode extends At {
  readonly kind: 'name'
  readonly name: string
}
interface FieldNode extends At {
  readonly kind: 'field'
  readonly of: Node
  readonly field: string
}
/** `has(of.field)`. */
interface HasNode extends At {
  readonly kind: 'has'
  readonly of: Node
  readonly field: string
}
interface IndexNode extends At {
  readonly kind: 'index'
  readonly of: Node
  readonly index: Node
}
interface BinaryNode extends At {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Node
  readonly right: Node
}
interface UnaryNode extends At {
  readonly kind: 'unary'
  readonly operator: '-' | '!'
  readonly of: Node
}
interface LogicNode extends At {
  readonly kind: 'logic'
  readonly operator: '&&' | '||'
  readonly left: Node
  readonly right: Node
}
interface ChoiceNode extends At {
  readonly kind: 'choice'
  readonly test: Node
  readonly whenTrue: Node
  readonly whenFalse: Node
}
interface ListNode extends At {
  readonly kind: 'list'
  readonly items: readonly Node[]
}
export interface MapNode extends At {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: Node; readonly value: Node }[]
}
/** A function by its full name (`bps`, `lists.range`, `made.price`). */
interface CallNode extends At {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Node[]
}
/** `over.macro(variable, test?, body)`; `test` only in the three-argument `map`. */
interface MacroNode extends At {
  readonly kind: 'macro'
  readonly macro: MacroName
  readonly over: Node
  readonly variable: string
  readonly test?: Node
  readonly body: Node
}

/** The syntax tree that compiler and checker share: CEL's, with its macros folded back into one node each. */
export type Node =
  | LiteralNode
  | NameNode
  | FieldNode
  | HasNode
  | IndexNode
  | BinaryNode
  | UnaryNode
  | LogicNode
  | ChoiceNode
  | ListNode
  | MapNode
  | CallNode
  | MacroNode

export type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>

/** What to do with each kind of node; a missing kind is a compile error. */
export type Handlers<Context, Result> = {
  readonly [K in Node['kind']]: (node: NodeOf<K>, context: Context) => Result
}

/** Hands a node to the handler of its kind. */
export function handle<Context, Result>(handlers: Handlers<Context, Result>, node: Node, context: Context): Result {
  const handler = handlers[node.kind] as (node: Node, context: Context) => Result // found by the node's own kind
  return handler(node, context)
}

const children: Handlers<undefined, readonly Node[]> = {
  literal: () => [],
  name: () => [],
  field: ({ of }) => [of],
  has: ({ of }) => [of],
  unary: ({ of }) => [of],
  index: ({ of, index }) => [of, index],
  binary: ({ left, right }) => [left, right],
  logic: ({ left, right }) => [left, right],
  choice: ({ test, whenTrue, whenFalse }) => [test, whenTrue, whenFalse],
  list: ({ items }) => items,
  map: ({ entries }) => entries.flatMap(({ key, value }) => [key, value]),
  call: ({ args }) => args,
  macro: ({ over, test, body }) => (test === undefined ? [over, body] : [over, test, body]),
}

/** The nodes directly below, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  return handle(children, node, undefined)
}

/** A short name of a node for messages: its dotted path where it has one. */
export function describe(node: Node): string {
  switch (node.kind) {
    case 'name':
      return node.name
    case 'field':
      return `${describe(node.of)}.${node.field}`
    case 'index':
      return `${describe(node.of)}[…]`
    case 'literal':
      return JSON.stringify(node.value)
    case 'call':
      return `${node.name}(…)`
    case 'macro':
      return `${describe(node.over)}.${node.macro}(…)`
    default:
      return 'this value'
  }
}

/** Longest text handed to the parser, in UTF-16 units: 64 nodes and one long literal fit with room to spare. */
const maxTextLength = 4_000
/** Deepest nesting of brackets: the parser recurses, and parentheses are no nodes. */
const maxBracketDepth = 100
/** Most nodes of the syntax tree; a macro is one node beside those of its parts. */
const maxNodes = 64
/** Most macros that stand in the body of another macro. */
const maxNestedMacros = 1

/**
 * Refuses a text that the parser should not be given. Brackets within quotes are counted too: a text
 * that many of them would fill is refused as well.
 *
 * @throws {ExpressionError} too-large
 */
export function checkText(text: string): void {
  if (text.length > maxTextLength) {
    fail('too-large', `an expression may have ${maxTextLength} characters, not ${text.length}`, maxTextLength)
  }
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if ('([{'.includes(character)) depth += 1
    else if (')]}'.includes(character)) depth -= 1
    if (depth > maxBracketDepth) fail('too-large', `brackets may be nested ${maxBracketDepth} deep`, at)
  }
}

/**
 * Refuses an expression that is too large to run inside the engine's batch.
 *
 * @throws {ExpressionError} too-large
 */
export function checkTree(root: Node): void {
  let nodes = 0
  let nested = 0
  const visit = (node: Node, inMacro: boolean): void => {
    nodes += 1
    if (nodes > maxNodes) fail('too-large', `an expression may have ${maxNodes} nodes`, node.at)
    if (node.kind !== 'macro') {
      for (const child of childrenOf(node)) visit(child, inMacro)
      return
    }
    if (inMacro) nested += 1
    if (nested > maxNestedMacros) fail('too-large', 'an expression may have one nested macro', node.at)
    visit(node.over, inMacro)
    if (node.test !== undefined) visit(node.test, true)
    visit(node.body, true)
  }
  visit(root, false)
}
