/** The shoppers' world in a real town, all of it over HTTP: its things are listed, its people come. */
import { newId } from '../../src/kernel/ids.ts'
import type { Caller, ScenarioClient } from '../../src/kernel/scenario.ts'
import { until } from '../../src/kernel/until.ts'
import { expectStatus } from '../scenario-client.ts'
import { leafCategories, listThings, postStreet, walletMinor } from '../street.ts'
import { listingOf, type World } from './truth.ts'

/** A street with its things and people. */
export type Street = {
  world: World
  business: string
  shoppers: readonly Caller[]
  /** Offers by number of the thing, and back. */
  offers: string[]
  numbers: Map<string, number>
  /** Lists the newcomer. */
  addNewcomer: () => Promise<void>
}

/** Opens the street of a world; each has a line of business of its own, so that several fit into one town. */
export async function openStreet(town: ScenarioClient, world: World): Promise<Street> {
  const name = `street-${world.seed}-${newId().slice(-6)}`
  await postStreet(town, { name, title: 'Shoppers’ street', keptAfter: 'P7D' })
  const { sellers: count, shelves, shoppers: many } = world.parameters
  const sellers = await town.newcomers(count + 1)
  const shoppers = await town.newcomers(many, { walletMinor })
  await consent(world, shoppers)
  const categories = await leafCategories(town, shelves)
  const street: Street = {
    world,
    business: name,
    shoppers,
    offers: [],
    numbers: new Map(),
    addNewcomer: async () => list([world.listings.length]),
  }

  async function list(things: readonly number[]): Promise<void> {
    const listings = things.map((thing) => {
      const { shelf, seller, priceMinor } = listingOf(world, thing)
      return { title: `Thing ${thing}`, category: categories[shelf]!, priceMinor, seller: sellers[seller]! }
    })
    for (const [index, offer] of (await listThings(town, name, listings)).entries()) {
      street.offers[things[index]!] = offer
      street.numbers.set(offer, things[index]!)
    }
  }

  const all = Array.from(world.listings.keys())
  await list(all)
  await until(async () => {
    const { body } = await town.stranger.get(`/v1/feed?limit=20&business=${name}`)
    return body.items.length === Math.min(20, all.length)
  })
  return street
}

async function consent({ shoppers }: World, callers: readonly Caller[]): Promise<void> {
  for (const [index, caller] of callers.entries()) {
    if (!shoppers[index]!.isConsenting) continue
    for (const purpose of ['analytics', 'personalisation']) {
      expectStatus(await caller.put(`/v1/consents/${purpose}`, { isGiven: true, version: '1' }), 204)
    }
  }
}
