import type { PartyKind } from '#kernel/commands'
import { newId } from '#kernel/ids'
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
  for (let offer = 0; offer < 6; offer += 1) addOffer(world, ids, dice)
  return world
}

function addParty(world: World, { kind, held, dice }: { kind: PartyKind; held: string[]; dice: Dice }): void {
  const id = newId()
  const facts = Object.fromEntries(world.flow.facts.map((fact) => [fact, dice.integer(0, 1000)]))
  world.parties.set(id, { id, kind, grants: held, isSuspended: false, facts })
  const amount = dice.onceIn(4) ? dice.integer(0, 2_000) : 10_000_000
  world.balances.set(`wallet:${id}:${world.flow.currency}`, amount)
}

function addOffer(world: World, ids: readonly string[], dice: Dice): void {
  const { manifest, currency } = world.flow
  const id = newId()
  const hints: Hints = { ids, texts: ['a', 'b', 'A1'], length: 3, now: world.now }
  // Two sellers, so that several offers of one seller can stand on one order.
  const sellers = ids.slice(0, 2)
  world.offers.set(id, {
    id,
    business: manifest.business,
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
    attributes: randomObject(manifest.offer, dice, hints),
    status: dice.onceIn(25) ? 'archived' : 'active',
    rev: 1,
  })
  const supply = dice.pick([0, 1, 5, 1000])
  world.cells.set(`${manifest.business}/${id}`, { available: supply, held: 0, sold: 0, supply })
}

/** Somebody becomes rich and somebody poor, so that what failed for want of money can be tried again. */
export function moveMoney(world: World, dice: Dice): void {
  const wallets = [...world.parties.keys()].map((id) => `wallet:${id}:${world.flow.currency}`)
  const from = dice.pick(wallets)
  const to = dice.pick(wallets)
  const amount = dice.pick([1, 2]) === 1 ? world.balances.get(from)! : dice.integer(0, world.balances.get(from)!)
  world.balances.set(from, world.balances.get(from)! - amount)
  world.balances.set(to, world.balances.get(to)! + amount)
}
