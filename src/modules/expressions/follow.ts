import { isFunction } from './compile.ts'
import type { ExpressionOptions } from './building.ts'
import { parseExpression } from './parse.ts'
import { elementPath, pathOf, type Reference } from './references.ts'
import { childrenOf, describe, type Node } from './tree.ts'

/** What becomes of marked values in an expression. */
export type Followed = {
  /** The result is, or holds, a marked value. */
  isMarked: boolean
  /** Places that do more with a marked value than hand it on. */
  misused: readonly { text: string; at: number }[]
}

type Bound = ReadonlyMap<string, Reference>
type Follow = { marks: readonly Reference[]; misused: { text: string; at: number }[] }

/**
 * Follows values that may be handed on as they are and nothing else: put into lists and maps, chosen between, and asked
 * whether they are there. Whatever would look at them, in the way of a comparison, a function or a test, misuses them.
 *
 * @param marks the paths that hold them; `*` stands for any element
 */
export function follow(text: string, marks: readonly Reference[], options: ExpressionOptions = {}): Followed {
  const tree = parseExpression(text, (name) => isFunction(name, options))
  const following: Follow = { marks, misused: [] }
  const isMarked = visit(tree, new Map(), following)
  return { isMarked, misused: following.misused }
}

/** Answers whether the value of a node is marked. */
function visit(node: Node, bound: Bound, following: Follow): boolean {
  const path = pathOf(node, bound)
  if (path !== undefined && path.length > 0) {
    refuseIndexes(node, bound, following)
    return visitPath(node, path, following) && node.kind !== 'has'
  }
  switch (node.kind) {
    case 'choice':
      refuse(node.test, bound, following)
      return [node.whenTrue, node.whenFalse].map((one) => visit(one, bound, following)).some(Boolean)
    case 'list':
      return node.items.map((one) => visit(one, bound, following)).some(Boolean)
    case 'map':
      for (const { key } of node.entries) refuse(key, bound, following)
      return node.entries.map(({ value }) => visit(value, bound, following)).some(Boolean)
    case 'macro':
      return visitMacro(node, bound, following)
    default:
      return visitRest(node, bound, following)
  }
}

/** A list may be counted, as long as it is not itself what is marked. */
function visitRest(node: Node, bound: Bound, following: Follow): boolean {
  const isCounting = node.kind === 'call' && node.name === 'size'
  for (const child of childrenOf(node)) {
    const path = isCounting ? pathOf(child, bound) : undefined
    if (path !== undefined && !following.marks.some((mark) => isWithin(path, mark))) continue
    refuse(child, bound, following)
  }
  return false
}

function visitMacro(node: Extract<Node, { kind: 'macro' }>, bound: Bound, following: Follow): boolean {
  const element = elementPath(node.over, bound)
  const over = visit(node.over, bound, following)
  // Elements of a list that is made on the spot have no path by which they could be followed.
  if (over && element.length === 0) note(node.over, following)
  const inner = new Map(bound).set(node.variable, element)
  if (node.test !== undefined) refuse(node.test, inner, following)
  if (node.macro === 'map') return visit(node.body, inner, following)
  refuse(node.body, inner, following)
  return over && (node.macro === 'filter' || node.macro === 'sortBy')
}

function refuse(node: Node, bound: Bound, following: Follow): void {
  if (visit(node, bound, following)) note(node, following)
}

/** What the brackets of a path compute. */
function refuseIndexes(node: Node, bound: Bound, following: Follow): void {
  if (node.kind === 'index') refuse(node.index, bound, following)
  if (node.kind === 'field' || node.kind === 'has' || node.kind === 'index') refuseIndexes(node.of, bound, following)
}

function note(node: Node, { misused }: Follow): void {
  misused.push({ text: describe(node), at: node.at })
}

/** True when a path reads a marked value, or something that holds one; a look inside one is a misuse. */
function visitPath(node: Node, path: Reference, following: Follow): boolean {
  const met = following.marks.filter((mark) => meets(path, mark))
  if (met.some((mark) => path.length > mark.length)) note(node, following)
  return met.length > 0
}

/** True when one path leads along the other. */
function meets(one: Reference, other: Reference): boolean {
  const shared = Math.min(one.length, other.length)
  return one.slice(0, shared).every((step, index) => step === other[index] || step === '*' || other[index] === '*')
}

/** True when a path is a mark, or leads inside it. */
function isWithin(path: Reference, mark: Reference): boolean {
  return path.length >= mark.length && meets(path, mark)
}
