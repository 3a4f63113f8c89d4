import type { Reply } from './api.ts'
import { type Format, type Text, plainWords } from './format.ts'
import type { Schema } from './schema.ts'

/** The parts of a manifest that screens read. */
export type Manifest = {
  readonly business: string
  readonly version: number
  readonly title: Text
  readonly description?: Text
  readonly roles: Readonly<Record<string, { readonly title?: Text; readonly bind?: string; readonly grant?: string }>>
  readonly offer?: Schema
  readonly looks?: Readonly<Record<string, { readonly business: string }>>
  readonly money?: Readonly<Record<string, readonly MoneyLine[]>>
  readonly questions?: Readonly<Record<string, object>>
  readonly on?: Transitions
  readonly flow: { readonly initial: string; readonly states: Readonly<Record<string, State>> }
}

type MoneyLine = { readonly from: string; readonly to: string; readonly title?: Text }
type Transition = {
  readonly title?: Text
  readonly by?: readonly string[]
  readonly target?: string
  readonly do?: readonly Effect[]
}
type Transitions = Readonly<Record<string, Transition | readonly Transition[]>>
type Effect = { readonly pay?: string; readonly return?: string; readonly refund?: string }
type State = {
  readonly title?: Text
  readonly final?: 'done' | 'undone'
  readonly entry?: readonly Effect[]
  readonly on?: Transitions
  readonly after?: Transitions
}

/** The manifest that the API answers as "an object". */
export function manifestOf({ manifest }: Pick<Reply<'get', '/v1/businesses/{name}'>, 'manifest'>): Manifest {
  return manifest as unknown as Manifest // the publication check has made sure of its form
}

/** Businesses whose offers an order may name. */
export function looksAt({ looks = {} }: Manifest): string[] {
  return [...new Set(Object.values(looks).map(({ business }) => business))]
}

/** What a role is called. */
export function roleTitle(manifest: Manifest, role: string, { said }: Format): string {
  return said(manifest.roles[role]?.title) || plainWords(role)
}

/** What an entry of an order's story is called: the state it led to, or the action that was taken. */
export function eventTitle(manifest: Manifest, type: string, { said }: Format): string {
  const name = type.slice(type.indexOf('.') + 1)
  const { states } = manifest.flow
  const state = states[name]
  if (state !== undefined) return said(state.title) || plainWords(name)
  const transitions = [...Object.values(states).map(({ on = {} }) => on), manifest.on ?? {}]
  const found = [transitions.find((on) => on[name] !== undefined)?.[name]].flat()[0]
  return said(found?.title) || plainWords(name)
}

/** Where held money goes when nobody does anything. */
export type Silence = {
  /** When, RFC 3339. */
  readonly at: string
  /** What the order is then called. */
  readonly state: string
  /** Who is paid then, by role; `back` when it returns to those who paid. */
  readonly to: readonly string[] | 'back' | undefined
}

/** Reads from the manifest what the last deadline of an order's state leads to. */
export function afterSilence(
  manifest: Manifest,
  { state, timers }: { state: string; timers: readonly { key: string; dueAt: string }[] },
): Silence | undefined {
  const last = timers.toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1)).at(-1)
  const { after = {} } = manifest.flow.states[state] ?? {}
  const transition = last === undefined ? undefined : [after[last.key]].flat()[0]
  const target = transition?.target
  if (last === undefined || target === undefined) return undefined
  return { at: last.dueAt, state: target, to: recipients(manifest, transition?.do ?? [], target) }
}

function recipients(
  manifest: Manifest,
  effects: readonly Effect[],
  target: string,
): readonly string[] | 'back' | undefined {
  const { final, entry = [] } = manifest.flow.states[target] ?? {}
  if (final === 'undone') return 'back'
  const templates = [...effects, ...entry].flatMap(({ pay }) => (pay === undefined ? [] : [pay]))
  const lines = templates.flatMap((name) => manifest.money?.[name] ?? [])
  const roles = lines
    .filter(({ from, to }) => from.startsWith('pot') && !to.startsWith('pot'))
    .flatMap(({ to }) => to.split(':')[0] ?? [])
    .filter((role) => manifest.roles[role] !== undefined)
  return roles.length === 0 ? undefined : [...new Set(roles)]
}

/** How an order of a business begins. */
export type Beginning = Reply<'get', '/v1/businesses/{name}'>['beginnings'][number]

/** The beginning that an ordinary order takes: `place`, else the first there is. */
export function ordinaryBeginning(beginnings: readonly Beginning[]): Beginning | undefined {
  return beginnings.find(({ type }) => type === 'place') ?? beginnings[0]
}

/** Inputs that say where goods go: the same for all of a basket. Whatever else is asked is asked of one thing. */
const ofDelivery: readonly string[] = ['delivery', 'address', 'note', 'coupons']

/** True when several things may be ordered at once; else each is ordered by itself, with its own days or seats. */
export function isForBasket(beginnings: readonly Beginning[]): boolean {
  const beginning = ordinaryBeginning(beginnings)
  const { properties = {} } = (beginning?.input ?? {}) as Schema
  return beginning?.type === 'place' && Object.keys(properties).every((name) => ofDelivery.includes(name))
}

/** What a posting of a preview is called: the line of its template that fills the same pot. */
export function postingTitle(manifest: Manifest, { code, credit }: { code: string; credit: string }): Text | undefined {
  const pot = /^pot:([^:]+):/.exec(credit)?.[1]
  const lines = manifest.money?.[code] ?? []
  return lines.find(({ to }) => to === (pot === 'main' ? 'pot' : `pot:${pot}`))?.title
}
