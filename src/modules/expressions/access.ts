import type { Building, Run } from './building.ts'
import { expressionError, fail, raise } from './errors.ts'
import { describe, type NodeOf } from './tree.ts'
import { elementAt, isValue, kindOf, printed, type Scope, type Value } from './values.ts'

/** The value of a top-level name or of a macro's variable. */
export function buildName(node: NodeOf<'name'>, building: Building): Run {
  const slot = building.variables.lastIndexOf(node.name)
  if (slot === 0) return (_scope, outer) => outer
  if (slot === 1) return (_scope, _outer, inner) => inner
  if (!building.names.has(node.name)) {
    const { variables } = building
    const known = [...building.names, ...variables].join(', ')
    return fail('unknown-name', `${node.name} is not known here; known are ${known}`, node.at)
  }
  const read = reader(node.name, expressionError('missing-name', `${node.name} is not given`))
  return (scope) => read(scope)
}

/** Reads one own property of a plain object. A field that holds null or undefined is missing. */
function reader(name: string, missing: ReturnType<typeof expressionError>): (from: Scope) => Value {
  const isInherited = name in Object.prototype
  return (from) => {
    // Only names that every object inherits can be found on it without being its own.
    const value = isInherited && !Object.hasOwn(from, name) ? undefined : from[name]
    if (typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value))) return value
    if (value === undefined || value === null) return raise(missing)
    return isValue(value) ? value : fail('bad-value', `${name} is ${printed(value)}, not a whole number or a value`)
  }
}

/** `x.y`: an own field of a map. */
export function buildField(node: NodeOf<'field'>, building: Building): Run {
  const of = building.build(node.of, building)
  const { field } = node
  const path = describe(node.of)
  const read = reader(field, expressionError('missing-field', `${path} has no field ${field}`))
  return (scope, outer, inner) => {
    const from = of(scope, outer, inner)
    if (typeof from !== 'object' || Array.isArray(from)) return notAMap(path, field, from)
    return read(from as Scope) // a map, as just checked
  }
}

function notAMap(path: string, field: string, from: Value): never {
  return fail('wrong-type', `${path} is ${kindOf(from)} and has no field ${field}`)
}

/** `has(x.y)`: whether the map x, which must be there, holds y. */
export function buildHas(node: NodeOf<'has'>, building: Building): Run {
  const of = building.build(node.of, building)
  const { field } = node
  const path = describe(node.of)
  return (scope, outer, inner) => {
    const from = of(scope, outer, inner)
    if (typeof from !== 'object' || Array.isArray(from)) return notAMap(path, field, from)
    const value: unknown = Object.hasOwn(from, field) ? (from as Scope)[field] : undefined
    return value !== undefined && value !== null
  }
}

/** `x[y]`: an element of a list or an own field of a map. */
export function buildIndex(node: NodeOf<'index'>, building: Building): Run {
  const of = building.build(node.of, building)
  const index = building.build(node.index, building)
  const path = describe(node.of)
  return (scope, outer, inner) => {
    const from = of(scope, outer, inner)
    const at = index(scope, outer, inner)
    return Array.isArray(from) ? item(path, from, at) : entry(path, from, at)
  }
}

function item(path: string, list: readonly Value[], at: Value): Value {
  if (typeof at !== 'number') fail('wrong-type', `${path} is a list: its index is an int, not ${kindOf(at)}`)
  if (at < 0 || at >= list.length) fail('out-of-range', `${path} has ${list.length} elements and no [${at}]`)
  return elementAt(list, at)
}

function entry(path: string, map: Value, key: Value): Value {
  if (typeof map !== 'object') return fail('wrong-type', `${path} is ${kindOf(map)} and has no elements`)
  if (typeof key !== 'string') fail('wrong-type', `${path} is a map: its key is a string, not ${kindOf(key)}`)
  const value: unknown = Object.hasOwn(map, key) ? (map as Scope)[key] : undefined
  if (value === undefined || value === null) return fail('missing-key', `${path} has no key "${key}"`)
  return isValue(value) ? value : fail('bad-value', `${path}["${key}"] is ${printed(value)}, not a value`)
}
