/**
 * The cached path of the exchange engine. This process is the only writer, so what it has stored is what it would read:
 * the pages stay open from batch to batch, a batch decides at once and is sent behind the one before, without waiting
 * for it. Safety does not rest on that: the first statement of each batch moves the fence by exactly one, rows are
 * written only over the version that was read, and whatever fails drops all pages and goes through the locked path.
 */
import type { Outcome } from '#kernel/batcher'
import { machineNow } from '#kernel/clock'
import type { Verdict } from '#kernel/commands'
import type { Fence } from '#kernel/lease'
import { log } from '#kernel/log'
import { begin, isCommitted, pipeline } from '#kernel/wire'
import {
  addKeys,
  type Books,
  emptyPages,
  isEmpty,
  type Keys,
  missingKeys,
  noKeys,
  openBooks,
  type Pages,
} from '../books/books.ts'
import type { Connection } from './connection.ts'
import { createLine } from './line.ts'
import { load, loadFacts, loadsOf, unlocked } from '../books/load.ts'
import { namedKeys, type Open, openFor, type Opening } from './opening.ts'
import { createPageKeeper, type PageKeeper } from '../books/pages.ts'
import { createRecent } from '../books/recent.ts'
import { storeBooks } from '../books/store.ts'
import { decideUnit, outcomeOf, replayOf, type Unit, type UnitResult, verdictsOf } from './units.ts'
import { createView, type EngineView } from '../books/views.ts'
import { announceBatch, type WriterOptions } from './writer.ts'

type Outcomes = Outcome<Unit, Verdict[]>[]

export type CachedPath = {
  /** Goes on from here; with `undefined`, or after a failure, the path is closed. */
  resume: (fence: Fence | undefined) => void
  isOpen: () => boolean
  /**
   * Decides now, in this turn, and answers when the batch is stored. @throws when it was not: nothing is stored then
   */
  write: (units: readonly Unit[]) => Promise<Outcomes>
  close: () => Promise<void>
}

/** A unit that keeps missing pages goes through the locked path, which reads them under its locks. */
const missesMax = 3

/** Sent on without a look, because a command before it on the same order or of the same party waits for pages. */
const behind = 'behind'
type Result = UnitResult | 'behind'

/** The cached path: `writing` is shared with the locked path, `reading` fetches missing pages meanwhile. */
export function createCachedPath(options: WriterOptions, writing: Connection, reading: Connection): CachedPath {
  const { town, clock, catalogue, decide } = options
  const recent = createRecent()
  let line = createLine()
  let keeper: PageKeeper = createPageKeeper()
  let next: Fence | undefined

  function resume(fence: Fence | undefined): void {
    keeper = createPageKeeper()
    line = createLine()
    next = fence
  }

  function write(units: readonly Unit[]): Promise<Outcomes> {
    const pages = keeper.pages(machineNow())
    const books = openBooks(pages)
    const looking = { now: clock.now(), decide, catalogue, codeSecret: town.codeSecret }
    const view = createView(books, looking)
    const replays = units.map((unit) => replayOf(unit, recent))
    const results = units.map((unit, index) => (replays[index] ? 'decided' : decideInLine(books, view, unit)))
    const cold = coldOf(units, results)
    const stored = send(books, looking.now)
    const warmed = warm(openFrom(reading, options, pages), { pages, cold, results, looking })
    renewParties(keeper, (fresh) => openFrom(reading, options, fresh))
    return answer(units, { replays, results, books, stored, warmed, stats: options.stats })
  }

  function decideInLine(books: Books, view: EngineView, unit: Unit): Result {
    if (line.holdsBack(unit)) return behind
    const result = decideUnit(books, decide, { unit, view })
    if (missingOf(result) === undefined) line.leave(unit)
    else line.hold(unit)
    return result
  }

  /** Sends the batch behind those before it. The pages already show it as stored. */
  async function send(books: Books, at: number): Promise<void> {
    if (books.events.length === 0) return
    const [fence, mine] = [next!, keeper]
    try {
      const statements = storeBooks(books, { lease: options.lease, fence, at })
      next = { seq: fence.seq + 1, pos: books.events.at(-1)!.pos }
      mine.hold(books)
      const answers = await pipeline(writing.current()!, [begin, ...statements])
      if (!isCommitted(answers.at(-1))) throw new Error('the batch was not committed')
    } catch (error) {
      // Everything decided since stands on a batch that never was; the fence refuses it, and this spares the attempt.
      if (mine === keeper) resume(undefined)
      throw error
    }
    mine.release(books)
    recent.keep(books)
    announceBatch(options, books, fence)
  }

  return {
    resume,
    isOpen: () => next !== undefined && writing.current() !== undefined,
    write,
    close: reading.close,
  }
}

/**
 * The units that wait for pages. Those behind another are looked at too: when their turn comes, all of them are decided
 * in one batch.
 */
function coldOf(units: readonly Unit[], results: readonly Result[]): Unit[] {
  return units.filter((unit, index) => {
    const isMissing = missingOf(results[index]!) !== undefined
    if (isMissing && unit.deferrals >= missesMax) throw new Error('pages keep missing')
    return isMissing || results[index] === behind
  })
}

type Answering = {
  replays: readonly (Outcome<Unit, Verdict[]> | undefined)[]
  results: readonly Result[]
  books: Books
  stored: Promise<void>
  warmed: Promise<void>
  stats: WriterOptions['stats']
}

async function answer(units: readonly Unit[], answering: Answering): Promise<Outcomes> {
  const { replays, results, books, stored, warmed, stats } = answering
  // Both are waited for: a batch that failed must not leave reads behind that nobody awaits.
  const [failed] = (await Promise.allSettled([stored, warmed])).filter((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  stats.replayed += replays.filter((replay) => replay !== undefined).length
  const verdicts = verdictsOf(books)
  return units.map((unit, index) => {
    const [replay, result] = [replays[index], results[index]!]
    if (replay !== undefined) return replay
    return result === behind ? { again: unit } : outcomeOf(unit, result, { verdicts, wider: noKeys, stats })
  })
}

type Warming = {
  pages: Pages
  cold: readonly Unit[]
  results: readonly Result[]
  looking: Omit<Opening, 'pages' | 'open'>
}

/** Reads those parties anew of which too little would be known soon, beside the batches. */
function renewParties(keeper: PageKeeper, openInto: (pages: Pages) => Open): void {
  const renewal = keeper.renewal(machineNow())
  if (renewal === undefined) return
  const fresh = emptyPages()
  void openInto(fresh)({ ...noKeys(), parties: new Set(renewal.ids) }).then(
    () => renewal.done(fresh.parties),
    (error: unknown) => {
      // They are forgotten when their time is over, and whoever needs one reads it.
      log.warn({ err: error }, 'parties could not be read anew')
      renewal.failed()
    },
  )
}

/** Opens pages without a lock: nobody else writes them, and parties are only looked at. */
function openFrom(reading: Connection, { db, town, factsInUse }: WriterOptions, pages: Pages): Open {
  return async (keys) => {
    const loads = loadsOf(pages, town.id, keys).map((one) => ({ ...one, statement: unlocked(one.statement) }))
    await load(await reading.open(), [], loads)
    await loadFacts(pages, keys.parties, { db, town: town.id, facts: factsInUse() })
  }
}

/** Reads the pages that units were missing. */
async function warm(open: Open, { pages, cold, results, looking }: Warming): Promise<void> {
  if (cold.length === 0) return
  const commands = cold.flatMap((unit) => unit.commands)
  const known = namedKeys(commands)
  for (const result of results) addKeys(known, missingOf(result) ?? noKeys())
  const { orders, offers } = missingKeys(pages, known)
  const first = { ...noKeys(), orders, offers }
  if (!isEmpty(first)) await open(first)
  await openFor(commands, [known, ...cold.flatMap(({ keys }) => keys ?? [])], { ...looking, pages, open })
}

function missingOf(result: Result): Keys | undefined {
  return typeof result === 'object' && 'missing' in result ? result.missing : undefined
}
