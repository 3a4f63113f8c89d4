import type { PartyKind } from '#kernel/commands'
import { newId } from '#kernel/ids'
import type { Schema } from './manifest.ts'
import type { Flow } from './flow.ts'
import { type Dice, type Hints, randomObject } from './play-values.ts'
import { createWorld, type World } from './world.ts'

/** All the money in the world. */
export function sumOf(world: World): number {
  return [...world.balances.values()].reduce((sum, balance) => sum + balance, 0)
}

/** A world with parties of every kind and grant that the manifest names, and offers of two sellers. */
export function populate(flow: Flow, dice: Dice): World {
  const world = createWorld(flow, Date.UTC(2026, 2, 20) + dice.integer(0, 20) * 86_400_000)
  const roles = Object.values(flow.manifest.roles)
  const grants = roles.flatMap(({ grant }) => grant ?? [])
  const kinds = new Set<PartyKind>(['person', 'firm', ...roles.flatMap(({ kind }) => kind ?? [])])
  for (const kind of kinds) {
    for (const held of [[], [], ...grants.map((grant) => [grant])]) addParty(world, { kind, held, dice })
  }
  const ids = [...world.parties.keys()]
  const { manifest } = flow
  const sellers = sellersOf(world, ids)
  for (let offer = 0; offer < 6; offer += 1) {
    addOffer(world, { business: manifest.business, schema: manifest.offer, sellers, ids }, dice)
  }
  for (const { business, offer: schema } of Object.values(manifest.looks ?? {})) {
    for (let offer = 0; offer < 8; offer += 1) addOffer(world, { business, schema, sellers: ids, ids }, dice)
  }
  for (const id of ids) if (!dice.onceIn(4)) giveMandates(world, id)
  return world
}

/** Two sellers, so that several offers of one seller can stand on one order; they are what their role asks for. */
function sellersOf({ flow, parties }: World, ids: readonly string[]): string[] {
  const roles = Object.values(flow.manifest.roles).filter(({ bind }) => bind === 'offer.seller')
  const fitting = ids.filter((id) =>
    roles.every(({ grant, kind }) => {
      const party = parties.get(id)!
      return (grant === undefined || party.grants.includes(grant)) && (kind ?? party.kind) === party.kind
    }),
  )
  return (fitting.length === 0 ? ids : fitting).slice(0, 2)
}

/** Standing permissions for every mandate that a money line names. */
function giveMandates({ flow, mandates }: World, party: string): void {
  const { business, money = {} } = flow.manifest
  for (const { under } of Object.values(money).flat()) {
    if (under === undefined) continue
    const mandate = { party, business, name: under, currency: flow.currency }
    const terms = { limitMinor: 100_000_000, expiresAt: null, isActive: true }
    mandates.set([party, business, under, flow.currency].join('/'), { ...mandate, ...terms })
  }
}

function addParty(world: World, { kind, held, dice }: { kind: PartyKind; held: string[]; dice: Dice }): void {
  const id = newId()
  const facts = Object.fromEntries(world.flow.facts.map((fact) => [fact, dice.integer(0, 1000)]))
  world.parties.set(id, { id, kind, grants: held, isSuspended: false, facts })
  const amount = dice.onceIn(4) ? dice.integer(0, 2_000) : 10_000_000
  world.balances.set(`wallet:${id}:${world.flow.currency}`, amount)
}

type Offering = { business: string; schema: Schema | undefined; sellers: readonly string[]; ids: readonly string[] }

function addOffer(world: World, { business, schema, sellers, ids }: Offering, dice: Dice): void {
  const { currency } = world.flow
  const id = newId()
  const hints: Hints = { ids, texts: ['a', 'b', 'A1', 'any'], length: 3, now: world.now }
  world.offers.set(id, {
    id,
    business,
    seller: dice.pick(sellers),
    title: 'Offer',
    description: '',
    category: 'any',
    currency,
    priceMinor: dice.pick([0, 1, 999, 4000, 123_456]),
    taxCode: dice.pick(['exempt', 'standard', 'unheard-of']),
    priceIncludesTax: dice.onceIn(2),
    groupId: null,
    variant: {},
    pictures: [],
    attributes: randomObject(schema, dice, hints),
    status: dice.onceIn(25) ? 'archived' : 'active',
    rev: 1,
  })
  const supply = dice.pick([0, 1, 5, 1000])
  world.cells.set(`${business}/${id}`, { available: supply, held: 0, sold: 0, supply })
}

/** Somebody becomes rich and somebody poor, so that what failed for want of money can be tried again. */
export function moveMoney(world: World, dice: Dice): void {
  if (dice.onceIn(3)) payOutAvailable(world)
  if (paysOutAvailable(world)) earn(world, dice)
  const wallets = [...world.parties.keys()].map((id) => `wallet:${id}:${world.flow.currency}`)
  const from = dice.pick(wallets)
  const to = dice.pick(wallets)
  const amount = dice.pick([1, 2]) === 1 ? world.balances.get(from)! : dice.integer(0, world.balances.get(from)!)
  world.balances.set(from, world.balances.get(from)! - amount)
  world.balances.set(to, world.balances.get(to)! + amount)
}

/** Whether the manifest itself debits money that may be paid out. */
function paysOutAvailable({ flow }: World): boolean {
  const lines = Object.values(flow.manifest.money ?? {}).flat()
  return lines.some(({ from, amount }) => from.endsWith(':available') && amount !== undefined)
}

/** Somebody has earned part of what was in the wallet, as sales elsewhere would bring it. */
function earn({ balances, flow, parties }: World, dice: Dice): void {
  const id = dice.pick([...parties.keys()])
  const wallet = `wallet:${id}:${flow.currency}`
  const available = `available:${id}:${flow.currency}`
  const amount = dice.integer(0, balances.get(wallet)!)
  balances.set(wallet, balances.get(wallet)! - amount)
  balances.set(available, (balances.get(available) ?? 0) + amount)
}

/** Those who have been paid take the money away, so that a later refund finds it gone. */
function payOutAvailable({ balances }: World): void {
  for (const [name, balance] of balances) {
    if (!name.startsWith('available:') || balance === 0) continue
    const wallet = name.replace('available:', 'wallet:')
    balances.set(name, 0)
    balances.set(wallet, (balances.get(wallet) ?? 0) + balance)
  }
}
