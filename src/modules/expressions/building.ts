import { fail } from './errors.ts'
import type { RegisteredFunctions } from './registered.ts'
import type { Node } from './tree.ts'
import { kindOf, type Scope, type Value } from './values.ts'

/** What an expression may use at its place in a manifest. */
export interface ExpressionOptions {
  /** Top-level names it may read; all of the flow language's by default. */
  readonly names?: readonly string[]
  /** Pure functions of the business, by dotted name. */
  readonly functions?: RegisteredFunctions
  /** The town's IANA time zone, for `dayOf` and `dayStart`. */
  readonly timeZone?: string
}

/**
 * Computes a node from the scope and the variables of the (at most two) macros around it. Passing
 * the variables as arguments keeps an evaluation free of frames and allocations.
 */
export type Run = (scope: Scope, outer: Value, inner: Value) => Value

/** What is known while closures are built. */
export interface Building {
  /** Builds any node; handed down so that the files of the builder need not import one another in a circle. */
  readonly build: (node: Node, building: Building) => Run
  readonly options: ExpressionOptions
  readonly names: ReadonlySet<string>
  /** Macro variables in sight, outermost first. */
  readonly variables: readonly string[]
}

/** A condition: true or false, anything else is an error. */
export function truth(value: Value, user: string): boolean {
  if (typeof value !== 'boolean') fail('wrong-type', `${user} takes a bool, not ${kindOf(value)}`)
  return value
}
