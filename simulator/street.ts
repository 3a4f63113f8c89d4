/** What streets of a made-up world share: a line of business that sells, and a way to list many things. */
import type { Caller, ScenarioClient } from '../src/kernel/scenario.ts'
import { expectStatus } from './scenario-client.ts'

/** Posts a line of business: pay, then keep, or give back until some time has passed. */
export async function postStreet(
  { operator }: ScenarioClient,
  { name, title, keptAfter }: { name: string; title: string; keptAfter: string },
): Promise<void> {
  const manifest = {
    business: name,
    version: 1,
    title,
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
        bought: { on: { giveBack: { by: ['buyer'], target: 'returned' } }, after: { [keptAfter]: { target: 'kept' } } },
        kept: { final: 'done', entry: [{ pay: 'earn' }] },
        returned: { final: 'undone' },
      },
    },
  }
  expectStatus(await operator.post('/v1/businesses', manifest), 201)
}

/** More than anybody of a street spends. */
export const walletMinor = 100_000_000
const listedAtOnce = 50

/** A thing for sale. */
export type Listing = { title: string; category: string; priceMinor: number; seller: Caller }

/** Lists things in their order. @returns their offers */
export async function listThings(
  { operator }: ScenarioClient,
  business: string,
  things: readonly Listing[],
): Promise<string[]> {
  const offers: string[] = []
  for (let from = 0; from < things.length; from += listedAtOnce) {
    const commands = things.slice(from, from + listedAtOnce).map(({ seller, ...thing }) => ({
      business: 'offers',
      type: 'put',
      input: { business, currency: 'EUR', ...thing, seller: seller.id },
    }))
    const { body } = expectStatus(await operator.post('/v1/commands', { commands }), 200)
    for (const { status, result, problem } of body.verdicts) {
      if (status !== 'accepted') throw new Error(`a thing could not be listed: ${JSON.stringify(problem)}`)
      offers.push(result.offerId)
    }
  }
  return offers
}

/** Shelves of the town that things may stand on. @throws {Error} when there are fewer */
export async function leafCategories({ stranger }: ScenarioClient, count: number): Promise<string[]> {
  const { items } = expectStatus(await stranger.get('/v1/categories'), 200).body
  const parents = new Set(items.map(({ parent }: { parent: string | null }) => parent))
  const leaves = items.map(({ slug }: { slug: string }) => slug).filter((slug: string) => !parents.has(slug))
  if (leaves.length < count) throw new Error(`the town has ${leaves.length} shelves, not ${count}`)
  return leaves.slice(0, count)
}
