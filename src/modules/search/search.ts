import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '#kernel/http'
import { log } from '#kernel/log'
import type { Context } from '#kernel/module'
import type { Database } from '#kernel/db'
import type { Metrics } from '#kernel/metrics'
import { type Host, type HostFigures, hostIn } from './hosts.ts'
import { remembering } from './remembering.ts'
import { type Keeper, startKeeper } from './keeper.ts'
import { type Answer, type FacetName, OfferIndex, type Query, hitsMax } from './offer-index.ts'
import { type ResultList, createResultLists } from './result-lists.ts'
import type { Source } from './source.ts'
import { readSynonyms } from './synonyms.ts'
import { startThread } from './thread-host.ts'

/**
 * An index of up to so many things lives in the process: a search takes a tenth of a millisecond there, and a thread
 * would cost a small town more memory than all its things.
 */
const smallMaxDefault = 2_000
/** Above this the index would outgrow a small server (about 0.8 kB a thing); the database answers. */
const documentsMax = 2_000_000
/** A small index is complete in less: its first visitor has it. A start does not wait longer for a large one. */
const begunWithinMs = 300
/** Pages behind the first are read ahead by so much. */
const aheadMin = 200

/** Where a page begins: behind so many hits of a list that an earlier page began. */
export type Place = { list: string | null; seen: number }

/** Hits from a place on, with the name of their list; counts and spelling come with the first page. */
export type Found = { list: string; ids: readonly string[]; isEnd: boolean; answer: Answer | undefined }

/** So many hits from a place on. */
type Wanted = { query: Query; place: Place; count: number; facets: readonly FacetName[] }

/** Search over a town's things. */
export type Search = {
  /** Undefined while there is no index to ask: the database answers then. */
  find: (asked: {
    query: Query
    place: Place
    count: number
    facets: readonly FacetName[]
  }) => Promise<Found | undefined>
  /** The best hits alone, without a list to page through. */
  best: (query: Query, limit: number, facets: readonly FacetName[]) => Promise<Answer | undefined>
  source: Source
  figures: () => Promise<SearchFigures>
}

/** Figures for whoever looks after the town. */
export type SearchFigures = {
  /** Where the index lives; none while the database answers. */
  place: Host['place'] | 'none'
  documents: number
  /** Position of the log that searches know. */
  pos: number
  /** How often an index was begun. */
  starts: number
  memoryBytes: number | null
}

/** Puts the best hits of a new list into another order, by a decision; undefined leaves them as they are. */
export type Ranker = (query: Query, ids: readonly string[]) => { ids: readonly string[]; decision: string } | undefined

/** Hits that a ranker puts in order; what matches less stays behind them. */
const rankedMax = 100

const rankers = new WeakMap<Database, Ranker>()

/** Has hits by relevance put in order; by whoever knows more than words. */
export function rankBy(db: Database, ranker: Ranker): void {
  rankers.set(db, ranker)
}

const opened = new WeakMap<Database, Search>()

/** The search of this process, once whoever keeps the things has opened it. */
export function searchOf(db: Database): Search | undefined {
  return opened.get(db)
}

/** What is searched; the rest is for tests. */
export type SearchOptions = { source: Source; smallMax?: number; startThread?: () => Host }

/** What a search needs of its town. */
export type SearchContext = Pick<Context, 'db' | 'town' | 'feed' | 'metrics'> & {
  config: Pick<Context['config'], 'dataDir'>
}

/** Opens the search of a town over its things. The index is made when the server is ready, and ends with it. */
export function openSearch(app: App, context: SearchContext, options: SearchOptions): Search {
  const { db, town, feed, config, metrics } = context
  const { source, smallMax: small = smallMaxDefault, startThread: start = startThread } = options
  let keeper: Keeper | undefined
  let unsubscribe: (() => void) | undefined
  app.addHook('onReady', async () => {
    keeper = startKeeper({
      source,
      snapshots: { folder: path.join(config.dataDir, 'search', String(town.id)), source },
      synonyms: () => readSynonyms(db, town.id),
      place: (documents) => placeFor(documents, { small, start }),
      hasOutgrown: (host, documents) => host.place === 'process' && documents > small,
    })
    await Promise.race([keeper.begun, sleep(begunWithinMs)])
    unsubscribe = feed.subscribe((events) => {
      if (events.some(({ type }) => source.types.includes(type))) keeper?.wake()
    })
  })
  app.addHook('onClose', async () => {
    unsubscribe?.()
    await keeper?.stop()
  })
  const search = {
    ...createSearch(
      () => keeper?.ready(),
      () => rankers.get(db),
    ),
    source,
    figures: () => figuresOf(keeper),
  }
  opened.set(db, search)
  measure(metrics, () => keeper)
  return search
}

function measure(metrics: Metrics, keeper: () => Keeper | undefined): void {
  metrics.gauge('lakeside_search_documents', 'Things in the search index of this process', async () => {
    return (await figuresOf(keeper())).documents
  })
  metrics.gauge('lakeside_search_memory_bytes', 'What the search thread holds; 0 without one', async () => {
    return (await figuresOf(keeper())).memoryBytes ?? 0
  })
  metrics.gauge('lakeside_search_is_ready', '0 while the database answers searches', () =>
    Number(keeper()?.ready() !== undefined),
  )
}

async function placeFor(documents: number, { small, start }: { small: number; start: () => Host }): Promise<Host> {
  if (documents > documentsMax) throw new Error(`${documents} things are more than an index may hold`)
  return remembering(documents > small ? start() : hostIn(new OfferIndex()))
}

async function figuresOf(keeper: Keeper | undefined): Promise<SearchFigures> {
  if (keeper === undefined) return { place: 'none', documents: 0, pos: 0, starts: 0, memoryBytes: null }
  const own: HostFigures | undefined = await keeper
    .ready()
    ?.figures()
    .catch(() => undefined)
  return { ...keeper.figures(), memoryBytes: own?.memoryBytes ?? null }
}

/** Searching over whatever index is ready. */
export function createSearch(
  ready: () => Host | undefined,
  ranker: () => Ranker | undefined = () => undefined,
): Pick<Search, 'find' | 'best'> {
  const lists = createResultLists()

  async function ask(query: Query, limit: number, facets: readonly FacetName[]): Promise<Answer | undefined> {
    const host = ready()
    if (host === undefined) return undefined
    try {
      return await host.search({ query, limit, facets })
    } catch (error) {
      log.warn({ err: error }, 'a search is answered by the database')
      return undefined
    }
  }

  /** Asks anew, and goes on with the list there is: what it holds stays, what it lacks comes behind. */
  async function read(
    { query, place, count, facets }: Wanted,
    known: ResultList | undefined,
  ): Promise<Found | undefined> {
    const { seen } = place
    const rank = seen === 0 && query.order === 'relevance' && query.text !== '' ? ranker() : undefined
    const least = rank === undefined ? count : Math.max(count, rankedMax)
    const limit = Math.min(seen === 0 ? least : Math.max(seen + 2 * count, aheadMin), hitsMax)
    const asked = await ask(query, limit, facets)
    if (asked === undefined) return undefined
    const answer = rank === undefined ? asked : ranked(rank, query, asked)
    const isEnd = answer.ids.length < limit || limit === hitsMax
    const list = known ?? lists.begin(JSON.stringify(query), answer.ids, isEnd)
    lists.extend(list, answer.ids, isEnd)
    return { ...partOf(list, seen, count), answer }
  }

  const find: Search['find'] = async (wanted) => {
    const { place, count } = wanted
    const known = place.list === null ? undefined : lists.find(place.list)
    const isRead = known !== undefined && (known.isEnd || known.ids.length >= place.seen + count)
    return isRead ? partOf(known, place.seen, count) : read(wanted, known)
  }

  return { find, best: ask }
}

function ranked(rank: Ranker, query: Query, answer: Answer): Answer {
  const found = rank(query, answer.ids.slice(0, rankedMax))
  if (found === undefined) return answer
  return { ...answer, ids: [...found.ids, ...answer.ids.slice(rankedMax)], decision: found.decision }
}

function partOf({ name, ids, isEnd }: ResultList, seen: number, count: number): Found {
  const part = ids.slice(seen, seen + count)
  return { list: name, ids: part, isEnd: isEnd && ids.length <= seen + count, answer: undefined }
}
