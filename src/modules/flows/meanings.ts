import type { FieldError } from '#kernel/problem'
import {
  check,
  type FieldShape,
  type RecordShape,
  type RegisteredFunctions,
  type Shape,
  shapeOf,
  shapeOfValue,
} from '#modules/expressions'
import type { Compiler, Site } from './compiler.ts'
import type { Manifest, Schema } from './manifest.ts'
import { effectsOfManifest, type PlacedTransition, transitionsOfManifest } from './walk.ts'

/** What the firing of a transition brings: its input and answers; an entry or a timer brings neither. */
type Occasion = { input: Shape | null; answers: Shape | null; seen: Shape | null; words: string }

const any: Shape = { kind: 'any' }
const int: Shape = { kind: 'int' }
const text: Shape = { kind: 'string' }
const nothing: Occasion = { input: null, answers: null, seen: null, words: '' }

/**
 * Checks every expression of a manifest against what it may see at its place: inputs that its transition declares,
 * answers it asks for, terms that are frozen somewhere, rates that exist. A money template or a capacity is checked
 * once for every transition that uses it.
 */
export function meaningErrors(compiler: Compiler, functions: RegisteredFunctions): FieldError[] {
  const { manifest } = compiler
  const base = baseFields(manifest)
  const found = new Map<string, FieldError>()
  for (const site of compiler.sites) {
    for (const occasion of occasionsOf(manifest, site.pointer)) {
      for (const error of siteErrors(site, scopeAt(site, base, occasion), { functions, occasion })) {
        found.set(`${error.pointer} ${error.detail}`, error)
      }
    }
  }
  return [...found.values()]
}

function siteErrors(
  site: Site,
  scope: RecordShape,
  { functions, occasion }: { functions: RegisteredFunctions; occasion: Occasion },
): FieldError[] {
  const options = { functions, timeZone: 'UTC' }
  const { problems } = check(
    site.text,
    scope,
    site.expected === 'any' ? options : { ...options, expect: site.expected },
  )
  return problems.map((problem) => {
    const place = problem.at === undefined ? '' : ` at character ${problem.at + 1}`
    return { pointer: site.pointer, detail: `${problem.text}${place} in “${site.text}”${occasion.words}` }
  })
}

/** The names an expression sees at its place: `item` in money lines, `all` in refunds only. */
function scopeAt(site: Site, base: Record<string, FieldShape>, occasion: Occasion): RecordShape {
  const fields: Record<string, FieldShape> = { ...base }
  if (occasion.input !== null) fields['input'] = { shape: occasion.input }
  if (occasion.answers !== null) fields['answers'] = { shape: occasion.answers }
  if (occasion.seen !== null) fields['seen'] = { shape: occasion.seen }
  if (site.pointer.startsWith('/money/') && !site.pointer.endsWith('/each')) fields['item'] = { shape: any }
  if (site.pointer.endsWith('/refund')) fields['all'] = { shape: int }
  return { kind: 'record', fields }
}

/** Every occasion on which the expression at a place is evaluated. */
function occasionsOf(manifest: Manifest, pointer: string): Occasion[] {
  const transitions = transitionsOfManifest(manifest)
  const [, section, name] = pointer.split('/')
  if (section === 'money' || section === 'capacity') {
    const word = section === 'money' ? 'pay' : 'take'
    const users = effectsOfManifest(manifest).filter(({ effect }) => (effect as Record<string, unknown>)[word] === name)
    return users.map(({ by, pointer: at }) => ({ ...occasionOf(manifest, by), words: `, used by ${at}` }))
  }
  if (section === 'looks') {
    const placing = transitions.filter(({ state }) => state === manifest.flow.initial)
    return placing.map((by) => ({ ...occasionOf(manifest, by), seen: null, words: `, used by ${by.pointer}` }))
  }
  if (section === 'questions') {
    const asking = transitions.filter(({ transition }) => transition.asks?.includes(name ?? '') === true)
    return asking.map((by) => ({ ...occasionOf(manifest, by), answers: null, words: `, asked by ${by.pointer}` }))
  }
  const within = transitions.filter((placed) => pointer === placed.pointer || pointer.startsWith(`${placed.pointer}/`))
  const nearest = within.reduce<PlacedTransition | null>(
    (best, one) => (best === null || one.pointer.length > best.pointer.length ? one : best),
    null,
  )
  return [occasionOf(manifest, nearest)]
}

function occasionOf(manifest: Manifest, by: PlacedTransition | null): Occasion {
  if (by === null || by.kind !== 'on') return nothing
  const { input, asks = [] } = by.head
  const answers = asks.map((question): [string, FieldShape] => [
    question,
    { shape: schemaShape(manifest.questions?.[question]?.answer) },
  ])
  return {
    input: schemaShape(input),
    answers: { kind: 'record', fields: Object.fromEntries(answers) },
    seen: by.state === manifest.flow.initial ? seenShape(manifest) : null,
    words: '',
  }
}

function schemaShape(schema: Schema | undefined): Shape {
  return schema?.properties === undefined ? { kind: 'record', fields: {} } : shapeOf({ type: 'object', ...schema })
}

function record(fields: Readonly<Record<string, Shape>>): Shape {
  return {
    kind: 'record',
    fields: Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, { shape }])),
  }
}

function baseFields(manifest: Manifest): Record<string, FieldShape> {
  const roles = Object.keys(manifest.roles)
  const offer = offerShape(manifest.offer)
  const shapes: Record<string, Shape> = {
    order: record({ id: text, state: text, placedAt: int, roles: { kind: 'map', of: text } }),
    now: int,
    actor: record({ id: text, kind: text }),
    rates: shapeOfValue(manifest.rates ?? {}),
    terms: record(Object.fromEntries(written(manifest, 'freeze').map((name) => [name, any]))),
    data: record(Object.fromEntries(written(manifest, 'set').map((name) => [name, any]))),
    offer,
    lines: { kind: 'list', of: record({ offer, qty: int, options: { kind: 'map', of: any } }) },
    // Which facts there are is known to the modules that register them; a fact that nobody has reads as 0.
    party: record(Object.fromEntries(roles.map((role) => [role, any]))),
    free: record(Object.fromEntries(Object.keys(manifest.capacity ?? {}).map((name) => [name, record({ left: int })]))),
    codes: record(Object.fromEntries(Object.keys(manifest.codes ?? {}).map((name) => [name, text]))),
  }
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]))
}

/** Names that some `freeze` or `set` of the manifest writes. */
function written(manifest: Manifest, word: 'freeze' | 'set'): string[] {
  return effectsOfManifest(manifest).flatMap(({ effect }) =>
    Object.keys((effect as Record<string, object>)[word] ?? {}),
  )
}

/** Each look is a list of offers with the attributes that are relied on. */
function seenShape({ looks = {} }: Manifest): Shape {
  return record(
    Object.fromEntries(
      Object.entries(looks).map(([name, { offer }]) => [name, { kind: 'list', of: offerShape(offer) }]),
    ),
  )
}

function offerShape(schema: Schema | undefined): Shape {
  const attributes = schemaShape(schema)
  const own = attributes.kind === 'record' ? attributes.fields : {}
  const common = {
    id: text,
    seller: text,
    title: text,
    category: text,
    currency: text,
    priceMinor: int,
    taxCode: text,
    priceIncludesTax: { kind: 'bool' },
  } as const
  const fields = Object.entries(common).map(([name, shape]): [string, FieldShape] => [name, { shape }])
  return { kind: 'record', fields: { ...own, ...Object.fromEntries(fields) } }
}
