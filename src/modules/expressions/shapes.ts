import { readSchema, type Schema, type SchemaRule } from './schemas.ts'

/** What is known about a value before it exists; `any` is checked only when the expression runs. */
export type Shape =
  | { readonly kind: 'int' | 'bool' | 'string' | 'any' }
  /** No value at all: the elements of an empty list. */
  | { readonly kind: 'never' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | RecordShape

/** A map whose keys are known. */
export interface RecordShape {
  readonly kind: 'record'
  readonly fields: { readonly [name: string]: FieldShape }
}

export interface FieldShape {
  readonly shape: Shape
  /** Must be asked for with `has` before it is read. */
  readonly isOptional?: true
}

export type ShapeKind = Shape['kind']

/**
 * The shape of the values a JSON Schema admits. Unknown keys of an object are unknown fields, whatever
 * `additionalProperties` says, unless the schema names no key at all.
 *
 * @throws {ExpressionError} bad-schema
 */
export function shapeOf(schema: Schema): Shape {
  return shapeOfRule(readSchema(schema))
}

export function shapeOfRule(rule: SchemaRule): Shape {
  switch (rule.kind) {
    case 'any':
    case 'bool':
    case 'int':
    case 'string':
      return { kind: rule.kind }
    case 'list':
      return { kind: 'list', of: shapeOfRule(rule.items) }
    case 'map':
      return { kind: 'map', of: shapeOfRule(rule.values) }
    case 'record': {
      const fields = [...rule.fields].map(([name, field]): [string, FieldShape] => {
        const shape = shapeOfRule(field.rule)
        return [name, field.isRequired ? { shape } : { shape, isOptional: true }]
      })
      return { kind: 'record', fields: Object.fromEntries(fields) }
    }
  }
}

/** The shape of a value at hand, such as a manifest's rates: every key known, every element alike or `any`. */
export function shapeOfValue(value: unknown): Shape {
  switch (typeof value) {
    case 'number':
      return { kind: 'int' }
    case 'boolean':
      return { kind: 'bool' }
    case 'string':
      return { kind: 'string' }
    default:
      break
  }
  if (Array.isArray(value)) return { kind: 'list', of: joinAll(value.map(shapeOfValue)) ?? { kind: 'any' } }
  if (typeof value !== 'object' || value === null) return { kind: 'any' }
  const fields = Object.entries(value).map(([name, part]): [string, FieldShape] => [
    name,
    { shape: shapeOfValue(part) },
  ])
  return { kind: 'record', fields: Object.fromEntries(fields) }
}

/** The shape that covers two others; undefined when no expression could work on both. */
export function join(left: Shape, right: Shape): Shape | undefined {
  if (left.kind === 'never') return right
  if (right.kind === 'never') return left
  if (left.kind === 'any' || right.kind === 'any') return { kind: 'any' }
  return joinContainers(left, right) ?? (isPlain(left) && left.kind === right.kind ? left : undefined)
}

/** The shape that covers several; `never` when there are none. */
export function joinAll(shapes: readonly Shape[]): Shape | undefined {
  let all: Shape | undefined = { kind: 'never' }
  for (const shape of shapes) all = all === undefined ? undefined : join(all, shape)
  return all
}

function isPlain(shape: Shape): boolean {
  return shape.kind === 'int' || shape.kind === 'bool' || shape.kind === 'string'
}

function joinContainers(left: Shape, right: Shape): Shape | undefined {
  if (left.kind === 'list' && right.kind === 'list') return wrapped('list', join(left.of, right.of))
  if (left.kind === 'record' && right.kind === 'record') return joinRecords(left, right)
  const leftValues = valuesOf(left)
  const rightValues = valuesOf(right)
  if (leftValues === undefined || rightValues === undefined) return undefined
  return wrapped('map', join(leftValues, rightValues))
}

function wrapped(kind: 'list' | 'map', of: Shape | undefined): Shape | undefined {
  return of === undefined ? undefined : { kind, of }
}

/** The shape of whatever a map holds, or of all fields of a record; undefined when they are unlike or it is neither. */
export function valuesOf(shape: Shape): Shape | undefined {
  if (shape.kind === 'map') return shape.of
  if (shape.kind !== 'record') return undefined
  return joinAll(Object.values(shape.fields).map(({ shape: field }) => field))
}

/** What either record may have; what one lacks is optional. Undefined when a field differs in kind. */
function joinRecords(left: RecordShape, right: RecordShape): Shape | undefined {
  const fields: [string, FieldShape][] = []
  for (const name of new Set([...Object.keys(left.fields), ...Object.keys(right.fields)])) {
    const one = fieldOf(left, name) ?? absent
    const other = fieldOf(right, name) ?? absent
    const shape = join(one.shape, other.shape)
    if (shape === undefined) return undefined
    fields.push([name, one.isOptional === true || other.isOptional === true ? { shape, isOptional: true } : { shape }])
  }
  return { kind: 'record', fields: Object.fromEntries(fields) }
}

const absent: FieldShape = { shape: { kind: 'never' }, isOptional: true }

/** A record's field by its own name only. */
export function fieldOf(record: RecordShape, name: string): FieldShape | undefined {
  return Object.hasOwn(record.fields, name) ? record.fields[name] : undefined
}

/** Whether every value of one shape is a value of another; `any` passes both ways, being checked at evaluation. */
export function isAssignable(from: Shape, to: Shape): boolean {
  if (from.kind === 'any' || to.kind === 'any' || from.kind === 'never') return true
  if (to.kind === 'list') return from.kind === 'list' && isAssignable(from.of, to.of)
  if (to.kind === 'map') return valuesAssignable(from, to.of)
  if (to.kind === 'record') return recordAssignable(from, to)
  return from.kind === to.kind
}

function valuesAssignable(from: Shape, to: Shape): boolean {
  if (from.kind === 'map') return isAssignable(from.of, to)
  if (from.kind !== 'record') return false
  return Object.values(from.fields).every(({ shape }) => isAssignable(shape, to))
}

function recordAssignable(from: Shape, to: RecordShape): boolean {
  return Object.entries(to.fields).every(([name, wanted]) => {
    if (from.kind === 'map') return wanted.isOptional === true && isAssignable(from.of, wanted.shape)
    if (from.kind !== 'record') return false
    const given = fieldOf(from, name)
    if (given === undefined) return wanted.isOptional === true
    if (given.isOptional === true && wanted.isOptional !== true) return false
    return isAssignable(given.shape, wanted.shape)
  })
}

/** A shape in a few words, for messages. */
export function nameOf(shape: Shape): string {
  switch (shape.kind) {
    case 'list':
      return `list of ${nameOf(shape.of)}`
    case 'map':
      return `map of ${nameOf(shape.of)}`
    case 'record': {
      const names = Object.keys(shape.fields)
      return `record {${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}}`
    }
    default:
      return shape.kind
  }
}
