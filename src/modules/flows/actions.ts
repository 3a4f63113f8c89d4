import type { Actor, Command } from '#kernel/commands'
import { createDraft, type Draft } from './draft.ts'
import type { CompiledTransition, Flow } from './flow.ts'
import { closedSchema } from './input.ts'
import type { Text } from './manifest.ts'
import { wordsOf } from './refusals.ts'
import { admits } from './roles.ts'
import { transitionsOf } from './transition.ts'
import type { Order, View } from './view.ts'

/** Something that a party may do with an order now. */
export type Action = {
  type: string
  title: Text
  /** JSON Schema of the input. */
  input: Record<string, unknown>
  /** Roles for which the party may do it. */
  by: readonly string[]
  /** Slug and words of the requirement that stands in the way, when it can be known before the click. */
  blockedBy?: { slug: string; title: Text }
  /** Questions that are answered before it is decided. */
  asks: readonly string[]
}

/**
 * What an actor may do with an order now: the transitions of its state and the root whose `by` admits the actor and
 * whose guard holds, or reads what only the command will bring.
 */
export function actionsFor(flow: Flow, view: View, { order, actor }: { order: Order; actor: Actor }): Action[] {
  const command: Command = { id: order.id, actor, business: order.business, type: '', orderId: order.id, input: {} }
  const draft = createDraft({ flow, view, command }, order, false)
  const state = flow.states.get(order.state)
  if (state === undefined) return []
  return [...transitionsOf(flow, state)].flatMap(([, alternatives]) => actionOf(draft, alternatives))
}

/** How an order of this business can begin: the transitions of the initial state, with their inputs. */
export function beginnings(flow: Flow): Omit<Action, 'blockedBy'>[] {
  const initial = flow.states.get(flow.manifest.flow.initial)!
  return [...initial.on.values()].map(([transition]) => describe(transition!))
}

function actionOf(draft: Draft, alternatives: readonly CompiledTransition[]): Action[] {
  const mine = alternatives.filter((transition) => transition.by.some((role) => admits(draft, role)))
  const open = mine.find(({ guard, isGuardOpen }) => guard === null || isGuardOpen || guard(draft.scope) === true)
  if (open === undefined) return []
  const blocking = open.require.find(({ that, isOpen }) => !isOpen && that(draft.scope) !== true)
  const action = describe(open)
  if (blocking === undefined) return [action]
  return [{ ...action, blockedBy: { slug: blocking.slug, title: blocking.title ?? wordsOf(blocking.slug) } }]
}

function describe({ type, by, source }: CompiledTransition): Action {
  return {
    type,
    title: source.title ?? wordsOf(type),
    input: closedSchema({ type: 'object', properties: {}, ...source.input }),
    by,
    asks: source.asks ?? [],
  }
}
