import { readFileSync } from 'node:fs'
import type { Actor, Command, JsonObject } from '#kernel/commands'
import type { NewParty } from '#modules/identity'
import { type DemoTown, pictureName } from './content.ts'
import { type Pictures, commandId, demoId, orderId, ownerSlug, partyId } from './identities.ts'
import type { Stall, Wares } from './town-text.ts'

/** What the mall, its campaign and the tool library of the demo town are made of. */
type Surroundings = {
  demo: DemoTown
  pictures: Pictures
  currency: string
  /** When the town was made, ms: the same for a filling that goes on after it was cut short. */
  now: number
}

/** Firms that are verified brands. */
export const brandSlugs: readonly string[] = ['alpenglueck', 'kreisel', 'lotusleaf', 'sato']
const librarySlug = 'werkzeugkiste'
const fundSlug = 'town-fund'

/** True for wares that are sold in the mall or lent by the day: a thing is offered in one line of business. */
export function isOfferedHere({ slug }: Stall, { option }: Wares): boolean {
  return option === null && (slug === librarySlug || brandSlugs.includes(slug))
}

/** The seasons of the demo town never end: whenever it is filled, the campaign runs. */
const campaignWindow = { startsAt: Date.UTC(2025, 0, 1), endsAt: Date.UTC(2099, 0, 1) }
const dayMs = 86_400_000

/** Who pays for the coupons of the town. */
export function fundParty(now: number): NewParty {
  const about = 'Members of the co-operative pay in, and coupons for everybody come out.'
  return {
    id: partyId(fundSlug),
    kind: 'firm',
    slug: fundSlug,
    name: 'Lakeside Town Fund',
    about,
    joinedAt: now - 300 * dayMs,
  }
}

/**
 * Commands in phases, each of which needs what the ones before have done: stores and tools, then orders, then what
 * became of them, so that every list has something in it.
 */
export function mallPhases(surroundings: Surroundings): Command[][] {
  const fund: Actor = { party: partyId(fundSlug), kind: 'firm', grants: [] }
  const operator: Actor = { party: partyId('olga'), kind: 'person', grants: ['operator'] }
  const { currency } = surroundings
  const opening = [
    said('wallet/town-fund', operator, ['ledger', 'issue', { to: fund.party, amountMinor: 200_000, currency }]),
    said('mandate/town-fund', fund, [
      'ledger',
      'mandate',
      { business: 'mall', name: 'campaign', currency, limitMinor: 2_000, isActive: true },
    ]),
    said('tools', operator, ['orders', 'publish', { manifest: toolLibrary() }]),
  ]
  const listings = [...storeOffers(surroundings), ...campaigns(surroundings, fund), ...tools(surroundings)]
  return [opening, listings, ...orders(surroundings, fund)]
}

function toolLibrary(): JsonObject {
  const file = new URL('../../../docs/examples/tool-library.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as JsonObject // a manifest, checked when it is published
}

function said(what: string, actor: Actor, [business, type, input]: readonly [string, string, JsonObject]): Command {
  return { id: commandId(what, input), actor, business, type, input }
}

function firm({ demo }: Surroundings, slug: string, grants: readonly string[] = ['brand']): Actor {
  const stall = demo.stalls.find((one) => one.slug === slug)!
  return { party: partyId(slug), kind: 'firm', grants, user: partyId(ownerSlug(stall)) }
}

const offerIdOf = (business: string, slug: string, title: string): string =>
  demoId(`offer/${business}/${slug}/${title}`)

type Listing = { business: string; slug: string; priceOf: (priceMinor: number) => number; attributes: JsonObject }

/** Wares of a stall, offered in another line of business than the market. */
function listings(surroundings: Surroundings, actor: Actor, listing: Listing): Command[] {
  const { demo, pictures, currency } = surroundings
  const stall = demo.stalls.find(({ slug }) => slug === listing.slug)!
  const plain = stall.offers.filter((wares) => isOfferedHere(stall, wares))
  return plain.map((wares) => {
    const { business, slug } = listing
    const picture = pictures.get(pictureName(stall.tone, wares.art))
    const offerId = offerIdOf(business, slug, wares.title)
    const input = {
      offerId, business, title: wares.title, description: wares.text, category: wares.category, currency,
      priceMinor: listing.priceOf(wares.priceMinor), taxCode: demo.taxCodeOf(wares.category),
      pictures: picture === undefined ? [] : [picture], attributes: listing.attributes,
      ...(business === 'tools' ? {} : { stock: wares.stock }),
    } // prettier-ignore
    return said(`offer/${offerId}`, actor, ['offers', 'put', input])
  })
}

/** Official stores; toys are in a flash sale at four fifths. */
function storeOffers(surroundings: Surroundings): Command[] {
  return brandSlugs.flatMap((slug) => {
    const attributes = { shippingMinor: 0, services: slug === 'sato' ? ['delivery-help'] : [] }
    const listing = { business: 'mall', slug, priceOf: (minor: number) => minor, attributes }
    return listings(surroundings, firm(surroundings, slug), listing).map((command) =>
      slug === 'kreisel' ? inFlash(command) : command,
    )
  })
}

function inFlash({ actor, input }: Command): Command {
  const { offerId, priceMinor } = input as JsonObject & { offerId: string; priceMinor: number } // as made above
  const flash = { ...campaignWindow, priceMinor: Math.floor((priceMinor * 4) / 5), qty: 5, perBuyer: 1 }
  const attributes = { ...(input['attributes'] as JsonObject), flash }
  return said(`offer/${offerId}`, actor, ['offers', 'put', { ...input, attributes }])
}

const couponId = demoId('offer/campaigns/town')
const storeCouponId = demoId('offer/campaigns/lotusleaf')

/** A coupon that the town pays for, and one of a store's own. */
function campaigns(surroundings: Surroundings, fund: Actor): Command[] {
  const { currency } = surroundings
  const terms = {
    ...campaignWindow, discountBps: 0, discountMinor: 0, maxMinor: 0, minimumMinor: 2_000, perBuyer: 3, stacks: true,
    stores: [], categories: [], slots: 4, budgetMinor: 50_000,
  } // prettier-ignore
  const common = { business: 'campaigns', category: 'home-things', currency, taxCode: 'exempt', pictures: [] }
  const town = {
    ...common, offerId: couponId, title: 'Welcome to the mall', priceMinor: 0,
    description: '10 % of a basket from 20.00, at most 5.00, paid by the town fund. Stores may take a place.',
    attributes: { ...terms, discountBps: 1_000, maxMinor: 500, group: 'town' },
  } // prettier-ignore
  const store = {
    ...common, offerId: storeCouponId, title: '2.00 off at Lotus & Leaf', priceMinor: 0,
    description: 'From 20.00, together with the coupon of the town.',
    attributes: { ...terms, discountMinor: 200, group: 'store', stores: [partyId('lotusleaf')], slots: 0 },
  } // prettier-ignore
  return [
    said('offer/coupon-town', fund, ['offers', 'put', town]),
    said('offer/coupon-lotusleaf', firm(surroundings, 'lotusleaf'), ['offers', 'put', store]),
  ]
}

/** Tools by the day, at a fiftieth of what they cost. */
function tools(surroundings: Surroundings): Command[] {
  const priceOf = (minor: number): number => Math.max(50, Math.round(minor / 50 / 50) * 50)
  return listings(surroundings, firm(surroundings, librarySlug, []), {
    business: 'tools',
    slug: librarySlug,
    priceOf,
    attributes: {},
  })
}

/** An order of the story: who buys what, and what follows, one step a phase. */
type Told = {
  name: string
  by: string
  store: string
  title: string
  business?: string
  input?: JsonObject
  /** What is taken off the price before it is paid, or added to it, minor units. */
  otherwiseMinor?: number
  groupId?: string
  steps?: readonly (readonly [by: 'buyer' | 'store', type: string, input?: JsonObject, expectMinor?: number])[]
}

function stories(now: number): Told[] {
  const groupId = demoId('basket/hannah')
  const day = Math.floor(now / dayMs) + 2
  const rent = (days: number) => ({ business: 'tools', store: librarySlug, input: { day, days } })
  const ship = ['store', 'ship', {}] as const
  const confirm = ['buyer', 'confirm', {}] as const
  return [
    { name: 'lamp', by: 'hannah', store: 'alpenglueck', title: 'Head lamp', groupId, steps: [ship] },
    {
      name: 'address-book',
      by: 'hannah',
      store: 'sato',
      title: 'Address book with soft tabs',
      groupId,
      steps: [['store', 'cancel', {}]],
    },
    { name: 'kite', by: 'hannah', store: 'kreisel', title: 'Kite, swallow', groupId, steps: [ship, confirm] },
    {
      name: 'tea',
      by: 'amara',
      store: 'lotusleaf',
      title: 'Longjing 龙井, spring, 100 g',
      otherwiseMinor: -480,
      input: { coupons: [couponId, storeCouponId] },
    },
    {
      name: 'bear',
      by: 'bruno',
      store: 'kreisel',
      title: 'Bear, mohair, jointed',
      steps: [ship, ['buyer', 'dispute', { reason: 'not-as-described' }]],
    },
    { name: 'guest-book', by: 'edda', store: 'sato', title: 'Guest book in half leather', steps: [ship, confirm] },
    { name: 'drill', by: 'davide', title: 'Hand drill with bits', ...rent(2) },
    { name: 'chisels', by: 'farah', title: 'Chisels, set of four', ...rent(3), steps: [['store', 'handOver', {}]] },
    {
      name: 'hammer',
      by: 'goran',
      title: 'Hammer, re-handled',
      ...rent(1),
      steps: [
        ['store', 'handOver', {}],
        ['store', 'return', {}],
      ],
    },
  ]
}

const depositMinor = 2_000

/** The orders, phase by phase: placed, then the first step of each, then the second. */
function orders(surroundings: Surroundings, fund: Actor): Command[][] {
  const told = stories(surroundings.now)
  const placed = told.map((story) => ({ story, command: placing(surroundings, story) }))
  const steps = Math.max(...told.map(({ steps: list = [] }) => list.length))
  const later = Array.from({ length: steps }, (_, step) =>
    placed.flatMap(({ story, command }) => stepOf(surroundings, { story, command, step })),
  )
  const enrolment = enrolling(surroundings, fund)
  const [first = [], ...rest] = later
  return [[...placed.map(({ command }) => command), enrolment.ask], [...first, enrolment.accept], ...rest]
}

function placing(surroundings: Surroundings, story: Told): Command {
  const { name, by, store, title, business = 'mall', input = {}, otherwiseMinor = 0, groupId } = story
  const priceMinor = priceOf(surroundings, { store, title, business })
  const lines = [{ offerId: offerIdOf(business, store, title), qty: 1 }]
  const form = business === 'mall' ? { delivery: 'pickup', ...input } : input
  const days = typeof input['days'] === 'number' ? input['days'] : 1
  const expectMinor = priceMinor * days + otherwiseMinor + (business === 'tools' ? depositMinor : 0)
  const content = { lines, input: form, expectMinor }
  return {
    id: orderId(surroundings.now, `order/${name}`, content),
    actor: { party: partyId(by), kind: 'person', grants: [] },
    business,
    type: business === 'mall' ? 'place' : 'rent',
    ...content,
    ...(groupId === undefined ? {} : { groupId }),
  }
}

type Priced = { priceMinor: number; attributes: { flash?: { priceMinor: number } } }

function priceOf(
  surroundings: Surroundings,
  { store, title, business }: { store: string; title: string; business: string },
): number {
  const listed = [...storeOffers(surroundings), ...tools(surroundings)]
  const { input } = listed.find(({ input: one }) => one['offerId'] === offerIdOf(business, store, title))!
  const { priceMinor, attributes } = input as JsonObject & Priced // as made above
  return attributes.flash?.priceMinor ?? priceMinor
}

type Step = { story: Told; command: Command; step: number }

function stepOf(surroundings: Surroundings, { story, command, step }: Step): Command[] {
  const next = story.steps?.[step]
  if (next === undefined) return []
  const [by, type, input = {}, expectMinor] = next
  const grants = story.business === 'tools' ? [] : ['brand']
  const actor = by === 'buyer' ? command.actor : firm(surroundings, story.store, grants)
  const rest = { business: command.business, type, orderId: command.id, input }
  const id = commandId(`order/${story.name}/${type}`, input)
  return [{ id, actor, ...rest, ...(expectMinor === undefined ? {} : { expectMinor }) }]
}

/** A store takes a place in the campaign of the town. */
function enrolling(surroundings: Surroundings, fund: Actor): { ask: Command; accept: Command } {
  const input = { picks: [offerIdOf('mall', 'alpenglueck', 'Head lamp')] }
  const lines = [{ offerId: couponId, qty: 1 }]
  const id = orderId(surroundings.now, 'campaign/alpenglueck', input)
  const actor = firm(surroundings, 'alpenglueck')
  const ask = { id, actor, business: 'campaigns', type: 'enrol', lines, input }
  const accept = {
    id: commandId('campaign/accept', input),
    actor: fund,
    business: 'campaigns',
    type: 'accept',
    orderId: id,
    input: {},
  }
  return { ask, accept }
}
