import type { Actor, Command, Json, JsonObject } from '#kernel/commands'
import { newId } from '#kernel/ids'
import type { Offer } from '#modules/offers'
import type { CompiledTransition, Flow } from './flow.ts'
import type { Schema } from './manifest.ts'
import { moveMoney, populate, sumOf } from './play-world.ts'
import { createDice, type Dice, type Hints, randomObject } from './play-values.ts'
import { preview } from './preview.ts'
import { notComputable } from './refusals.ts'
import { transitionsOf } from './transition.ts'
import { declaredRefusals, transitionsOfManifest } from './walk.ts'
import type { Order, Timer } from './view.ts'
import { actorOf, broken, decide, viewOf, type World } from './world.ts'

/** What random play has seen of a manifest. */
export type Played = {
  commands: number
  /** How often each transition, named by its place, led to an accepted command. */
  succeeded: Map<string, number>
  /** How often each refusal was answered, by slug. */
  refused: Map<string, number>
  /** Faults: laws that broke, and errors that were no refusal. Empty is healthy. */
  faults: string[]
}

/** How many commands a world sees before a fresh one is begun, and how many orders may be open in it. */
const COMMANDS_A_WORLD = 400
const ORDERS_OPEN = 12

/**
 * Plays a manifest at random in scratch worlds: parties, offers and inputs from its own schemas, wrong parties and
 * wrong amounts among them, timers and clock included. Whoever plays prefers what has happened least.
 *
 * @param options.enough stop early when every transition has succeeded this often and every declared refusal occurred
 */
export function play(flow: Flow, options: { seed: number; commands: number; enough?: number }): Played {
  const dice = createDice(options.seed)
  const places = transitionsOfManifest(flow.manifest).map(({ pointer }) => pointer)
  const played: Played = {
    commands: 0,
    succeeded: new Map(places.map((pointer) => [pointer, 0])),
    refused: new Map(),
    faults: [],
  }
  while (played.commands < options.commands && played.faults.length === 0) {
    const world = populate(flow, dice)
    const issued = sumOf(world)
    for (let command = 0; command < COMMANDS_A_WORLD && played.faults.length === 0; command += 1) {
      step(world, dice, played)
      if (command % 20 === 0) played.faults.push(...broken(world, issued))
    }
    played.faults.push(...broken(world, issued))
    if (options.enough !== undefined && isEnough(flow, played, options.enough)) break
  }
  return played
}

function isEnough({ manifest }: Flow, { succeeded, refused }: Played, times: number): boolean {
  const isPlayed = [...succeeded.values()].every((one) => one >= times)
  return isPlayed && declaredRefusals(manifest).every((slug) => refused.has(slug))
}

function step(world: World, dice: Dice, played: Played): void {
  if (dice.onceIn(20)) moveMoney(world, dice)
  const open = [...world.orders.values()].filter(({ ending }) => ending === null)
  if (open.length === 0 || (open.length < ORDERS_OPEN && dice.onceIn(3))) {
    submit(world, beginning(world, dice, played), { dice, played })
    return
  }
  if (dice.onceIn(6) || (dice.onceIn(2) && isTimerRarest(world, open, played))) fireNextTimer(world, { dice, played })
  else submit(world, action(world, chooseOrder(world, open, { dice, played }), { dice, played }), { dice, played })
}

/** Half the time the order in which something can happen that has happened least. */
function chooseOrder(world: World, open: readonly Order[], { dice, played }: { dice: Dice; played: Played }): Order {
  if (dice.onceIn(2)) return dice.pick(open)
  return open.reduce((best, one) => (rarestAction(world, one, played) < rarestAction(world, best, played) ? one : best))
}

function rarestAction(world: World, order: Order, played: Played): number {
  const here = [...transitionsOf(world.flow, world.flow.states.get(order.state)!).values()].flat()
  return Math.min(...here.map(({ pointer }) => played.succeeded.get(pointer) ?? 0))
}

/** Whether what has happened least of all that could happen now is a timer. */
function isTimerRarest(world: World, open: readonly Order[], played: Played): boolean {
  const timer = leastPlayedTimer(world, world.timers, played)
  if (timer === undefined) return false
  return timesOf(world, timer, played) < Math.min(...open.map((order) => rarestAction(world, order, played)))
}

function beginning(world: World, dice: Dice, played: Played): Command {
  const initial = world.flow.states.get(world.flow.manifest.flow.initial)!
  const transition = leastPlayed([...initial.on.values()].flat(), { dice, played })
  const offered = ownOffers(world)
  const first = dice.pick(offered)
  const own = offered.filter(({ seller }) => seller === first.seller || dice.onceIn(10))
  const offers = dice.onceIn(3) ? own : [first]
  const actor = actorFor(world, null, { transition, dice })
  const lines = offers.map(({ id }) => ({ offerId: id, qty: dice.pick([1, 1, 1, 2, 5, dice.integer(0, 2000)]) }))
  return commandOf(world, { transition, actor, dice, order: null, more: { lines } })
}

/** What has worked is mostly tried again, so that limits are met. */
function favourites(world: World, dice: Dice): string[] {
  if (world.worked.size > 0 && !dice.onceIn(3)) return [...world.worked]
  return [...world.offers.values()].filter(isLookedAt(world)).map(({ id }) => id)
}

/** Offers that an input names, at its top or in a list there. */
function offersNamed({ offers }: World, { input }: Command): string[] {
  const values = Object.values(input).flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]) : [value]))
  return values.filter((value) => typeof value === 'string').filter((value) => offers.has(value))
}

/** True for what an input may name: offers that are looked at, or any where nothing is. */
function isLookedAt({ flow }: World): (offer: Offer) => boolean {
  return ({ business }) => flow.looks.size === 0 || business !== flow.manifest.business
}

/** Offers of the business itself, without those that it only looks at. */
function ownOffers(world: World): Offer[] {
  return [...world.offers.values()].filter(({ business }) => business === world.flow.manifest.business)
}

function action(world: World, order: Order, { dice, played }: { dice: Dice; played: Played }): Command {
  const state = world.flow.states.get(order.state)!
  const here = [...transitionsOf(world.flow, state).values()].flat()
  if (here.length === 0)
    return commandOf(world, {
      transition: null,
      actor: actorOf(world, dice.pick([...world.parties.keys()])),
      dice,
      order,
    })
  const transition = leastPlayed(here, { dice, played })
  return commandOf(world, { transition, actor: actorFor(world, order, { transition, dice }), dice, order })
}

function leastPlayed(
  transitions: readonly CompiledTransition[],
  { dice, played }: { dice: Dice; played: Played },
): CompiledTransition {
  if (dice.onceIn(3)) return dice.pick(transitions)
  return transitions.reduce((least, one) =>
    (played.succeeded.get(one.pointer) ?? 0) < (played.succeeded.get(least.pointer) ?? 0) ? one : least,
  )
}

/** Mostly somebody who may, sometimes anybody. */
function actorFor(
  world: World,
  order: Order | null,
  { transition, dice }: { transition: CompiledTransition; dice: Dice },
): Actor {
  const parties = [...world.parties.values()]
  const role = dice.pick(transition.by)
  const { grant, kind } = world.flow.manifest.roles[role]!
  const bound = order?.roles[role]
  const fitting = parties.filter(
    (party) =>
      (bound === undefined || party.id === bound) &&
      (grant === undefined || party.grants.includes(grant)) &&
      (kind ?? party.kind) === party.kind,
  )
  return actorOf(world, dice.pick(fitting.length === 0 || dice.onceIn(12) ? parties : fitting).id)
}

type Wish = {
  transition: CompiledTransition | null
  actor: Actor
  dice: Dice
  order: Order | null
  more?: Partial<Command>
}

function commandOf(world: World, { transition, actor, dice, order, more }: Wish): Command {
  const isUnheardOf = transition === null || dice.onceIn(40)
  const hints = hintsFor(world, order, dice)
  return {
    id: newId(),
    actor,
    business: world.flow.manifest.business,
    type: isUnheardOf ? 'unheard-of' : transition.type,
    ...(order === null ? {} : { orderId: order.id }),
    input: dice.onceIn(40) ? { unknown: 1 } : randomObject(transition?.source.input, dice, hints),
    answers: answersFor(world, transition, { dice, hints }),
    ...more,
  }
}

function hintsFor(world: World, order: Order | null, dice: Dice): Hints {
  const names = order === null ? [] : Object.keys(world.flow.manifest.codes ?? {})
  const codes = names.map((name) => viewOf(world).code(order!.id, name))
  return {
    ids: [...world.parties.keys()],
    offers: favourites(world, dice),
    texts: dice.onceIn(4) ? ['000000'] : codes,
    length: order?.lines.length ?? 1,
    now: world.now,
  }
}

function answersFor(
  world: World,
  transition: CompiledTransition | null,
  { dice, hints }: { dice: Dice; hints: Hints },
): JsonObject {
  const questions = transition?.source.asks ?? []
  const schemaOf = (question: string): Schema | undefined => world.flow.manifest.questions?.[question]?.answer
  return Object.fromEntries(questions.map((question) => [question, randomObject(schemaOf(question), dice, hints)]))
}

/** Most commands first ask what they would cost, as a screen does; some expect nothing, or something wrong. */
function submit(world: World, command: Command, { dice, played }: { dice: Dice; played: Played }): void {
  attempt(played, command, () => {
    const seen = dice.onceIn(20) ? null : preview(world.flow, viewOf(world), command)
    const amountMinor = seen?.ok === true ? seen.amountMinor : 0
    const expectMinor = dice.onceIn(40) ? amountMinor + 1 : amountMinor
    const decision = decide(world, expectMinor === 0 ? command : { ...command, expectMinor })
    if (decision.ok) for (const id of offersNamed(world, command)) world.worked.add(id)
    return decision
  })
}

function fireNextTimer(world: World, { dice, played }: { dice: Dice; played: Played }): void {
  const byTime = [...world.timers].sort((one, other) => one.dueAt - other.dueAt)
  const next = dice.onceIn(2) ? byTime[0] : leastPlayedTimer(world, byTime, played)
  if (next === undefined) return
  world.now = Math.max(world.now, next.dueAt)
  // A timer of an earlier entry, as a sweeper that runs twice would fire it.
  const rev = dice.onceIn(15) ? next.rev - 1 : next.rev
  if (rev === next.rev) world.timers = world.timers.filter((timer) => timer !== next)
  const command: Command = {
    id: newId(),
    actor: { party: 'clock', kind: 'clock', grants: [] },
    business: world.flow.manifest.business,
    type: `after:${next.key}`,
    orderId: next.orderId,
    input: {},
    rev,
  }
  attempt(played, command, () => decide(world, command))
}

/** A sweeper that was away finds many timers due at once and may take any of them first. */
function leastPlayedTimer(world: World, timers: readonly Timer[], played: Played): Timer | undefined {
  const [first, ...others] = timers
  if (first === undefined) return undefined
  return others.reduce(
    (least, one) => (timesOf(world, one, played) < timesOf(world, least, played) ? one : least),
    first,
  )
}

function timesOf(world: World, { orderId, key }: Timer, played: Played): number {
  const [transition] = world.flow.states.get(world.orders.get(orderId)!.state)!.after.get(key)!
  return played.succeeded.get(transition!.pointer) ?? 0
}

function attempt(played: Played, command: Command, act: () => ReturnType<typeof decide>): void {
  played.commands += 1
  try {
    const decision = act()
    const stop = decision.ok ? decision.changes.order.stuck : decision.refusal.slug
    if (stop === notComputable) played.faults.push(`${command.type} with ${JSON.stringify(command.input)}: ${stop}`)
    if (decision.ok)
      count(
        played.succeeded,
        decision.changes.steps.map(({ fired }) => fired),
      )
    else count(played.refused, [decision.refusal.slug])
  } catch (thrown) {
    const words = thrown instanceof Error ? thrown.message : JSON.stringify(thrown)
    played.faults.push(`${command.type} with ${JSON.stringify(command.input)}: ${words}`)
  }
}

function count(times: Map<string, number>, names: readonly string[]): void {
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
}
