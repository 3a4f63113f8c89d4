import { requireBetween, requireInteger, requirePositive } from '../base/guards.ts'
import type { ModelReader, ModelValue } from '../base/models.ts'
import { TopList } from '../base/top-list.ts'
import { ScoreBoard } from './score-board.ts'

/** How sessions are compared and what neighbours contribute. */
export type NeighbourSettings = {
  /** Sessions remembered; older ones are forgotten. */
  sessions: number
  /** Of each item, this many of the latest sessions are looked at. */
  sample: number
  /** The most alike sessions that count. */
  neighbours: number
  /** An item p places before the last one weighs e^(−p / recency). */
  recency: number
  /** A neighbour that ended this long ago weighs 1 / e of a fresh one. */
  ageMs: number
  /** Items q places from the item shared with a neighbour weigh e^(−q / reach). */
  reach: number
  /** Shared items count ln(sessions / sessions with the item) to this power; 0 counts all alike. */
  rarity: number
  /** Likeness is divided by (length of the neighbour) to this power. */
  lengthNorm: number
}

/** What is visited beyond this in one session is the work of a machine. */
const SESSION_LENGTH_MAX = 500

/** The session to be continued. */
export type Continuation = {
  /** Oldest first. */
  items: readonly number[]
  /** Milliseconds since 1970. */
  at: number
  /** Its number if it is one of the sessions, which is no neighbour of itself; -1 if not. */
  own: number
}

type Session = { items: number[]; endedAt: number }

/**
 * Items of the sessions most like the current one.
 * Source: Jannach and Ludewig (2017), "When recurrent neural networks meet the neighborhood for session-based
 * recommendation"; Ludewig and Jannach (2018), "Evaluation of session-based recommendation algorithms", V-SkNN;
 * Garg, Gupta, Malhotra, Vig, Shroff (2019), "Sequence and time aware neighborhood for session-based recommendations"
 * (STAN), for the three decays. A visit takes effect at once: it joins its session's row and its item's list.
 */
export class SessionNeighbours {
  readonly #settings: NeighbourSettings
  /** Ring: session n lies at n modulo the number remembered. */
  readonly #ring: Session[] = []
  #next = 0
  /** Numbers of the latest sessions of each item, oldest first. */
  readonly #sessionsOf: (number[] | undefined)[] = []
  /** How many of the remembered sessions hold each item. */
  readonly #holders: number[] = []
  #likeness = new Float64Array(64)
  /** What items count so many places from the shared one. */
  readonly #nearness: Float64Array
  readonly #sums = new ScoreBoard()

  constructor(settings: NeighbourSettings) {
    this.#settings = requireNeighbours(settings)
    this.#nearness = Float64Array.from({ length: SESSION_LENGTH_MAX }, (_, places) =>
      Math.exp(-places / settings.reach),
    )
  }

  /** Opens a session and returns its number. */
  open(): number {
    const number = this.#next
    const slot = number % this.#settings.sessions
    for (const item of new Set(this.#ring[slot]?.items)) this.#holders[item]! -= 1
    this.#ring[slot] = { items: [], endedAt: 0 }
    this.#next += 1
    return number
  }

  /** Adds a visit to an open session; one forgotten meanwhile stays forgotten. */
  observe(session: number, item: number, at: number): void {
    if (this.#isForgotten(session)) return
    const row = this.#at(session)
    if (row.items.length >= SESSION_LENGTH_MAX) return
    if (!row.items.includes(item)) this.#enter(item, session)
    row.items.push(item)
    row.endedAt = Math.max(at, row.endedAt)
  }

  /** Adds to a board what the neighbours of a session hold. */
  score({ items, at, own }: Continuation, board: ScoreBoard): void {
    const weights = this.#weigh(items)
    this.#sums.clear()
    for (const { key, score } of this.#mostAlike(weights, at, own).sorted()) {
      const { items: theirs } = this.#at(-key)
      const shared = latestOf(theirs, weights)
      for (let place = 0; place < theirs.length; place += 1) {
        this.#sums.add(theirs[place]!, score * this.#nearness[Math.abs(place - shared)]!)
      }
    }
    // How rare an item is counts once for all the sessions that hold it.
    for (const item of this.#sums.touched()) board.add(item, this.#sums.get(item) * this.#rarity(item))
  }

  save(): { [name: string]: ModelValue } {
    const first = Math.max(0, this.#next - this.#settings.sessions)
    const kept = Array.from({ length: this.#next - first }, (_, i) => this.#at(first + i))
    const lists = Array.from(this.#sessionsOf, (list) => (list ?? []).filter((session) => !this.#isForgotten(session)))
    return {
      next: this.#next,
      sizes: Uint32Array.from(kept, (session) => session.items.length),
      items: Uint32Array.from(kept.flatMap((session) => session.items)),
      endedAt: Float64Array.from(kept, (session) => session.endedAt),
      listSizes: Uint32Array.from(lists, (list) => list.length),
      lists: Float64Array.from(lists.flat()),
    }
  }

  static load(settings: NeighbourSettings, reader: ModelReader): SessionNeighbours {
    const loaded = new SessionNeighbours(settings)
    const sizes = reader.array('sizes', 'u32')
    const items = reader.array('items', 'u32', sum(sizes))
    const endedAt = reader.array('endedAt', 'f64', sizes.length)
    loaded.#next = reader.integer('next', sizes.length)
    let at = 0
    for (const [i, size] of sizes.entries()) {
      const number = loaded.#next - sizes.length + i
      const row = { items: [...items.subarray(at, at + size)], endedAt: endedAt[i]! }
      loaded.#ring[number % settings.sessions] = row
      for (const item of new Set(row.items)) loaded.#holders[item] = (loaded.#holders[item] ?? 0) + 1
      at += size
    }
    const listSizes = reader.array('listSizes', 'u32')
    const lists = reader.array('lists', 'f64', sum(listSizes))
    at = 0
    for (const [item, size] of listSizes.entries()) {
      loaded.#sessionsOf[item] = [...lists.subarray(at, at + size)]
      at += size
    }
    return loaded
  }

  #at(session: number): Session {
    return this.#ring[session % this.#settings.sessions]!
  }

  #isForgotten(session: number): boolean {
    return session < this.#next - this.#settings.sessions
  }

  #enter(item: number, session: number): void {
    this.#holders[item] = (this.#holders[item] ?? 0) + 1
    const list = this.#sessionsOf[item]
    if (list === undefined) {
      this.#sessionsOf[item] = [session]
      return
    }
    list.push(session)
    // Twice the sample, so that dropping the older half is paid for by as many visits.
    if (list.length > 2 * this.#settings.sample) list.splice(0, list.length - this.#settings.sample)
  }

  /** Weights of the current items by how lately they were visited. */
  #weigh(items: readonly number[]): Map<number, number> {
    const weights = new Map<number, number>()
    for (const [place, item] of items.entries()) {
      weights.set(item, Math.exp((place + 1 - items.length) / this.#settings.recency))
    }
    return weights
  }

  #mostAlike(weights: ReadonlyMap<number, number>, at: number, own: number): TopList {
    const { sample, neighbours, ageMs, lengthNorm } = this.#settings
    const candidates: number[] = []
    if (this.#likeness.length < this.#settings.sessions) this.#likeness = new Float64Array(this.#settings.sessions)
    for (const [item, weight] of weights) {
      const list = this.#sessionsOf[item] ?? []
      const shared = weight * this.#rarity(item)
      for (let i = Math.max(0, list.length - sample); i < list.length; i += 1) {
        const session = list[i]!
        if (session === own || this.#isForgotten(session)) continue
        const slot = session % this.#settings.sessions
        if (this.#likeness[slot] === 0) candidates.push(session)
        this.#likeness[slot]! += shared
      }
    }
    const top = new TopList(neighbours)
    for (const session of candidates) {
      const { items, endedAt } = this.#at(session)
      const slot = session % this.#settings.sessions
      const age = Math.max(0, at - endedAt) / ageMs
      // Of equally alike sessions the later one is preferred, hence the negative key.
      top.push(-session, (this.#likeness[slot]! * Math.exp(-age)) / items.length ** lengthNorm)
      this.#likeness[slot] = 0
    }
    return top
  }

  #rarity(item: number): number {
    const { rarity } = this.#settings
    if (rarity === 0) return 1
    const remembered = Math.min(this.#next, this.#settings.sessions)
    return Math.log(1 + remembered / Math.max(1, this.#holders[item] ?? 0)) ** rarity
  }
}

const sum = (sizes: Uint32Array): number => sizes.reduce((total, size) => total + size, 0)

/** The place in a neighbour of the item that the current session visited last. */
function latestOf(theirs: readonly number[], weights: ReadonlyMap<number, number>): number {
  let best = 0
  let most = 0
  for (let place = 0; place < theirs.length; place += 1) {
    const weight = weights.get(theirs[place]!) ?? 0
    if (weight >= most && weight > 0) {
      best = place
      most = weight
    }
  }
  return best
}

/** @throws {RangeError} naming the setting that is out of range */
export function requireNeighbours(settings: NeighbourSettings): NeighbourSettings {
  requireInteger(settings.sessions, 1, 'neighbours sessions')
  requireInteger(settings.sample, 1, 'neighbours sample')
  requireInteger(settings.neighbours, 1, 'neighbours neighbours')
  requirePositive(settings.recency, 'neighbours recency')
  requirePositive(settings.ageMs, 'neighbours ageMs')
  requirePositive(settings.reach, 'neighbours reach')
  requireBetween(settings.rarity, [0, 10], 'neighbours rarity')
  requireBetween(settings.lengthNorm, [0, 2], 'neighbours lengthNorm')
  return settings
}
