/** Shoppers' visits: each looks at pages that the town makes for them, and does what the truth has them do. */
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../src/kernel/ids.ts'
import type { Caller } from '../../src/kernel/scenario.ts'
import { expectStatus } from '../scenario-client.ts'
import type { Street } from './street.ts'
import { count, newTally, type Tally } from './tally.ts'
import { actOf, listingOf, type Moment } from './truth.ts'

/** What was seen of a whole run. */
export type Run = {
  tally: Tally
  /** Places of the newcomer among the first 1,000 shown after it came. */
  newcomerShown: number
  /** Places without a probability above 0; none. */
  withoutProbability: number
  /** Places of things with fewer than two reasons. */
  withoutReasons: number
}

/** Places shown after the newcomer came in which it is counted. */
const newcomerWindow = 1_000
/** A town of more than some hundred things looks for newcomers every five seconds; here a page takes milliseconds. */
const newcomerKnownMs = 5_500
/** Shoppers who look at once. */
const atOnce = 8

/** Lets every shopper make every visit. */
export async function visitAll(street: Street): Promise<Run> {
  const { parameters } = street.world
  const run: Run = { tally: newTally(), newcomerShown: 0, withoutProbability: 0, withoutReasons: 0 }
  const since = { shown: 0 }
  for (let visit = 0; visit < parameters.visits; visit += 1) {
    if (visit === parameters.newcomerAfterVisits) {
      await street.addNewcomer()
      await sleep(newcomerKnownMs)
    }
    for (let first = 0; first < parameters.shoppers; first += atOnce) {
      const shoppers = Array.from({ length: Math.min(atOnce, parameters.shoppers - first) }, (_, i) => first + i)
      await Promise.all(shoppers.map((shopper) => visitOnce(street, { shopper, visit }, { run, since })))
    }
  }
  return run
}

type Notes = { run: Run; since: { shown: number } }

async function visitOnce(street: Street, { shopper, visit }: Omit<Moment, 'page'>, notes: Notes): Promise<void> {
  const { parameters } = street.world
  const trail: string[] = []
  for (let page = 0; page < parameters.pagesAVisit; page += 1) {
    await lookAt(street, { shopper, visit, page }, { ...notes, trail })
  }
}

type Item = { offer: { id: string }; decision: string; probability: number; reasons: unknown[] }

async function lookAt(street: Street, moment: Moment, notes: Notes & { trail: string[] }): Promise<void> {
  const { world, business, shoppers, numbers } = street
  const caller = shoppers[moment.shopper]!
  const { trail, run } = notes
  const known =
    world.shoppers[moment.shopper]!.isConsenting || trail.length === 0 ? '' : `&trail=${trail.slice(-20).join(',')}`
  const address = `/v1/feed?limit=${world.parameters.places}&business=${business}${known}`
  const { body } = expectStatus(await caller.get(address), 200)
  const items: Item[] = body.items
  const page = items.map(({ offer }) => numbers.get(offer.id)!)
  note(street, page, notes)
  run.withoutProbability += items.filter(({ probability }) => !(probability > 0 && probability <= 1)).length
  run.withoutReasons += items.filter(({ reasons }) => reasons.length < 2).length
  if (moment.visit >= world.parameters.learningVisits) count(run.tally, world, { moment, things: page })
  const acts = page.map((thing, place) => actOf(world, moment, { place, thing }))
  const tell = (type: string, place: number): object => {
    const { offer, decision } = items[place]!
    const data = { place: 'home', position: place, decision }
    return { id: newId(), type, subject: offer.id, session: `visit-${moment.visit}`, data }
  }
  const events = items.flatMap((_, place) => [
    tell('impression', place),
    ...(acts[place]!.isClicked ? [tell('click', place)] : []),
  ])
  expectStatus(await caller.post('/v1/events', { events }), 200)
  for (const [place, { isClicked, isBought, isGivenBack }] of acts.entries()) {
    if (isClicked) trail.push(items[place]!.offer.id)
    if (isBought) await buy(street, caller, { thing: page[place]!, isGivenBack })
  }
}

function note({ world, offers }: Street, page: readonly number[], { run, since }: Notes): void {
  const newcomer = world.listings.length
  if (offers[newcomer] === undefined || since.shown >= newcomerWindow) return
  since.shown += page.length
  if (page.includes(newcomer)) run.newcomerShown += 1
}

async function buy(
  { world, business, offers }: Street,
  buyer: Caller,
  { thing, isGivenBack }: { thing: number; isGivenBack: boolean },
): Promise<void> {
  const lines = [{ offerId: offers[thing]!, qty: 1 }]
  const expectMinor = listingOf(world, thing).priceMinor
  const placed = expectStatus(await buyer.post('/v1/orders', { business, type: 'buy', lines, expectMinor }), 201)
  if (isGivenBack) expectStatus(await buyer.post(`/v1/orders/${placed.body.orderId}/actions/giveBack`, {}), 200)
}
