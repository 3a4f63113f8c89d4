import { type Building, type Run, truth } from './building.ts'
import { fail } from './errors.ts'
import type { NodeOf } from './tree.ts'
import { elementAt, isList, isMap, keysOf, kindOf, order, type Scope, type Value, walkable } from './values.ts'

/** Computes the body of a macro with its variable bound to one element. */
type Body = (scope: Scope, outer: Value, element: Value) => Value

/** Computes what a macro walks. */
type Elements = (scope: Scope, outer: Value, inner: Value) => readonly Value[]

/**
 * Closures of the macros. The variable of a macro that stands alone is the `outer` argument, that of a
 * nested one the `inner`: `checkTree` has refused deeper nesting.
 */
export function buildMacro(node: NodeOf<'macro'>, building: Building): Run {
  const over = building.build(node.over, building)
  const inside: Building = { ...building, variables: [...building.variables, node.variable] }
  const isNested = building.variables.length > 0
  const bind = (run: Run): Body => (isNested ? run : (scope, _outer, element) => run(scope, element, 0))
  const body = bind(building.build(node.body, inside))
  const test = node.test === undefined ? undefined : bind(building.build(node.test, inside))
  const elements: Elements = (scope, outer, inner) => elementsOf(over(scope, outer, inner), node.macro)

  switch (node.macro) {
    case 'map':
      return test === undefined ? mapping(elements, body) : mappingSome(elements, test, body)
    case 'filter':
      return mappingSome(elements, body, (_scope, _outer, element) => element)
    case 'exists':
      return searching(elements, body, true)
    case 'all':
      return searching(elements, body, false)
    case 'sortBy':
      return sorting(elements, body)
  }
}

/** What a macro walks: the elements of a list or, as in CEL, the keys of a map. */
function elementsOf(value: Value, macro: string): readonly Value[] {
  if (isList(value)) return walkable(value, macro)
  if (isMap(value)) return keysOf(value)
  return fail('wrong-type', `${macro} takes a list or a map, not ${kindOf(value)}`)
}

function mapping(elements: Elements, body: Body): Run {
  return (scope, outer, inner) => {
    const list = elements(scope, outer, inner)
    return list.map((_, index) => body(scope, outer, elementAt(list, index)))
  }
}

function mappingSome(elements: Elements, test: Body, body: Body): Run {
  return (scope, outer, inner) => {
    const list = elements(scope, outer, inner)
    const kept: Value[] = []
    for (let index = 0; index < list.length; index += 1) {
      const element = elementAt(list, index)
      if (truth(test(scope, outer, element), 'the test of a macro')) kept.push(body(scope, outer, element))
    }
    return kept
  }
}

/** exists stops at the first true, all at the first false. */
function searching(elements: Elements, body: Body, wanted: boolean): Run {
  return (scope, outer, inner) => {
    const list = elements(scope, outer, inner)
    for (let index = 0; index < list.length; index += 1) {
      if (truth(body(scope, outer, elementAt(list, index)), 'the test of a macro') === wanted) return wanted
    }
    return !wanted
  }
}

/** Stable and ascending; keys are all ints, all strings or all bools. */
function sorting(elements: Elements, key: Body): Run {
  return (scope, outer, inner) => {
    const list = elements(scope, outer, inner)
    const keyed = list.map((_, index) => {
      const element = elementAt(list, index)
      return { element, key: key(scope, outer, element) }
    })
    for (const { key: one } of keyed) order(one, keyed[0]?.key ?? one) // a list of one is not compared below
    return keyed.toSorted((left, right) => order(left.key, right.key)).map(({ element }) => element)
  }
}
