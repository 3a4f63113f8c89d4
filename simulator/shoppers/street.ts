/** The shoppers' world in a real town, all of it over HTTP: its things are listed, its people come. */
import { newId } from '../../src/kernel/ids.ts'
import type { Caller, ScenarioClient } from '../../src/kernel/scenario.ts'
import { expectStatus } from '../scenario-client.ts'
import { listingOf, type World } from './truth.ts'

/** A line of business of one street: pay, keep or give back. */
function business(name: string): object {
  return {
    business: name,
    version: 1,
    title: 'Shoppers’ street',
    roles: { buyer: { bind: 'actor.id' }, seller: { bind: 'offer.seller' } },
    money: {
      hold: [{ from: 'buyer', to: 'pot', amount: 'terms.total' }],
      earn: [{ from: 'pot', to: 'seller', rest: true }],
    },
    flow: {
      initial: 'new',
      states: {
        new: {
          on: {
            buy: {
              by: ['buyer'],
              do: [{ freeze: { total: 'sum(lines.map(l, l.offer.priceMinor * l.qty))' } }, { pay: 'hold' }],
              target: 'bought',
            },
          },
        },
        bought: { on: { giveBack: { by: ['buyer'], target: 'returned' } }, after: { P7D: { target: 'kept' } } },
        kept: { final: 'done', entry: [{ pay: 'earn' }] },
        returned: { final: 'undone' },
      },
    },
  }
}

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

/** More than anybody spends here. */
const walletMinor = 100_000_000
const listedAtOnce = 50

/** Opens the street of a world; each has a line of business of its own, so that several fit into one town. */
export async function openStreet(town: ScenarioClient, world: World): Promise<Street> {
  const name = `street-${world.seed}-${newId().slice(-6)}`
  expectStatus(await town.operator.post('/v1/businesses', business(name)), 201)
  const { sellers: count, shelves, shoppers: many } = world.parameters
  const sellers = await town.newcomers(count + 1)
  const shoppers = await town.newcomers(many, { walletMinor })
  await consent(world, shoppers)
  const categories = await shelvesOf(town, shelves)
  const street: Street = {
    world,
    business: name,
    shoppers,
    offers: [],
    numbers: new Map(),
    addNewcomer: async () => list([world.listings.length]),
  }

  async function list(things: readonly number[]): Promise<void> {
    const commands = things.map((thing) => {
      const { shelf, seller, priceMinor } = listingOf(world, thing)
      const offer = {
        business: name,
        title: `Thing ${thing}`,
        category: categories[shelf],
        currency: 'EUR',
        priceMinor,
      }
      return { business: 'offers', type: 'put', input: { ...offer, seller: sellers[seller]!.id } }
    })
    const { body } = expectStatus(await town.operator.post('/v1/commands', { commands }), 200)
    for (const [index, thing] of things.entries()) {
      const { status, result, problem } = body.verdicts[index]
      if (status !== 'accepted') throw new Error(`a thing could not be listed: ${JSON.stringify(problem)}`)
      street.offers[thing] = result.offerId
      street.numbers.set(result.offerId, thing)
    }
  }

  const all = Array.from(world.listings.keys())
  for (let from = 0; from < all.length; from += listedAtOnce) await list(all.slice(from, from + listedAtOnce))
  await untilListed(town, name, all.length)
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

async function shelvesOf({ stranger }: ScenarioClient, count: number): Promise<string[]> {
  const { items } = expectStatus(await stranger.get('/v1/categories'), 200).body
  const parents = new Set(items.map(({ parent }: { parent: string | null }) => parent))
  const leaves = items.map(({ slug }: { slug: string }) => slug).filter((slug: string) => !parents.has(slug))
  if (leaves.length < count) throw new Error(`the town has ${leaves.length} shelves, not ${count}`)
  return leaves.slice(0, count)
}

/** The feed shows a thing a moment after it was listed. */
async function untilListed({ stranger }: ScenarioClient, name: string, count: number): Promise<void> {
  const until = performance.now() + 10_000
  for (;;) {
    const { body } = await stranger.get(`/v1/feed?limit=20&business=${name}`)
    if (body.items.length === Math.min(20, count)) return
    if (performance.now() > until) throw new Error('what was listed is not in the feed after ten seconds')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
