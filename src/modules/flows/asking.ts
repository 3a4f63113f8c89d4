import type { Command, Json, JsonObject } from '#kernel/commands'
import { createDraft } from './draft.ts'
import type { Flow } from './flow.ts'
import { placeOrder } from './placement.ts'
import { refusalOf, refuse } from './refusals.ts'
import type { Draft } from './draft.ts'
import type { View } from './view.ts'

/** Whether a question is to be asked, and what whoever answers it is told. */
export type Asking = { isAsked: true; given: JsonObject } | { isAsked: false }

/**
 * Works out what a question is told before the decision, from the books as they stand. It is not asked where its `when`
 * does not hold, nor for a command that is about to be refused.
 */
export function askingOf(
  flow: Flow,
  view: View,
  { command, question }: { command: Command; question: string },
): Asking {
  const { when, given } = flow.questions.get(question)!
  if (when === null && given.length === 0) return { isAsked: true, given: command.input }
  const draft = draftOf(flow, view, command)
  if (draft === undefined || (when !== null && when(draft.scope) !== true)) return { isAsked: false }
  // Expressions give JSON.
  const told = given.map(([name, evaluate]) => [name, evaluate(draft.scope) as Json])
  return { isAsked: true, given: given.length === 0 ? command.input : Object.fromEntries(told) }
}

/** Undefined for a command that the flow would refuse before it has even begun. */
function draftOf(flow: Flow, view: View, command: Command): Draft | undefined {
  try {
    if (command.orderId === undefined) return placeOrder(flow, view, command)
    const order = view.order(command.orderId)
    if (order === undefined) refuse('order-not-found', 404, 'There is no such order')
    return createDraft({ flow, view, command }, order, false)
  } catch (thrown) {
    refusalOf(thrown)
    return undefined
  }
}
