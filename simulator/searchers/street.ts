/** The searchers’ world in a real town, all of it over HTTP: people search what is listed, click, buy and give back. */
import { newId } from '../../src/kernel/ids.ts'
import type { Caller, ScenarioClient } from '../../src/kernel/scenario.ts'
import { expectStatus } from '../scenario-client.ts'
import { actOf, type World, worthOf } from './truth.ts'

/** A line of business: pay, keep or give back. */
function business(name: string): object {
  return {
    business: name,
    version: 1,
    title: 'Searchers’ street',
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
        bought: { on: { giveBack: { by: ['buyer'], target: 'returned' } }, after: { P1D: { target: 'kept' } } },
        kept: { final: 'done', entry: [{ pay: 'earn' }] },
        returned: { final: 'undone' },
      },
    },
  }
}

export type Street = {
  world: World
  business: string
  searchers: readonly Caller[]
  /** Offers by number of the thing, and back. */
  offers: string[]
  numbers: Map<string, number>
}

const priceMinor = 1_000
/** More than anybody spends here. */
const walletMinor = 100_000_000
const listedAtOnce = 50

/** Opens the street of a world, with a line of business of its own. */
export async function openStreet(town: ScenarioClient, world: World): Promise<Street> {
  const name = `searched-${newId().slice(-8)}`
  expectStatus(await town.operator.post('/v1/businesses', business(name)), 201)
  const sellers = await town.newcomers(world.parameters.sellers)
  const searchers = await town.newcomers(world.parameters.searchers, { walletMinor })
  for (const searcher of searchers) {
    expectStatus(await searcher.put('/v1/consents/analytics', { isGiven: true, version: '1' }), 204)
  }
  const { items } = expectStatus(await town.stranger.get('/v1/categories'), 200).body
  const parents = new Set(items.map(({ parent }: { parent: string | null }) => parent))
  const category = items.find(({ slug }: { slug: string }) => !parents.has(slug)).slug
  const street: Street = { world, business: name, searchers, offers: [], numbers: new Map() }
  const commands = world.things.map(({ word, seller }, thing) => {
    const title = `${world.words[word]} ${thing}`
    const offer = { business: name, title, category, currency: 'EUR', priceMinor, seller: sellers[seller]!.id }
    return { business: 'offers', type: 'put', input: offer }
  })
  for (let from = 0; from < commands.length; from += listedAtOnce) {
    const some = { commands: commands.slice(from, from + listedAtOnce) }
    const { body } = expectStatus(await town.operator.post('/v1/commands', some), 200)
    for (const [index, { status, result, problem }] of body.verdicts.entries()) {
      if (status !== 'accepted') throw new Error(`a thing could not be listed: ${JSON.stringify(problem)}`)
      street.offers[from + index] = result.offerId
      street.numbers.set(result.offerId, from + index)
    }
  }
  await untilFound(town, world)
  return street
}

/** A search finds a thing a moment after it was listed. */
async function untilFound({ stranger }: ScenarioClient, { words, parameters }: World): Promise<void> {
  const until = performance.now() + 10_000
  for (;;) {
    const counts = await Promise.all(
      words.map(async (word) => (await stranger.get(`/v1/offers?q=${word}&limit=50`)).body.items.length),
    )
    if (counts.every((count) => count >= parameters.thingsOfAWord)) return
    if (performance.now() > until) throw new Error('what was listed is not found after ten seconds')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** A page as it came, and what it is truly worth. */
export type Searched = { decision: string; worth: number }

const places = 20
/** Searchers who look at once; each for another word, since those who ask for the same share the page. */
const atOnceOf = ({ words }: World): number => words.length

/** So many searches, one after another by several people; each is told apart by its name. */
export async function searchAll(street: Street, name: string, count: number): Promise<Searched[]> {
  const found: Searched[] = []
  const atOnce = atOnceOf(street.world)
  for (let from = 0; from < count; from += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => from + i)
    found.push(...(await Promise.all(some.map((number) => searchOnce(street, name, number)))))
  }
  return found
}

async function searchOnce(street: Street, name: string, number: number): Promise<Searched> {
  const { world, searchers, numbers } = street
  const searcher = searchers[number % searchers.length]!
  const word = world.words[number % world.words.length]!
  const { body } = expectStatus(await searcher.get(`/v1/offers?q=${word}&limit=${places}`), 200)
  const { decision } = body.search
  if (typeof decision !== 'string') throw new Error('a search was put in order by no decision')
  const page: number[] = body.items.map(({ id }: { id: string }) => numbers.get(id)!)
  const acts = page.map((thing, place) => actOf(world, `${name}/${number}`, { thing, place }))
  const told = (type: string, place: number): object => {
    const data = { place: 'search', position: place, decision }
    return { id: newId(), type, subject: street.offers[page[place]!], session: 'visit', data }
  }
  const events = acts.flatMap(({ isClicked }, place) =>
    isClicked ? [told('impression', place), told('click', place)] : [told('impression', place)],
  )
  expectStatus(await searcher.post('/v1/events', { events }), 200)
  for (const [place, act] of acts.entries())
    if (act.isBought) await buy(street, searcher, { thing: page[place]!, ...act })
  return { decision, worth: worthOf(world, page.map((thing) => world.things[thing]!)) } // prettier-ignore
}

async function buy(
  { business: name, offers }: Street,
  buyer: Caller,
  { thing, isGivenBack }: { thing: number; isGivenBack: boolean },
): Promise<void> {
  const lines = [{ offerId: offers[thing]!, qty: 1 }]
  const order = { business: name, type: 'buy', lines, expectMinor: priceMinor }
  const { body } = expectStatus(await buyer.post('/v1/orders', order), 201)
  if (isGivenBack) expectStatus(await buyer.post(`/v1/orders/${body.orderId}/actions/giveBack`, {}), 200)
}
