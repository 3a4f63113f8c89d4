import type { ExpressionOptions } from './building.ts'
import { type ExpressionErrorCode, type ExpressionError, expressionError } from './errors.ts'
import { isAssignable, nameOf, type RecordShape, type Shape } from './shapes.ts'
import type { Node } from './tree.ts'

/** What is known at one place of an expression while it is checked. */
export interface Checking {
  /**
   * Finds the shape of any node; handed down so that the files of the checker need not import one another in a circle.
   */
  readonly infer: (node: Node, checking: Checking) => Shape
  readonly scope: RecordShape
  readonly options: ExpressionOptions
  /** Macro variables in sight, outermost first. */
  readonly variables: readonly { readonly name: string; readonly shape: Shape }[]
  /** Paths that a `has` has found present, as {@link pathKey} writes them. */
  readonly present: ReadonlySet<string>
  /** Gathers what is wrong. */
  readonly problems: ExpressionError[]
}

export const any: Shape = { kind: 'any' }
export const int: Shape = { kind: 'int' }
export const bool: Shape = { kind: 'bool' }
export const string: Shape = { kind: 'string' }

/** Notes a problem; the shape `any` keeps one mistake from being reported again by everything around it. */
export function report(checking: Checking, code: ExpressionErrorCode, place: { at: number; text: string }): Shape {
  checking.problems.push(expressionError(code, place.text, place.at))
  return any
}

/** Checks that a node gives the wanted shape, for `user` to work on. */
export function inferAs(node: Node, wanted: Shape, use: { checking: Checking; user: string }): void {
  const shape = use.checking.infer(node, use.checking)
  if (isAssignable(shape, wanted)) return
  report(use.checking, 'wrong-type', {
    at: node.at,
    text: `${use.user} takes ${nameOf(wanted)}, not ${nameOf(shape)}`,
  })
}

/** Whether nothing can be said about a value before the expression runs. */
export function isOpen(shape: Shape): boolean {
  return shape.kind === 'any' || shape.kind === 'never'
}

/** A path of fields from a name, macro variables told apart by their depth; undefined for a computed value. */
function pathKey(node: Node, checking: Checking): string | undefined {
  if (node.kind === 'name') {
    const depth = checking.variables.findLastIndex(({ name }) => name === node.name)
    return depth < 0 ? node.name : `#${depth}`
  }
  if (node.kind === 'field') return fieldKey(node.of, node.field, checking)
  if (node.kind === 'index' && node.index.kind === 'literal' && typeof node.index.value === 'string') {
    return fieldKey(node.of, node.index.value, checking)
  }
  return undefined
}

/** The path of one field of a node. */
export function fieldKey(of: Node, field: string, checking: Checking): string | undefined {
  const path = pathKey(of, checking)
  return path === undefined ? undefined : `${path}.${JSON.stringify(field)}`
}

/** The same place, once a condition is known to have been true (or false). */
export function given(checking: Checking, condition: Node, outcome: boolean): Checking {
  const found = factsOf(condition, outcome, checking)
  return found.length === 0 ? checking : { ...checking, present: new Set([...checking.present, ...found]) }
}

/** Paths surely present when a condition came out true (or false): from `has`, `!`, `&&` and `||` alone. */
function factsOf(node: Node, outcome: boolean, checking: Checking): readonly string[] {
  if (node.kind === 'has') {
    const key = outcome ? fieldKey(node.of, node.field, checking) : undefined
    return key === undefined ? [] : [key]
  }
  if (node.kind === 'unary' && node.operator === '!') return factsOf(node.of, !outcome, checking)
  if (node.kind !== 'logic' || (node.operator === '&&') !== outcome) return []
  return [...factsOf(node.left, outcome, checking), ...factsOf(node.right, outcome, checking)]
}
