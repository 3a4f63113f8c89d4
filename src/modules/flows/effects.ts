import type { Actor, Json } from '#kernel/commands'
import { giveBack, take } from './cells.ts'
import type { Compiler, Evaluate } from './compiler.ts'
import { changeOrder, type Draft } from './draft.ts'
import type { EffectOnDraft } from './flow.ts'
import type { Effect } from './manifest.ts'
import { pay, refund, returnPot } from './payments.ts'
import { refuse } from './refusals.ts'
import type { Outgoing } from './view.ts'

/** Turns an effect into a function on a draft. The vocabulary is closed: a business cannot add to it. */
export function compileEffect(compiler: Compiler, pointer: string, effect: Effect): EffectOnDraft {
  if ('freeze' in effect) return freeze(compiler, `${pointer}/freeze`, effect.freeze)
  if ('set' in effect) return set(compiler, `${pointer}/set`, effect.set)
  if ('assign' in effect) return assign(compiler, `${pointer}/assign`, effect.assign)
  if ('take' in effect) {
    return (draft) => take(draft, draft.flow.capacity.get(effect.take)!)
  }
  if ('giveBack' in effect) return (draft) => giveBack(draft, effect.giveBack)
  if ('pay' in effect) return (draft) => pay(draft, effect.pay)
  if ('refund' in effect) {
    const amount = compiler.expression(`${pointer}/refund`, effect.refund, 'int')
    return (draft) => refund(draft, effect.pot ?? 'main', amount)
  }
  if ('return' in effect) return (draft) => returnPot(draft, effect.return)
  return compileOutgoing(compiler, pointer, effect)
}

type OutgoingEffect = Extract<
  Effect,
  { call: object } | { task: object } | { done: string } | { card: object } | { openCase: object }
>

/** Effects that leave work for others in the event; they cannot refuse. */
function compileOutgoing(compiler: Compiler, pointer: string, effect: OutgoingEffect): EffectOnDraft {
  const optional = (place: string, text: string | undefined): Evaluate | null =>
    text === undefined ? null : compiler.expression(`${pointer}/${place}`, text, 'any')
  const leave =
    (make: (draft: Draft) => Outgoing): EffectOnDraft =>
    (draft) => {
      draft.outgoing.push(make(draft))
    }
  const value = (evaluate: Evaluate | null, draft: Draft): Json => (evaluate?.(draft.scope) as Json | undefined) ?? null
  if ('call' in effect) {
    const { op } = effect.call
    const to = compiler.expression(`${pointer}/call/to`, effect.call.to, 'string')
    const body = optional('call/body', effect.call.body)
    return leave((draft) => ({ kind: 'call', to: to(draft.scope) as string, op, body: value(body, draft) }))
  }
  if ('task' in effect) {
    const { kind: task, for: role } = effect.task
    const data = optional('task/data', effect.task.data)
    const due = optional('task/due', effect.task.due)
    return leave((draft) => ({
      kind: 'task',
      task,
      for: role,
      data: value(data, draft),
      dueAt: value(due, draft) as number | null,
    }))
  }
  if ('done' in effect) return leave(() => ({ kind: 'done', task: effect.done }))
  if ('card' in effect) {
    const data = optional('card/data', effect.card.data)
    return leave((draft) => ({ kind: 'card', card: effect.card.kind, data: value(data, draft) }))
  }
  const data = optional('openCase/data', effect.openCase.data)
  return leave((draft) => ({ kind: 'case', case: effect.openCase.kind, data: value(data, draft) }))
}

/** Writes terms, once ever. Names may use each other: they are ordered by use, not by position. */
function freeze(compiler: Compiler, pointer: string, terms: { readonly [name: string]: string }): EffectOnDraft {
  const compiled = compiler.ordered(pointer, terms, 'terms')
  return (draft) => {
    // One fresh copy is filled in place, so that each expression sees the names before it.
    const terms: Record<string, Json> = { ...draft.order.terms }
    changeOrder(draft, { terms })
    for (const [name, evaluate] of compiled) {
      if (Object.hasOwn(terms, name)) throw new Error(`terms.${name} is frozen already`)
      terms[name] = evaluate(draft.scope) as Json
    }
  }
}

/** Writes data; all right-hand sides see the old values. */
function set(compiler: Compiler, pointer: string, values: { readonly [name: string]: string }): EffectOnDraft {
  const compiled = Object.entries(values).map(
    ([name, text]) => [name, compiler.expression(`${pointer}/${name}`, text, 'any')] as const,
  )
  return (draft) => {
    const changed: Record<string, Json> = {}
    for (const [name, evaluate] of compiled) changed[name] = evaluate(draft.scope) as Json
    changeOrder(draft, { data: { ...draft.order.data, ...changed } })
  }
}

/** Binds roles to parties, who must be what the role asks for. */
function assign(compiler: Compiler, pointer: string, roles: { readonly [role: string]: string }): EffectOnDraft {
  const compiled = Object.entries(roles).map(
    ([role, text]) => [role, compiler.expression(`${pointer}/${role}`, text, 'string')] as const,
  )
  return (draft) => {
    for (const [role, evaluate] of compiled) bind(draft, role, evaluate(draft.scope) as string)
  }
}

/** Binds one role. A party that is not there, not of the kind, or without the grant is refused. */
function bind(draft: Draft, role: string, id: string): void {
  const { actor } = draft.command
  const party = id === actor.party ? actor : draft.view.party(id)
  if (party === undefined) refuse('party-not-found', 422, `There is no such party to be the ${role}`)
  checkHolder(draft, role, party)
  changeOrder(draft, { roles: { ...draft.order.roles, [role]: id } })
}

/** Refuses a party that is not what a role asks for. */
export function checkHolder(draft: Draft, role: string, party: Pick<Actor, 'kind' | 'grants'>): void {
  const { grant, kind } = draft.flow.manifest.roles[role]!
  if (kind !== undefined && party.kind !== kind) refuse('wrong-kind', 422, `The ${role} must be a ${kind}`)
  if (grant !== undefined && !party.grants.includes(grant))
    refuse('not-granted', 422, `The ${role} needs the grant ${grant}`)
}
