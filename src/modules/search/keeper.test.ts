import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, after, test } from 'node:test'
import { until } from '#kernel/until'
import { setTimeout as sleep } from 'node:timers/promises'
import { type MemorySource, entry, memorySource } from './fixtures.ts'
import { type Host, hostIn } from './hosts.ts'
import { type Keeper, startKeeper } from './keeper.ts'
import { OfferIndex, type Query } from './offer-index.ts'
import { createSearch } from './search.ts'
import { startThread } from './thread-host.ts'

const mugs: Query = { text: 'mug', match: 'all', order: 'relevance' }

const folders = mkdtempSync(path.join(os.tmpdir(), 'lakeside-search-'))
// A keeper that stops saves its index, so nothing is removed before the last of them.
after(() => rmSync(folders, { recursive: true, force: true }))

function newFolder(): string {
  return mkdtempSync(path.join(folders, 'town-'))
}

type Kept = {
  keeper: Keeper
  source: MemorySource
  threads: ReturnType<typeof startThread>[]
  stop: () => Promise<void>
}

function keep(
  t: TestContext,
  {
    source = memorySource(),
    folder = newFolder(),
    smallMax = 0,
    ...rest
  }: { source?: MemorySource; folder?: string; smallMax?: number; behindMaxMs?: number },
): Kept {
  const threads: ReturnType<typeof startThread>[] = []
  const place = async (documents: number): Promise<Host> => {
    if (documents <= smallMax) return hostIn(new OfferIndex())
    threads.push(startThread())
    return threads.at(-1)!
  }
  const keeper = startKeeper({
    source,
    snapshots: { folder, source },
    synonyms: async () => ({ rev: 0, sets: [] }),
    place,
    hasOutgrown: (host, documents) => host.place === 'process' && documents > smallMax,
    ...rest,
  })
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= keeper.stop())
  t.after(stop)
  return { keeper, source, threads, stop }
}

const things = (count: number): ReturnType<typeof entry>[] =>
  Array.from({ length: count }, (_, n) => entry({ id: `mug-${String(n).padStart(5, '0')}`, title: `Mug ${n}` }))

const ids = async (keeper: Keeper): Promise<string[] | undefined> =>
  (await createSearch(keeper.ready).best(mugs, 1_000, []))?.ids.toSorted()

test('an index that grows out of the process moves into a thread by itself, and follows changes in both', async (t) => {
  const { keeper, source, threads } = keep(t, { smallMax: 3 })
  source.put(...things(2))
  keeper.wake()
  await until(async () => (await ids(keeper))?.length === 2)
  assert.equal(keeper.figures().place, 'process')
  source.put(...things(6))
  keeper.wake()
  await until(async () => keeper.figures().place === 'thread' && (await ids(keeper))?.length === 6)
  source.put(entry({ id: 'mug-00000', isListed: false }))
  keeper.wake()
  await until(async () => (await ids(keeper))?.length === 5)
  assert.equal(threads.length, 1)
})

test('an index that moves goes on answering and following from where it is, and nothing is lost on the way', async (t) => {
  const gate = Promise.withResolvers<void>()
  const source = memorySource()
  const { page } = source
  source.page = async (after, limit) => {
    if (source.entries.size > 3) await gate.promise // the new place is being filled
    return page(after, limit)
  }
  source.put(...things(3))
  const { keeper, threads } = keep(t, { source, smallMax: 3 })
  await until(async () => (await ids(keeper))?.length === 3)
  source.put(...things(5))
  keeper.wake()
  await until(() => threads.length === 1)
  source.put(...things(6))
  keeper.wake()
  await until(async () => (await ids(keeper))?.length === 6)
  assert.equal(keeper.figures().place, 'process')
  gate.resolve()
  await until(async () => keeper.figures().place === 'thread')
  assert.equal((await ids(keeper))?.length, 6)
  assert.deepEqual([threads.length, keeper.figures().starts], [1, 2])
})

test('a burst of a hundred thousand orders is passed over by a few statements', async (t) => {
  const source = memorySource()
  source.put(...things(3))
  const { keeper } = keep(t, { source })
  await until(() => keeper.ready() !== undefined)
  const { changed } = source
  let looks = 0
  source.changed = (after, upTo) => {
    looks += 1
    return changed(after, upTo)
  }
  source.pass(100_000)
  source.put(...things(4))
  keeper.wake()
  await until(async () => (await ids(keeper))?.length === 4)
  assert.ok(looks <= 5, `${looks} statements`)
})

test('a thread that is killed leaves the search without an index, and another one takes its place', async (t) => {
  const source = memorySource()
  source.put(...things(20))
  const { keeper, threads } = keep(t, { source })
  await until(() => keeper.ready() !== undefined)
  const search = createSearch(keeper.ready)
  const asking = { query: mugs, place: { list: null, seen: 0 }, count: 5, facets: [] }
  assert.equal((await search.find(asking))?.ids.length, 5)
  const dying = threads[0]!.worker.terminate()
  assert.equal(await search.find(asking), undefined)
  await dying
  assert.equal(await search.find(asking), undefined)
  await until(async () => (await search.find(asking))?.ids.length === 5)
  assert.deepEqual([threads.length, keeper.figures().starts], [2, 2])
})

test('a database that is away for a moment costs no new index', async (t) => {
  const source = memorySource()
  source.put(...things(3))
  const { keeper } = keep(t, { source })
  await until(() => keeper.ready() !== undefined)
  source.outage.is = true
  keeper.wake()
  await sleep(200)
  source.outage.is = false
  source.put(...things(4))
  await until(async () => (await ids(keeper))?.length === 4)
  assert.equal(keeper.figures().starts, 1)
})

test('an index that lost sight of its source is not asked until it is level again', async (t) => {
  const source = memorySource()
  source.put(...things(3))
  const { keeper } = keep(t, { source, behindMaxMs: 2_000 })
  await until(() => keeper.ready() !== undefined)
  source.outage.is = true
  await until(() => keeper.ready() === undefined)
  assert.equal(keeper.figures().place, 'none')
  source.outage.is = false
  keeper.wake()
  await until(() => keeper.ready() !== undefined)
})

test('a restart goes on from the snapshot, and answers as an index made anew', async (t) => {
  const [source, folder] = [memorySource(), newFolder()]
  source.put(...things(30))
  const first = keep(t, { source, folder })
  await until(() => first.keeper.ready() !== undefined)
  await first.stop()
  const pagesRead = source.pages
  source.put(entry({ id: 'mug-00003', isListed: false }), entry({ id: 'mug-new', title: 'Newest mug' }))
  const again = keep(t, { source, folder })
  await until(() => again.keeper.ready() !== undefined)
  assert.equal(source.pages, pagesRead, 'nothing was read anew')
  const anew = keep(t, { source })
  await until(() => anew.keeper.ready() !== undefined)
  assert.equal((await ids(anew.keeper))?.length, 30)
  assert.deepEqual(await ids(again.keeper), await ids(anew.keeper))
})

for (const [what, harm] of [
  [
    'changed',
    (folder: string, file: string) => {
      const bytes = readFileSync(path.join(folder, file))
      bytes[bytes.length >> 1]! ^= 0xff
      writeFileSync(path.join(folder, file), bytes)
    },
  ],
  [
    'cut short',
    (folder: string, file: string) => {
      writeFileSync(path.join(folder, file), readFileSync(path.join(folder, file)).subarray(0, 100))
    },
  ],
  [
    'of another log',
    (_folder: string, _file: string, source: MemorySource) => {
      source.commandAt = async () => 'another command'
    },
  ],
  [
    'not telling the truth',
    (_folder: string, _file: string, source: MemorySource) => {
      source.entries.delete('mug-00001')
    },
  ],
] as const) {
  test(`a snapshot that is ${what} is not believed: the index is made anew`, async (t) => {
    const [source, folder] = [memorySource(), newFolder()]
    source.put(...things(30))
    const first = keep(t, { source, folder })
    await until(() => first.keeper.ready() !== undefined)
    await first.stop()
    const file = readdirSync(folder).find((name) => name !== 'index.json')!
    const pagesRead = source.pages
    harm(folder, file, source)
    const again = keep(t, { source, folder })
    await until(() => again.keeper.ready() !== undefined)
    assert.ok(source.pages > pagesRead, 'everything was read anew')
    assert.deepEqual(await ids(again.keeper), [...source.entries.keys()].sort())
  })
}

test('pages neither repeat nor skip what was there from the beginning, whatever changes meanwhile', async () => {
  const index = new OfferIndex()
  const host = hostIn(index)
  const search = createSearch(() => host)
  const begun = things(90)
  index.apply(begun)
  const seen: string[] = []
  let place: { list: string | null; seen: number } = { list: null, seen: 0 }
  for (let n = 0; ; n += 1) {
    const found = await search.find({ query: mugs, place, count: 7, facets: [] })
    assert.ok(found)
    seen.push(...found.ids)
    place = { list: found.list, seen: place.seen + found.ids.length }
    if (found.isEnd || found.ids.length === 0) break
    // Others grow and rank higher: every score moves.
    index.apply([
      entry({ id: `late-${n}`, title: 'mug mug' }),
      entry({ ...begun[(n * 13) % 90]!, title: 'mug mug mug' }),
    ])
  }
  assert.equal(new Set(seen).size, seen.length)
  for (const { id } of begun) assert.ok(seen.includes(id), id)
})
