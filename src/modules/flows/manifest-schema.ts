import { Compile } from 'typebox/schema'
import { Settings } from 'typebox/system'
import type { FieldError } from '#kernel/problem'
import { fieldErrors } from './input.ts'

// A manifest may be wrong in many places, and its author wants to hear of all of them at once.
Settings.Set({ maxErrors: 1000 })

/** The form of a manifest as JSON Schema (2020-12): what may stand where, before anything is looked at for sense. */
const name = { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,39}$' } as const
const dotted = { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,39}(\\.[a-z][A-Za-z0-9]{0,39})?$' } as const
const slug = { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 40 } as const
const expression = { type: 'string', minLength: 1, maxLength: 1000 } as const
const text = either(
  'string',
  { minLength: 1, maxLength: 1000 },
  {
    type: 'object',
    minProperties: 1,
    propertyNames: { pattern: '^[a-z]{2,3}(-[A-Za-z0-9]+)*$' },
    additionalProperties: { type: 'string', maxLength: 1000 },
  },
)

function closed(properties: Record<string, unknown>, required: readonly string[] = []): Record<string, unknown> {
  return { type: 'object', properties, required, additionalProperties: false }
}

/**
 * One schema for values of a type, another for all others. Unlike `anyOf` it tells precisely what is wrong; the schemas
 * stand in `else`, because TypeBox reports what failed there and swallows what failed in `then`.
 */
function either(type: string, one: Record<string, unknown>, other: Record<string, unknown>): Record<string, unknown> {
  return {
    allOf: [
      { if: { not: { type } }, else: one },
      { if: { type }, else: other },
    ],
  }
}

function named(value: unknown, key: Record<string, unknown> = name): Record<string, unknown> {
  return { type: 'object', propertyNames: key, additionalProperties: value, maxProperties: 200 }
}

const schema = {
  type: 'object',
  properties: {
    type: { enum: ['object', 'array', 'string', 'integer', 'boolean'] },
    title: text,
    description: text,
    properties: named({ $ref: '#/$defs/schema' }),
    required: { type: 'array', items: name, maxItems: 200 },
    items: { $ref: '#/$defs/schema' },
    enum: { type: 'array', items: { type: ['string', 'integer'] }, minItems: 1, maxItems: 500 },
    default: true,
    minimum: { type: 'integer' },
    maximum: { type: 'integer' },
    minLength: { type: 'integer', minimum: 0 },
    maxLength: { type: 'integer', minimum: 0, maximum: 100_000 },
    pattern: { type: 'string', maxLength: 200 },
    minItems: { type: 'integer', minimum: 0 },
    maxItems: { type: 'integer', minimum: 0, maximum: 1000 },
    format: { enum: ['date', 'date-time', 'uuid', 'money', 'textarea', 'picture', 'offer'] },
    personal: { const: true },
  },
  additionalProperties: false,
}

const effects: Readonly<Record<string, Record<string, unknown>>> = {
  freeze: closed({ freeze: named(expression) }),
  set: closed({ set: named(expression) }),
  assign: closed({ assign: named(expression) }),
  take: closed({ take: name }),
  giveBack: closed({ giveBack: name }),
  pay: closed({ pay: name }),
  refund: closed({ refund: expression, pot: name }),
  return: closed({ return: name }),
  call: closed({ call: closed({ to: expression, op: slug, body: expression }, ['to', 'op']) }),
  task: closed({ task: closed({ kind: slug, for: name, data: expression, due: expression }, ['kind', 'for']) }),
  done: closed({ done: slug }),
  card: closed({ card: closed({ kind: slug, data: expression }, ['kind']) }),
  openCase: closed({ openCase: closed({ kind: slug, data: expression }, ['kind']) }),
}

/** An effect is known by its word. */
const effect = {
  type: 'object',
  minProperties: 1,
  allOf: Object.entries(effects).map(([word, one]) => ({ if: { not: { required: [word] } }, else: one })),
  properties: Object.fromEntries([...Object.keys(effects), 'pot'].map((word) => [word, true])),
  additionalProperties: false,
}

const transition = closed({
  by: { type: 'array', items: name, minItems: 1, maxItems: 20 },
  title: text,
  input: { $ref: '#/$defs/schema' },
  asks: { type: 'array', items: name, maxItems: 10 },
  guard: expression,
  require: {
    type: 'array',
    maxItems: 20,
    items: closed({ that: expression, else: slug, status: { enum: [403, 404, 409, 422] }, title: text }, [
      'that',
      'else',
    ]),
  },
  do: { $ref: '#/$defs/effects' },
  target: name,
  reenter: { const: true },
  consents: named(expression),
  orElse: { $ref: '#/$defs/transition' },
})

const alternatives = either(
  'array',
  { items: { $ref: '#/$defs/transition' }, minItems: 1, maxItems: 20 },
  { $ref: '#/$defs/transition' },
)
const delayKey = { pattern: '^(P\\d{1,5}[DW]|PT(\\d{1,9}H)?(\\d{1,9}M)?(\\d{1,9}S)?|[a-z][A-Za-z0-9]{0,39})$' }

const account = {
  type: 'string',
  pattern: '^(pot(:[a-z][A-Za-z0-9]{0,39})?|@[a-z][A-Za-z0-9]{0,39}|=.{1,500}|[a-z][A-Za-z0-9]{0,39}(:[a-z]{1,20})?)$',
}
const moneyLine = closed(
  {
    from: account,
    to: account,
    amount: expression,
    share: expression,
    rest: { const: true },
    each: expression,
    under: name,
    title: text,
  },
  ['from', 'to'],
)

const manifestSchema = {
  ...closed(
    {
      business: slug,
      version: { type: 'integer', minimum: 1 },
      title: text,
      description: text,
      rates: { type: 'object', propertyNames: name },
      noticeDays: named({ type: 'integer', minimum: 1, maximum: 365 }),
      roles: named(
        closed({
          bind: expression,
          grant: slug,
          kind: { enum: ['person', 'firm', 'device', 'machine', 'provider'] },
          title: text,
        }),
      ),
      offer: { $ref: '#/$defs/schema' },
      looks: named(
        closed({ offers: expression, business: slug, offer: { $ref: '#/$defs/schema' }, else: slug }, [
          'offers',
          'business',
        ]),
      ),
      capacity: named(
        closed(
          {
            cells: expression,
            count: expression,
            supply: expression,
            pick: { enum: ['all', 'first'] },
            consumed: { const: true },
            else: slug,
          },
          ['cells'],
        ),
      ),
      money: named({ type: 'array', items: moneyLine, minItems: 1, maxItems: 50 }),
      delays: named(expression),
      questions: named(
        closed(
          {
            kind: { enum: ['decision', 'lookup'] },
            answer: { $ref: '#/$defs/schema' },
            safe: true,
            finalBy: { const: 'person' },
            when: expression,
            given: named(expression),
          },
          ['kind', 'answer'],
        ),
      ),
      codes: named(closed({ for: name, title: text }, ['for'])),
      functions: { type: 'array', items: { type: 'string', maxLength: 80 }, maxItems: 50 },
      on: named(alternatives, dotted),
      flow: closed({ initial: name, states: named({ $ref: '#/$defs/state' }) }, ['initial', 'states']),
    },
    ['business', 'version', 'title', 'roles', 'flow'],
  ),
  $defs: {
    schema,
    transition,
    effects: { type: 'array', items: effect, maxItems: 50 },
    state: closed({
      title: text,
      final: { enum: ['done', 'undone'] },
      entry: { $ref: '#/$defs/effects' },
      always: { type: 'array', items: { $ref: '#/$defs/transition' }, minItems: 1, maxItems: 20 },
      on: named(alternatives, dotted),
      after: named(alternatives, delayKey),
      waits: name,
    }),
  },
}

const validator = Compile(manifestSchema)

/** Keywords whose errors only say, one level up, that a deeper one failed. */
const repeating = new Set(['if', 'then', 'else', 'additionalProperties', 'propertyNames'])
/** Parts of the language that are reserved: refused by name until they can be had. */
const reserved: Readonly<Record<string, string>> = {
  tell: 'telling other orders is not available yet',
  parent: 'parent orders are not available yet',
}

/** What is wrong with the form of a manifest, each at its place; none when it may be compiled. */
export function formErrors(value: unknown): FieldError[] {
  if (validator.Check(value)) return []
  const [, errors] = validator.Errors(value)
  const found = new Map<string, FieldError>()
  for (const error of errors) {
    if (repeating.has(error.keyword)) continue
    for (const { pointer, detail } of fieldErrors(error)) {
      const words = wordsFor(error.keyword, pointer) ?? detail
      found.set(`${pointer} ${words}`, { pointer, detail: words })
    }
  }
  return [...found.values()]
}

function wordsFor(keyword: string, pointer: string): string | undefined {
  if (keyword === 'minProperties') return `is no effect; effects are ${Object.keys(effects).join(', ')}`
  return keyword === 'boolean' ? reserved[pointer.split('/').at(-1) ?? ''] : undefined
}
