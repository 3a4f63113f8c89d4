/**
 * The API only grows: compares what the routes describe with the committed baseline and names what a client that works
 * today would miss tomorrow. What was deprecated may go once its sunset has passed.
 *
 *   node tools/api-growth.ts            says what breaks
 *   node tools/api-growth.ts --accept   writes the baseline anew; before version 1 in spite of what breaks
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { OpenApiDocument, Operation } from '../src/kernel/openapi-document.ts'

const root = path.join(import.meta.dirname, '..')
const documentFile = path.join(root, 'client', 'openapi.json')
const baselineFile = path.join(root, 'client', 'openapi-baseline.json')

/** What a client relies on, and no words. */
export type Surface = Readonly<Record<string, OperationSurface>>
type OperationSurface = {
  readonly id: string
  readonly isOpen: boolean
  readonly sunset?: string
  /** `query limit` → its shape; a `!` at the end of the name says that it is required. */
  readonly takes: Shape
  readonly answers: Readonly<Record<string, Shape>>
}
/** A type, with the members of objects and arrays; members end in `!` when they are always there. */
type Shape = string | { readonly [member: string]: Shape }

/** The surface of a document. */
export function surfaceOf({ paths }: Pick<OpenApiDocument, 'paths'>): Surface {
  const entries = Object.entries(paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${url}`, one(operation)] as const),
  )
  return Object.fromEntries(entries)
}

function one(operation: Operation): OperationSurface {
  const parameters = (operation.parameters ?? []).map(
    ({ in: place, name, required, schema }) =>
      [`${place} ${name}${required === true ? '!' : ''}`, shapeOf(schema)] as const,
  )
  const body = operation.requestBody?.content?.['application/json']?.schema
  const replies = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
  const sunset = operation['x-sunset']
  return {
    id: operation.operationId ?? '',
    isOpen: operation.security?.length === 0,
    ...(typeof sunset === 'string' ? { sunset } : {}),
    takes: { ...Object.fromEntries(parameters), ...(body === undefined ? {} : { 'body!': shapeOf(body) }) },
    answers: Object.fromEntries(
      replies.map(([status, { content }]) => [status, shapeOf(content?.['application/json']?.schema)]),
    ),
  }
}

type Schema = {
  type?: string
  properties?: Record<string, unknown>
  required?: string[]
  items?: unknown
  anyOf?: unknown[]
  enum?: unknown[]
  const?: unknown
}

/** The member of a shape that may also be null. */
const orNull = 'or null'

function shapeOf(given: unknown): Shape {
  const schema = Object(given) as Schema
  if (schema.anyOf !== undefined) return unionOf(schema.anyOf.map(shapeOf))
  if (schema.items !== undefined) return { '[]!': shapeOf(schema.items) }
  if (schema.properties === undefined) return valueOf(schema)
  const members = Object.entries(schema.properties).map(
    ([name, member]) => [`${name}${schema.required?.includes(name) === true ? '!' : ''}`, shapeOf(member)] as const,
  )
  return Object.fromEntries(members)
}

function unionOf(alternatives: readonly Shape[]): Shape {
  const values = alternatives.filter((each) => each !== 'null')
  const union = values.length === 1 ? values[0]! : values.map(text).sort().join(' | ')
  return values.length === alternatives.length ? union : { [orNull]: union }
}

function valueOf({ type = 'anything', ...schema }: Schema): Shape {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  return (
    schema.enum
      ?.map((value) => JSON.stringify(value))
      .sort()
      .join(' | ') ?? type
  )
}

function text(shape: Shape): string {
  return typeof shape === 'string' ? shape : JSON.stringify(shape)
}

/** What a client of the baseline would miss, a sentence each. @param today `2026-11-30` */
export function breaksBetween(baseline: Surface, now: Surface, today: string): string[] {
  return Object.entries(baseline).flatMap(([name, before]) => {
    const after = now[name]
    if (after === undefined) return (before.sunset ?? '9999') <= today ? [] : [`${name} is gone`]
    const answers = Object.entries(before.answers).flatMap(([status, shape]) => {
      const found = after.answers[status]
      return found === undefined ? [`no longer answers ${status}`] : lost(shape, found, `answer ${status}`)
    })
    const wrong = [
      ...(after.id === before.id ? [] : [`was called ${before.id}, now ${after.id}`]),
      ...(before.isOpen && !after.isOpen ? ['is no longer open'] : []),
      ...demanded(before.takes, after.takes, 'input'),
      ...answers,
    ]
    return wrong.map((what) => `${name}: ${what}`)
  })
}

/** Of an answer: every member stays, and stays as sure and of the same type. */
function lost(before: Shape, after: Shape, where: string): string[] {
  const value = nullable(before)
  if (value !== undefined && nullable(after) === undefined) return lost(value, after, where)
  if (typeof before === 'string' || typeof after === 'string') return changed(before, after, where)
  return Object.entries(before).flatMap(([name, shape]) => {
    const found = after[name] ?? (name.endsWith('!') ? undefined : after[`${name}!`])
    const place = `${where}/${name.replace('!', '')}`
    if (found !== undefined) return lost(shape, found, place)
    return [`${place} ${after[name.replace('!', '')] === undefined ? 'is gone' : 'may be missing'}`]
  })
}

/** Of what goes in: every member stays known, and none is newly required. */
function demanded(before: Shape, after: Shape, where: string): string[] {
  const value = nullable(after)
  if (value !== undefined && nullable(before) === undefined) return demanded(before, value, where)
  if (typeof before === 'string' || typeof after === 'string') return changed(before, after, where)
  const kept = Object.entries(before).flatMap(([name, shape]) => {
    const bare = name.replace('!', '')
    const found = after[name] ?? after[bare]
    const place = `${where}/${bare}`
    if (found !== undefined) return demanded(shape, found, place)
    return [`${place} ${after[`${bare}!`] === undefined ? 'is gone' : 'is required now'}`]
  })
  const added = Object.keys(after).filter((name) => name.endsWith('!') && before[name] === undefined)
  const isNew = (name: string): boolean => before[name.replace('!', '')] === undefined
  return [...kept, ...added.filter(isNew).map((name) => `${where}/${name.replace('!', '')} is new and required`)]
}

/** What a shape is when it is not null; undefined for one that never is. */
function nullable(shape: Shape): Shape | undefined {
  return typeof shape === 'string' ? undefined : shape[orNull]
}

function changed(before: Shape, after: Shape, where: string): string[] {
  if (text(before) === text(after) || before === 'anything') return []
  const alternatives = text(after).split(' | ')
  const isWider = text(before)
    .split(' | ')
    .every((each) => alternatives.includes(each))
  return isWider && where.startsWith('input') ? [] : [`${where} was ${text(before)}, now ${text(after)}`]
}

/** The committed description and baseline. */
export function readSurfaces(): { baseline: Surface; now: Surface; version: string } {
  const document: OpenApiDocument = JSON.parse(readFileSync(documentFile, 'utf8'))
  const baseline: Surface = JSON.parse(readFileSync(baselineFile, 'utf8'))
  return { baseline, now: surfaceOf(document), version: document.info.version }
}

function main(args: readonly string[]): number {
  const isAccepting = args.includes('--accept')
  const { baseline, now, version } = readSurfaces()
  const breaks = breaksBetween(baseline, now, new Date().toISOString().slice(0, 10))
  for (const line of breaks) console.log(line)
  const mayBreak = version.startsWith('0.')
  if (!isAccepting || (breaks.length > 0 && !mayBreak)) return breaks.length === 0 ? 0 : 1
  writeFileSync(baselineFile, `${JSON.stringify(now, null, 1)}\n`)
  console.log(`wrote the baseline: ${Object.keys(now).length} operations`)
  return 0
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2))
