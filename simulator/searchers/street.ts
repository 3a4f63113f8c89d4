/** The searchers’ world in a real town, all of it over HTTP: people search what is listed, click, buy and give back. */
import { newId } from '../../src/kernel/ids.ts'
import type { Caller, ScenarioClient } from '../../src/kernel/scenario.ts'
import { until } from '../../src/kernel/until.ts'
import { expectStatus } from '../scenario-client.ts'
import { leafCategories, listThings, postStreet, walletMinor } from '../street.ts'
import { actOf, type World, worthOf } from './truth.ts'

export type Street = {
  world: World
  business: string
  searchers: readonly Caller[]
  /** Offers by number of the thing, and back. */
  offers: string[]
  numbers: Map<string, number>
}

const priceMinor = 1_000

/** Opens the street of a world, with a line of business of its own. */
export async function openStreet(town: ScenarioClient, world: World): Promise<Street> {
  const name = `searched-${newId().slice(-8)}`
  await postStreet(town, { name, title: 'Searchers’ street', keptAfter: 'P1D' })
  const sellers = await town.newcomers(world.parameters.sellers)
  const searchers = await town.newcomers(world.parameters.searchers, { walletMinor })
  for (const searcher of searchers) {
    expectStatus(await searcher.put('/v1/consents/analytics', { isGiven: true, version: '1' }), 204)
  }
  const [category] = await leafCategories(town, 1)
  const listings = world.things.map(({ word, seller }, thing) => {
    const title = `${world.words[word]} ${thing}`
    return { title, category: category!, priceMinor, seller: sellers[seller]! }
  })
  const offers = await listThings(town, name, listings)
  await until(async () => {
    const { words, parameters } = world
    const pages = words.map(async (word) => (await town.stranger.get(`/v1/offers?q=${word}&limit=50`)).body.items)
    return (await Promise.all(pages)).every(({ length }) => length >= parameters.thingsOfAWord)
  })
  return { world, business: name, searchers, offers, numbers: new Map(offers.map((offer, thing) => [offer, thing])) }
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
