import type { Actor, Command } from '#kernel/commands'
import { namedId } from '#kernel/ids'
import type { PartyFacts } from '#modules/identity'
import { debtMaxMinor, type Mandate, mandateKey } from '#modules/ledger'
import type { Offer } from '#modules/offers'
import type { Flow } from './flow.ts'
import { balanceOf } from './pots.ts'
import { type Decision, transition } from './transition.ts'
import type { Changes, Order, Timer, View } from './view.ts'

/** Cells of the scratch world, with what each law needs to know of it. */
type WorldCell = { available: number; held: number; sold: number; supply: number }

/**
 * A town in memory: the books that a manifest is tried out on before it is published, and that properties are proved
 * on by the thousand. It applies changes and tells which laws they break; it stores nothing.
 */
export type World = {
  now: number
  readonly flow: Flow
  readonly orders: Map<string, Order>
  readonly offers: Map<string, Offer>
  readonly parties: Map<string, PartyFacts>
  readonly balances: Map<string, number>
  readonly cells: Map<string, WorldCell>
  readonly mandates: Map<string, Mandate>
  timers: Timer[]
  /** Offers that inputs of accepted commands have named. */
  readonly worked: Set<string>
}

/** An empty world at an instant of town time. */
export function createWorld(flow: Flow, now: number): World {
  return {
    now,
    flow,
    orders: new Map(),
    offers: new Map(),
    parties: new Map(),
    balances: new Map(),
    cells: new Map(),
    mandates: new Map(),
    timers: [],
    worked: new Set(),
  }
}

/** The books of the world as a decision sees them. */
export function viewOf(world: World): View {
  return {
    now: world.now,
    order: (id) => world.orders.get(id),
    offer: (id) => world.offers.get(id),
    party: (id) => world.parties.get(id),
    available: (cell) => world.cells.get(cell)?.available,
    spendable: (account) =>
      account.startsWith('@provider:') ? Number.MAX_SAFE_INTEGER : (world.balances.get(account) ?? 0) - lowest(account),
    mandate: ({ party, business, name, currency }) => world.mandates.get([party, business, name, currency].join('/')),
    rates: () => world.flow.manifest.rates ?? {},
    code: (orderId, name) =>
      String(Number.parseInt(namedId(`${orderId}/${name}`).slice(0, 8), 16) % 1_000_000).padStart(6, '0'),
  }
}

/** How low an account may fall. */
function lowest(account: string): number {
  return account.startsWith('debt:') ? -debtMaxMinor : 0
}

/** Decides a command and, when it is accepted, takes over its changes. */
export function decide(world: World, command: Command): Decision<Changes> {
  const decision = transition(world.flow, viewOf(world), command)
  if (decision.ok) apply(world, decision.changes)
  return decision
}

/** The person or thing that acts, as the engine would see it. */
export function actorOf(world: World, party: string): Actor {
  const { kind, grants } = world.parties.get(party)!
  return { party, kind, grants }
}

function apply(world: World, changes: Changes): void {
  world.orders.set(changes.order.id, changes.order)
  for (const { debit, credit, amountMinor } of changes.postings) {
    if (!debit.startsWith('pot:')) world.balances.set(debit, (world.balances.get(debit) ?? 0) - amountMinor)
    if (!credit.startsWith('pot:')) world.balances.set(credit, (world.balances.get(credit) ?? 0) + amountMinor)
  }
  for (const move of changes.cells) {
    const cell = world.cells.get(move.name) ?? { available: move.supply, held: 0, sold: 0, supply: move.supply }
    world.cells.set(move.name, {
      supply: cell.supply,
      available: cell.available + move.available,
      held: cell.held + move.held,
      sold: cell.sold + move.sold,
    })
  }
  for (const mandate of changes.mandates ?? []) world.mandates.set(mandateKey(mandate), mandate)
  const { id, rev, ending } = changes.order
  world.timers = world.timers.filter((timer) => timer.orderId !== id || (timer.rev === rev && ending === null))
  world.timers.push(...changes.timers.filter((timer) => timer.rev === rev && ending === null))
}

/** The laws that the books break now; empty is healthy. Every balance of a fresh world begins with `issued` in all. */
export function broken(world: World, issued: number): string[] {
  return [
    ...moneyFaults(world, issued),
    ...cellFaults(world),
    ...[...world.orders.values()].flatMap((order) => orderFaults(world, order)),
  ]
}

function moneyFaults(world: World, issued: number): string[] {
  const overdrawn = [...world.balances].filter(
    ([name, balance]) => balance < lowest(name) && !name.startsWith('@provider:'),
  )
  const held = [...world.orders.values()].flatMap(({ pots }) => Object.values(pots).map(balanceOf))
  const sum = [...world.balances.values(), ...held].reduce((total, balance) => total + balance, 0)
  return [
    ...overdrawn.map(([name, balance]) => `${name} is overdrawn: ${balance}`),
    ...(sum === issued ? [] : [`money is not conserved: ${sum} instead of ${issued}`]),
  ]
}

function cellFaults(world: World): string[] {
  const held = new Map<string, number>()
  for (const { ending, holds } of world.orders.values()) {
    if (ending !== null) continue
    for (const [cell, count] of Object.values(holds).flat()) held.set(cell, (held.get(cell) ?? 0) + count)
  }
  return [...world.cells].flatMap(([name, cell]) => {
    const isBelow = Math.min(cell.available, cell.held, cell.sold) < 0
    const isHeld = cell.held === (held.get(name) ?? 0)
    const isConserved = cell.available + cell.held + cell.sold === cell.supply
    return isBelow || !isHeld || !isConserved
      ? [`${name} is wrong: ${JSON.stringify(cell)}, orders hold ${held.get(name) ?? 0}`]
      : []
  })
}

function orderFaults(world: World, order: Order): string[] {
  const pots = Object.values(order.pots).map(balanceOf)
  return [
    ...(pots.some((pot) => pot < 0) ? [`a pot of ${order.id} is below 0`] : []),
    ...(order.refundedMinor > order.capturedMinor ? [`${order.id} refunded more than it captured`] : []),
    ...endFaults(world, order, pots),
  ]
}

function endFaults(world: World, order: Order, pots: readonly number[]): string[] {
  if (order.ending === null) return []
  const unconsumed = Object.keys(order.holds).filter(
    (name) => order.ending === 'undone' || world.flow.capacity.get(name)?.isConsumed !== true,
  )
  return [
    ...(pots.some((pot) => pot !== 0) ? [`the ended order ${order.id} has money in a pot`] : []),
    ...(unconsumed.length > 0 ? [`the ended order ${order.id} still holds ${unconsumed.join(', ')}`] : []),
  ]
}
