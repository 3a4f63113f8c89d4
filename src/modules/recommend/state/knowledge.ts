/**
 * All that this process knows of what is offered and of what people do with it. It follows the stream of interactions
 * and the log by position; what happened counts in the next page that is made. Nothing here leads to a person: visitors
 * stand under the pseudonyms of the stream, and those who gave no consent do not stand here at all.
 */
import type { JsonObject } from '#kernel/commands'
import type { StoredEvent } from '#kernel/events'
import type { Interaction } from '#modules/interactions'
import { RECOMMENDER_DEFAULTS, type RecommenderSettings, SessionRecommender } from '#modules/learners/recommendation'
import type { Entry } from '#modules/search'
import { Catalogue } from './catalogue.ts'
import { Exposure } from './exposure.ts'
import { Hours } from './hours.ts'
import { Likings, type Look } from './likings.ts'
import { Rates } from './rates.ts'
import { type KeptLook, Rethinking, type Teach } from './rethinking.ts'
import { noteChosen, noteShown, priceDistance, type Visitor, Visitors } from './visitors.ts'

/** Visitors and sessions remembered: about 2 kB each. */
const visitorsMax = 50_000
const settings: RecommenderSettings = {
  ...RECOMMENDER_DEFAULTS,
  weights: { graph: 0.3, walk: 0.3, neighbours: 1, attributes: 0.3, popularity: 0 },
  neighbours: { ...RECOMMENDER_DEFAULTS.neighbours, sessions: 50_000, sample: 500 },
  openSessions: visitorsMax,
}
/** Which sellers the same people choose: rare ones must not drown in those that everybody meets. */
const sellerSettings: RecommenderSettings = {
  ...settings,
  weights: { graph: 1, walk: 0, neighbours: 0, attributes: 0, popularity: 0 },
  graph: { ...RECOMMENDER_DEFAULTS.graph, toNorm: 0.7, shrinkage: 3, halfLifeMs: 30 * 86_400_000 },
  neighbours: { ...RECOMMENDER_DEFAULTS.neighbours, sessions: 1_000 },
}
/** Events remembered so that the same place of the same page counts once. */
const oncesMax = 100_000
/** Looks that are remembered until a click may come of them. */
const looksMax = 20_000
/** Orders whose return would still be noted. */
const ordersMax = 50_000

export class Knowledge {
  readonly catalogue = new Catalogue()
  readonly rates = new Rates()
  readonly exposure = new Exposure()
  readonly visitors = new Visitors(visitorsMax)
  readonly hours: Hours
  readonly rethinking = new Rethinking()
  /** Another takes its place when a young town has gone over what it has seen. */
  likings = new Likings()
  /** Which things go together, and which sellers. */
  alike = new SessionRecommender(settings)
  alikeSellers = new SessionRecommender(sellerSettings)
  /** Positions up to which stream and log are known. */
  streamPos = 0
  logPos = 0
  readonly #onces = new Set<string>()
  /** Looks that may end in a click still. */
  readonly #looks = new Map<string, KeptLook>()
  readonly #orders = new Map<string, number[]>()

  /** @param zone IANA name of the town's time zone */
  constructor(zone: string) {
    this.hours = new Hours(zone)
  }

  /** Takes over things as they are now. */
  applyThings(entries: readonly Entry[]): void {
    this.catalogue.apply(entries)
    for (const { id, isListed, categoryPath, seller } of entries) {
      if (isListed) this.alike.describe(id, [...categoryPath.map((slug) => `c:${slug}`), `s:${seller}`])
    }
  }

  applyInteractions(events: readonly Interaction[], upTo: number): void {
    for (const event of events) {
      const thing = event.subject === null ? undefined : this.catalogue.find(event.subject)
      if (thing !== undefined && this.#isFirst(event)) this.#note(event, thing)
    }
    this.streamPos = upTo
  }

  #note(event: Interaction, thing: number): void {
    if (event.type === 'impression') this.#noteShown(event, thing)
    else if (event.type === 'click' || event.type === 'view' || event.type === 'basket') this.#noteChosen(event, thing)
  }

  #noteShown(event: Interaction, thing: number): void {
    const { data, person, receivedAt: at } = event
    if (typeof data['decision'] !== 'string') return // what no decision placed says nothing of how it is liked
    const visitor = person === null ? undefined : this.visitors.of(person)
    this.exposure.note(thing, this.catalogue.seller[thing]!, at)
    const place = placeOf(data)
    this.rates.noteShown(thing, this.likings.examined(place), at)
    const look = { visitor, thing, place, isChosen: false }
    this.#learn(look)
    this.#looks.set(keyOf('impression', event), look)
    if (this.#looks.size > looksMax) this.#looks.delete(this.#looks.keys().next().value!)
    if (visitor !== undefined) noteShown(visitor, thing)
  }

  #noteChosen(event: Interaction, thing: number): void {
    const { type, data, person, session, receivedAt: at } = event
    const isOfPage = type === 'click' && typeof data['decision'] === 'string'
    const visitor = person === null ? undefined : this.visitors.of(person)
    if (isOfPage) {
      this.rates.noteChosen(thing, at)
      this.hours.note(this.catalogue.shelf[thing]!, at)
      this.#learnChosen(event, { visitor, thing, place: placeOf(data), isChosen: true })
    }
    if (visitor === undefined || person === null) return
    if (!isOfPage && visitor.trail.at(-1) === thing) return // the page of what was just clicked
    noteChosen(visitor, this.catalogue, thing)
    this.alike.observe({ session: `${person}/${session ?? ''}`, item: this.catalogue.things.nameOf(thing), at })
    this.alikeSellers.observe({ session: person, item: String(this.catalogue.seller[thing]!), at })
  }

  /** The look was told when it happened, most of the time. */
  #learnChosen(event: Interaction, chosen: KeptLook): void {
    const look = this.#looks.get(keyOf('impression', event))
    if (look === undefined) return this.#learn(chosen)
    this.likings.learnLate(look.visitor?.likings, this.#lookOf(look.visitor, look.thing, look.place))
    look.isChosen = true
  }

  #learn(look: KeptLook): void {
    this.#teach(this.likings, look.visitor?.likings, look)
    this.likings = this.rethinking.note(look, { likings: this.likings, teach: this.#teach }) ?? this.likings
  }

  readonly #teach: Teach = (likings, own, { visitor, thing, place, isChosen }) => {
    likings.learn(own, this.#lookOf(visitor, thing, place), isChosen)
  }

  #lookOf(visitor: Visitor | undefined, thing: number, place: number): Look {
    const { catalogue } = this
    return {
      thing,
      shelf: catalogue.shelf[thing]!,
      seller: catalogue.seller[thing]!,
      place,
      priceDistance: visitor === undefined ? undefined : priceDistance(visitor, catalogue, thing),
    }
  }

  /** The same place of the same page, told twice, counts once, whoever tells it. */
  #isFirst(event: Interaction): boolean {
    if (typeof event.data['decision'] !== 'string') return true
    const key = keyOf(event.type, event)
    if (this.#onces.has(key)) return false
    this.#onces.add(key)
    if (this.#onces.size > oncesMax) this.#onces.delete(this.#onces.values().next().value!)
    return true
  }

  applyLog(events: readonly StoredEvent[]): void {
    for (const event of events) {
      const lines = linesOf(event.data)
      if (lines.length > 0 && event.subject !== null) this.#noteOrder(event.subject, lines, event.at)
      else if (event.subject !== null && isGivenBack(event.data)) this.#noteReturn(event.subject, event.at)
      this.logPos = Math.max(this.logPos, event.pos)
    }
  }

  #noteOrder(order: string, offers: readonly string[], at: number): void {
    const things = offers.flatMap((offer) => this.catalogue.find(offer) ?? [])
    if (things.length === 0) return
    this.#orders.set(order, things)
    if (this.#orders.size > ordersMax) this.#orders.delete(this.#orders.keys().next().value!)
    for (const thing of things) {
      this.#noteBought(thing, 1, at)
      this.hours.noteBought(this.catalogue.shelf[thing]!, at)
      // What is bought together goes together, whoever bought it.
      if (things.length > 1) this.alike.observe({ session: order, item: this.catalogue.things.nameOf(thing), at })
    }
  }

  #noteReturn(order: string, at: number): void {
    for (const thing of this.#orders.get(order) ?? []) this.#noteBought(thing, -1, at)
    this.#orders.delete(order)
  }

  #noteBought(thing: number, kept: number, at: number): void {
    this.rates.noteBought({ thing, seller: this.catalogue.seller[thing]!, kept }, at)
  }

  /** Orders whose return would be noted, for a snapshot. */
  orders(): [string, number[]][] {
    return [...this.#orders]
  }

  setOrders(orders: readonly [string, number[]][]): void {
    for (const [order, things] of orders) this.#orders.set(order, things)
  }
}

/** One place of one page. */
function keyOf(type: string, { subject, data }: Interaction): string {
  return JSON.stringify([type[0], data['decision'], subject])
}

/** A client may tell any place; beyond a page they are all alike. */
function placeOf({ position }: JsonObject): number {
  return typeof position === 'number' ? Math.min(200, Math.max(0, Math.floor(position))) : 0
}

/** Offers of an order that is placed by this event; empty for every other. */
export function linesOf(data: JsonObject): string[] {
  const { lines } = data
  if (!Array.isArray(lines)) return []
  return lines.flatMap((line) => {
    const offer = typeof line === 'object' && line !== null && !Array.isArray(line) ? line['offerId'] : undefined
    return typeof offer === 'string' ? [offer] : []
  })
}

/** Whether money of an order goes back to whoever paid it. */
export function isGivenBack({ postings }: JsonObject): boolean {
  if (!Array.isArray(postings)) return false
  return postings.some((posting) => {
    const code = typeof posting === 'object' && posting !== null && !Array.isArray(posting) ? posting['code'] : ''
    return code === 'refund' || code === 'return'
  })
}
