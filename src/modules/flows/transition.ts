import { strict as assert } from 'node:assert'
import type { Command, JsonObject, Refusal } from '#kernel/commands'
import { consumeOrGiveBack, giveBack } from './cells.ts'
import { changeOrder, createDraft, type Draft, restore, snapshot } from './draft.ts'
import type { CompiledState, CompiledTransition, Flow } from './flow.ts'
import { placeOrder } from './placement.ts'
import { balanceOf } from './pots.ts'
import { returnPot } from './payments.ts'
import { refusalOf, refuse, refuseInput, wordsOf } from './refusals.ts'
import { admits } from './roles.ts'
import type { Changes, View } from './view.ts'

/** What a decision answers: the changes and the public result, or a refusal that changes nothing. */
export type Decision<C> = { ok: true; changes: C; result: JsonObject } | { ok: false; refusal: Refusal }

/** How many steps `always` may lead on in a row. */
const ALWAYS_MAX = 8

/**
 * Decides one command on one order. Pure: it reads no clock, no randomness and no network, and looks at the world only
 * through the view. Laws: the postings sum to zero, no account and no cell falls below its floor, a final order has
 * empty pots and holds nothing that is not consumed, a refusal changes nothing.
 *
 * @throws an error only for a fault of the manifest or of this code, never for anything a client can send
 */
export function transition(flow: Flow, view: View, command: Command): Decision<Changes> {
  try {
    const draft = command.orderId === undefined ? placeOrder(flow, view, command) : openOrder(flow, view, command)
    const isTimer = command.type.startsWith('after:')
    if (isTimer) fireTimer(draft)
    else fire(draft, chooseAction(draft))
    followOn(draft)
    checkExpectation(draft)
    return accepted(draft)
  } catch (thrown) {
    return { ok: false, refusal: refusalOf(thrown) }
  }
}

function openOrder(flow: Flow, view: View, command: Command): Draft {
  const order = view.order(command.orderId!)
  if (order === undefined || order.business !== command.business)
    refuse('order-not-found', 404, 'There is no such order')
  return createDraft({ flow, view, command }, order, false)
}

function accepted(draft: Draft): Decision<Changes> {
  const { order, isNew, steps, postings, timers } = draft
  const mandates = draft.mandates.size === 0 ? {} : { mandates: [...draft.mandates.values()] }
  const cells = [...draft.cells.values()].filter(
    ({ available, held, sold }) => available !== 0 || held !== 0 || sold !== 0,
  )
  return {
    ok: true,
    changes: { order, isNew, steps, cells, postings, timers, ...mandates },
    result: { orderId: order.id, rev: order.rev, state: order.state },
  }
}

/** The transition that a command of a party fires in this state. */
function chooseAction(draft: Draft): CompiledTransition {
  const { command, order } = draft
  const state = draft.flow.states.get(order.state)!
  const named = transitionsOf(draft.flow, state).get(command.type)
  if (named === undefined) {
    refuse('not-now', 409, {
      detail: `“${command.type}” is not possible while the order is ${order.state}`,
      extra: {
        state: order.state,
      },
    })
  }
  const mine = named.filter((transition) => transition.by.some((role) => admits(draft, role)))
  if (mine.length === 0)
    refuse('not-yours', 403, `“${command.type}” is for ${named.flatMap(({ by }) => by).join(' or ')}`)
  const errors = mine[0]!.checkInput(command.input)
  if (errors.length > 0) refuseInput(errors)
  const chosen = mine.find((transition) => transition.guard === null || transition.guard(draft.scope) === true)
  if (chosen === undefined)
    refuse('not-now', 409, { detail: `“${command.type}” does not apply`, extra: { state: order.state } })
  return chosen
}

/** Transitions by type of a state: its own, then those of every open state that has begun. */
export function transitionsOf(flow: Flow, state: CompiledState): ReadonlyMap<string, readonly CompiledTransition[]> {
  const isBetween = state.final === undefined && state.name !== flow.manifest.flow.initial
  return isBetween && flow.on.size > 0 ? new Map([...flow.on, ...state.on]) : state.on
}

/** Fires a transition: requirements, effects, target; what refuses takes `orElse` from before, or leaves. */
function fire(draft: Draft, transition: CompiledTransition): void {
  if (transition.orElse === null) {
    run(draft, transition)
    return
  }
  const before = snapshot(draft)
  try {
    run(draft, transition)
  } catch (thrown) {
    refusalOf(thrown)
    restore(draft, before)
    fire(draft, transition.orElse)
  }
}

function run(draft: Draft, transition: CompiledTransition): void {
  const from = draft.order.rev === 0 ? null : draft.order.state
  for (const requirement of transition.require) {
    if (requirement.that(draft.scope) === true) continue
    refuse(requirement.slug, requirement.status, wordsOf(requirement.slug))
  }
  for (const effect of transition.do) effect(draft)
  // After the effects, so that a limit may be a term that they froze; who fires needs no mandate for what they debit.
  for (const [mandate, limit] of transition.consents) {
    const leftMinor = limit(draft.scope) as number
    const mandates = { ...draft.order.mandates, [mandate]: { party: draft.command.actor.party, leftMinor } }
    changeOrder(draft, { mandates })
  }
  const { target } = transition
  const isEntry = target !== null && (target !== draft.order.state || transition.source.reenter === true)
  if (isEntry) enter(draft, target)
  closeStep(draft, { type: isEntry ? target : transition.type, from, fired: transition.pointer })
}

/** Enters a state: its number, its effects, its end or its timers. */
function enter(draft: Draft, target: string): void {
  const state = draft.flow.states.get(target)!
  changeOrder(draft, { state: target, rev: draft.order.rev + 1, stuck: null })
  for (const effect of state.entry) effect(draft)
  if (state.final !== undefined) {
    end(draft, state.final)
    return
  }
  for (const key of state.after.keys()) {
    const dueAt = draft.flow.dueAt(key)(draft)
    draft.timers.push({ orderId: draft.order.id, rev: draft.order.rev, key, dueAt })
  }
}

/** An end: undone returns everything, done returns what is not consumed. Afterwards every pot is empty. */
function end(draft: Draft, ending: 'done' | 'undone'): void {
  if (ending === 'undone') {
    for (const pot of Object.keys(draft.order.pots)) returnPot(draft, pot)
    for (const capacity of Object.keys(draft.order.holds)) giveBack(draft, capacity)
  } else {
    consumeOrGiveBack(draft)
  }
  for (const [name, pot] of Object.entries(draft.order.pots)) {
    assert.equal(balanceOf(pot), 0, `pot ${name} is not empty at the end ${draft.order.state}`)
  }
  changeOrder(draft, { ending, mandates: {} })
}

function closeStep(draft: Draft, { type, from, fired }: { type: string; from: string | null; fired: string }): void {
  const { order, stepPostings, outgoing } = draft
  draft.postings.push(...stepPostings)
  draft.steps.push({
    type: `${order.business}.${type}`,
    from,
    to: order.state,
    rev: order.rev,
    fired,
    postings: stepPostings,
    outgoing,
  })
  draft.stepPostings = []
  draft.outgoing = []
}

/** `always`: the first that holds fires, as its own step. */
function followOn(draft: Draft): void {
  for (let steps = 0; ; steps += 1) {
    const { always } = draft.flow.states.get(draft.order.state)!
    const next = always.find((transition) => transition.guard === null || transition.guard(draft.scope) === true)
    if (next === undefined) return
    assert.ok(steps < ALWAYS_MAX, `“always” leads on for more than ${ALWAYS_MAX} steps from ${draft.order.state}`)
    fire(draft, next)
  }
}

/**
 * A timer that is refused and says nothing else marks the order and opens a case; it is never tried again blindly.
 * A timer of an earlier entry into a state is stale.
 */
function fireTimer(draft: Draft): void {
  const { command, order } = draft
  if (command.actor.kind !== 'clock') refuse('not-yours', 403, 'Timers are fired by the clock only')
  const key = command.type.slice('after:'.length)
  const alternatives = draft.flow.states.get(order.state)!.after.get(key)
  if (command.rev !== order.rev || alternatives === undefined) refuse('stale-timer', 409, 'The order has moved on')
  const chosen = alternatives.find(({ guard }) => guard === null || guard(draft.scope) === true)
  if (chosen === undefined) refuse('not-now', 409, 'No alternative of the timer applies')
  const before = snapshot(draft)
  try {
    fire(draft, chosen)
  } catch (thrown) {
    const { slug } = refusalOf(thrown)
    restore(draft, before)
    changeOrder(draft, { stuck: slug })
    draft.outgoing.push({ kind: 'case', case: 'stuck', data: { timer: key, slug } })
    closeStep(draft, { type: 'stuck', from: order.state, fired: chosen.pointer })
  }
}

/**
 * What is seen is what is paid: a command that debits its actor says how much it expects to. The clock, devices and
 * machines see no screen and are not asked.
 */
function checkExpectation(draft: Draft): void {
  const { command } = draft
  const isPerson = command.actor.kind === 'person' || command.actor.kind === 'firm'
  if (!isPerson) return
  if (command.actor.role !== undefined) refuseSpending(draft)
  const debitMinor = netDebit(draft, command.actor.party)
  if (debitMinor === (command.expectMinor ?? 0)) return
  const extra = { amountMinor: debitMinor, lines: linesOf(draft, command.actor.party) }
  if (command.expectMinor === undefined) {
    const detail = 'The command debits you and does not say how much you expect'
    refuse('price-unconfirmed', 422, { detail, errors: [{ pointer: '/expectMinor', detail: 'is required' }], extra })
  }
  refuse('price-changed', 409, { detail: 'The amount is no longer the one you were shown', extra })
}

/**
 * Who works for a shop and does not own it takes orders, ships and gives money back, all of which moves what it has
 * earned; what lies in its wallet or is its to take out leaves by an owner only.
 */
function refuseSpending({ command: { actor }, postings }: Draft): void {
  const purses = [`wallet:${actor.party}:`, `available:${actor.party}:`]
  if (postings.some(({ debit }) => purses.some((purse) => debit.startsWith(purse))))
    refuse('not-allowed', 403, 'The money of a shop is spent by its owners')
}

/** What the party's accounts lose by this command, minor units; 0 when they gain. */
export function netDebit(draft: Draft, party: string): number {
  let sum = 0
  for (const { debit, credit, amountMinor } of draft.postings) {
    if (isOf(debit, party)) sum += amountMinor
    if (isOf(credit, party)) sum -= amountMinor
  }
  return Math.max(0, sum)
}

function linesOf(draft: Draft, party: string): { code: string; amountMinor: number }[] {
  return draft.postings
    .filter(({ debit, credit }) => isOf(debit, party) || isOf(credit, party))
    .map(({ debit, code, amountMinor }) => ({ code, amountMinor: isOf(debit, party) ? amountMinor : -amountMinor }))
}

function isOf(account: string, party: string): boolean {
  // `PURPOSE:PARTY:CURRENCY`; looked at in place, since every posting of every command comes by here.
  const at = account.indexOf(':') + 1
  return account.startsWith(party, at) && account.charCodeAt(at + party.length) === 58
}
