/**
 * The cached path of the exchange engine. This process is the only writer, so what it has stored is what it would read:
 * the pages stay open from batch to batch, a batch decides at once and is sent behind the one before, without waiting
 * for it. Safety does not rest on that: the first statement of each batch moves the fence by exactly one, rows are
 * written only over the version that was read, and whatever fails drops all pages and goes through the locked path.
 */
import type pg from 'pg'
import type { Outcome } from '#kernel/batcher'
import { machineNow } from '#kernel/clock'
import type { Verdict } from '#kernel/commands'
import type { Fence } from '#kernel/lease'
import { begin, isCommitted, pipeline } from '#kernel/wire'
import { addKeys, type Books, isEmpty, type Keys, missingKeys, noKeys, openBooks } from './books.ts'
import type { Connection } from './connection.ts'
import { load, loadFacts, loadsOf, unlocked } from './load.ts'
import { namedKeys, openFor } from './opening.ts'
import { createPageKeeper, type PageKeeper } from './pages.ts'
import { createRecent } from './recent.ts'
import { storeBooks } from './store.ts'
import { decideUnit, deferred, outcomeOf, replayOf, type Unit, type UnitResult, verdictsOf } from './units.ts'
import { createView } from './views.ts'
import { announceBatch, type WriterOptions } from './writer.ts'

type Outcomes = Outcome<Unit, Verdict[]>[]

export type CachedPath = {
  /** Goes on from here; with `undefined`, or after a failure, the path is closed. */
  resume: (fence: Fence | undefined) => void
  isOpen: () => boolean
  /** Decides now, in this turn, and answers when the batch is stored. @throws when it was not: nothing is stored then */
  write: (units: readonly Unit[]) => Promise<Outcomes>
  close: () => Promise<void>
}

/** A unit that keeps missing pages goes through the locked path, which cannot miss. */
const missesMax = 3

/** The cached path: `writing` is shared with the locked path, `reading` fetches missing pages meanwhile. */
export function createCachedPath(options: WriterOptions, writing: Connection, reading: Connection): CachedPath {
  const { town, lease, clock, catalogue, decide, stats } = options
  const recent = createRecent()
  let keeper: PageKeeper = createPageKeeper()
  let next: Fence | undefined

  function resume(fence: Fence | undefined): void {
    keeper = createPageKeeper()
    next = fence
  }

  function write(units: readonly Unit[]): Promise<Outcomes> {
    const mine = keeper
    const books = openBooks(mine.pages(machineNow()))
    const looking = { now: clock.now(), decide, catalogue, codeSecret: town.codeSecret }
    const view = createView(books, looking)
    const replays = units.map((unit) => replayOf(unit, recent))
    const results = units.map((unit, index) => (replays[index] === undefined ? decideUnit(books, decide, { unit, view }) : 'decided'))
    const stored = send(books, looking.now)
    const cold = units.filter((unit, index) => isCold(unit, results[index]!))
    return answer(units, { replays, results, books, stored, warmed: warm(mine, cold, { looking, results, units }) })
  }

  function isCold(unit: Unit, result: UnitResult): boolean {
    return result !== 'decided' && 'missing' in result && unit.deferrals < missesMax
  }

  /** Sends the batch behind those before it. The pages already show it as stored. */
  function send(books: Books, at: number): Promise<void> | undefined {
    if (books.events.length === 0) return undefined
    const fence = next!
    const statements = storeBooks(books, { lease, fence, at })
    next = { seq: fence.seq + 1, pos: books.events.at(-1)!.pos }
    keeper.hold(books)
    return commitBatch(writing.current()!, { books, fence, statements, mine: keeper })
  }

  async function commitBatch(
    client: pg.Client,
    { books, fence, statements, mine }: { books: Books; fence: Fence; statements: ReturnType<typeof storeBooks>; mine: PageKeeper },
  ): Promise<void> {
    try {
      const answers = await pipeline(client, [begin, ...statements])
      if (!isCommitted(answers.at(-1))) throw new Error('the batch was not committed')
    } catch (error) {
      // Everything decided since stands on a batch that never was.
      if (mine === keeper) resume(undefined)
      throw error
    }
    mine.release(books)
    recent.keep(books)
    announceBatch(options, books, fence)
  }

  type Answering = {
    replays: readonly (Outcome<Unit, Verdict[]> | undefined)[]
    results: readonly UnitResult[]
    books: Books
    stored: Promise<void> | undefined
    warmed: Promise<void> | undefined
  }

  async function answer(units: readonly Unit[], { replays, results, books, stored, warmed }: Answering): Promise<Outcomes> {
    // Both are waited for: a batch that failed must not leave reads behind that nobody awaits.
    const [failed] = (await Promise.allSettled([stored, warmed])).filter((one) => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    const verdicts = verdictsOf(books)
    return units.map((unit, index) => {
      const [replay, result] = [replays[index], results[index]!]
      if (replay !== undefined) {
        stats.replayed += 1
        return replay
      }
      if (!isCold(unit, result)) return outcomeOf(unit, result, { verdicts, wider: noKeys, stats })
      stats.deferred += 1
      return { again: deferred(unit, (result as { missing: Keys }).missing, noKeys()) }
    })
  }

  type Warming = {
    looking: { now: number; decide: typeof decide; catalogue: typeof catalogue; codeSecret: Buffer }
    results: readonly UnitResult[]
    units: readonly Unit[]
  }

  /** Reads the pages that units were missing, without a lock: nobody else writes them. */
  async function warm(mine: PageKeeper, cold: readonly Unit[], { looking, results, units }: Warming): Promise<void> {
    if (cold.length === 0) return
    const client = await reading.open()
    const pages = mine.pages(machineNow())
    const open = async (keys: Keys): Promise<void> => {
      const loads = loadsOf(pages, town.id, keys).map((one) => ({ ...one, statement: unlocked(one.statement) }))
      await load(client, [], loads)
      await loadFacts(pages, keys.parties, { db: options.db, town: town.id, facts: options.factsInUse() })
    }
    const commands = cold.flatMap((unit) => unit.commands)
    const known = noKeys()
    addKeys(known, namedKeys(commands))
    for (const [index, result] of results.entries()) {
      if (isCold(units[index]!, result)) addKeys(known, (result as { missing: Keys }).missing)
    }
    const { orders, offers } = missingKeys(pages, known)
    const first = { ...noKeys(), orders, offers }
    if (!isEmpty(first)) await open(first)
    await openFor(commands, [known, ...cold.flatMap(({ keys }) => keys ?? [])], { ...looking, pages, open })
  }

  return {
    resume,
    isOpen: () => next !== undefined && writing.current() !== undefined,
    write,
    close: reading.close,
  }
}
