/** The macros of the language; each binds one variable over a list (or the keys of a map). */
export type MacroName = 'map' | 'filter' | 'exists' | 'all' | 'sortBy'

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in'

interface At {
  /** Offset in the text, in UTF-16 units, of the sign or word that names this node. */
  readonly at: number
}

export interface LiteralNode extends At {
  readonly kind: 'literal'
  readonly value: number | string | boolean
}
export interface NameNode extends At {
  readonly kind: 'name'
  readonly name: string
}
export interface FieldNode extends At {
  readonly kind: 'field'
  readonly of: Node
  readonly field: string
}
/** `has(of.field)`. */
export interface HasNode extends At {
  readonly kind: 'has'
  readonly of: Node
  readonly field: string
}
export interface IndexNode extends At {
  readonly kind: 'index'
  readonly of: Node
  readonly index: Node
}
export interface BinaryNode extends At {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Node
  readonly right: Node
}
export interface UnaryNode extends At {
  readonly kind: 'unary'
  readonly operator: '-' | '!'
  readonly of: Node
}
export interface LogicNode extends At {
  readonly kind: 'logic'
  readonly operator: '&&' | '||'
  readonly left: Node
  readonly right: Node
}
export interface ChoiceNode extends At {
  readonly kind: 'choice'
  readonly test: Node
  readonly then: Node
  readonly otherwise: Node
}
export interface ListNode extends At {
  readonly kind: 'list'
  readonly items: readonly Node[]
}
export interface MapNode extends At {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: Node; readonly value: Node }[]
}
/** A function by its full name (`bps`, `lists.range`, `made.price`). */
export interface CallNode extends At {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Node[]
}
/** `over.macro(variable, test?, body)`; `test` only in the three-argument `map`. */
export interface MacroNode extends At {
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

/** The nodes directly below, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return []
    case 'field':
    case 'has':
    case 'unary':
      return [node.of]
    case 'index':
      return [node.of, node.index]
    case 'binary':
    case 'logic':
      return [node.left, node.right]
    case 'choice':
      return [node.test, node.then, node.otherwise]
    case 'list':
      return node.items
    case 'map':
      return node.entries.flatMap(({ key, value }) => [key, value])
    case 'call':
      return node.args
    case 'macro':
      return node.test === undefined ? [node.over, node.body] : [node.over, node.test, node.body]
  }
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
