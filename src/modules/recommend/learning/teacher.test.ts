import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Database, sql } from '#kernel/db'
import { namedId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { createPoint, createPolicy } from '#modules/decisions'
import { at } from '../fixtures.ts'
import { searchPoint } from '../serving/points.ts'
import { columns, pagesOf, type TruePage } from './fixtures.ts'
import { hashOfColumns } from './lessons.ts'
import { readPages } from './pages.ts'
import { enough, searchTeacher } from './teacher.ts'

const town = 1
const hourMs = 3_600_000
const point = createPoint(searchPoint.declaration, 1)
const parent = searchPoint.policies.find(([name]) => name === 'learnt')![1]
const place = (db: Database) => ({ db, town, now: at + 2 * hourMs })

/** Stores pages as searches leave them. */
async function store(db: Database, pages: readonly TruePage[], seen = true): Promise<void> {
  const width = point.columns.length
  const wide = ({ features, logits }: TruePage['page']): number[] =>
    Array.from(logits, (_, option) =>
      point.columns.map((name) => {
        const column = (columns as readonly string[]).indexOf(name)
        return column === -1 ? 0 : features[option * columns.length + column]!
      }),
    ).flat()
  const rows = pages.map(({ page }) => ({
    id: page.id,
    things: Array.from(page.gains, (_, thing) => namedId(`${page.id}/${thing}`)),
    p: Array.from(page.gains, () => 0.5),
    features: wide(page).slice(0, page.shown * width),
    rest: wide(page).slice(page.shown * width),
    seen: Array.from(page.gains, () => seen),
    gains: [...page.gains],
    logits: [...page.logits],
  }))
  await sql`
    insert into recommend.lessons (town, id, at, point, columns, things, p, features, seen, gains, rest, logits)
    select ${town}, u.id, ${new Date(at)}, 'recommend.search', ${hashOfColumns(point.columns)}, u.things, u.p,
      u.features, u.seen, u.gains, u.rest, u.logits
    from json_to_recordset(${JSON.stringify(rows)}::json) as u (id uuid, things uuid[], p real[], features real[],
      seen boolean[], gains real[], rest real[], logits real[])`.execute(db)
}

const gained = ({ page }: TruePage): boolean => page.gains.some((gain) => gain > 0)

test('with one page fewer than enough nothing is learnt, and it is said how many there are', async (t) => {
  const db = await testDatabase(t)
  const pages = pagesOf({ seed: 'few', taste: 1.5, hits: 8 }, 1_500).filter(gained).slice(0, enough)
  await store(db, pages.slice(1))
  assert.deepEqual(await searchTeacher.readiness(place(db), point), { lessons: enough - 1, enough })
  await assert.rejects(
    searchTeacher.learn(place(db), { point, spec: parent, since: 0 }),
    new RegExp(`${enough - 1} pages led to something; ${enough} are needed`),
  )
  await store(db, pages.slice(0, 1))
  assert.equal((await searchTeacher.readiness(place(db), point)).lessons, enough)
  const linear = { kind: 'linear', weights: {}, temperature: 1 } as const
  await assert.rejects(searchTeacher.learn(place(db), { point, spec: linear, since: 0 }), /Trees learn here/)
  // What came of them is not known yet within their first hour.
  const early = { ...place(db), now: at + hourMs / 2 }
  assert.equal((await searchTeacher.readiness(early, point)).lessons, 0)
})

test('pages become trees that are judged by pages they have not learnt from, and are surely better', async (t) => {
  const db = await testDatabase(t)
  await store(db, pagesOf({ seed: 'town', taste: 1.5, hits: 24 }, 1_500))
  const progress: number[] = []
  const { output, until } = await searchTeacher.learn(
    place(db),
    { point, spec: parent, since: 0 },
    { onProgress: (share) => progress.push(share) },
  )
  assert.equal(until, at)
  assert.deepEqual([output.spec.kind, progress.at(-1)], ['trees', 1])
  assert.ok(output.lessons > enough)
  const policy = createPolicy(point, { name: 'learnt', version: 2, spec: output.spec })
  const found = await searchTeacher.judge(place(db), { point, policy, since: 0 })
  assert.deepEqual(found.warnings, [])
  assert.ok(found.gain!.low > 0, `${found.gain!.low} to ${found.gain!.high}`)
  assert.ok(found.value > found.loggedValue && output.heldOut.decisions === found.decisions)
  const { rows } = await sql<{ count: number }>`select count(*) from recommend.lessons`.execute(db)
  assert.ok(found.decisions > rows[0]!.count / 8 && found.decisions < rows[0]!.count / 3)
})

test('what is held out is never learnt from, and what nobody saw is neither', async (t) => {
  const db = await testDatabase(t)
  await store(db, pagesOf({ seed: 'seen', taste: 1, hits: 4 }, 300))
  await store(db, pagesOf({ seed: 'unseen', taste: 1, hits: 4 }, 40), false)
  const wanted = { point: 'recommend.search', columns: hashOfColumns(point.columns), isGained: false, since: 0 }
  const read = async (isHeldOut: boolean): Promise<string[]> =>
    (await readPages(db, town, { ...wanted, isHeldOut, until: at, most: 1_000 })).pages.map(({ id }) => id)
  const [held, others] = [await read(true), await read(false)]
  assert.equal(new Set([...held, ...others]).size, 300)
  assert.equal(held.length + others.length, 300)
  const few = await readPages(db, town, { ...wanted, isHeldOut: false, until: at, most: 10 })
  assert.deepEqual([few.pages.length, few.pages[0]!.shown, few.until], [10, 4, at])
})

test('a policy is not judged by a handful of pages', async (t) => {
  const db = await testDatabase(t)
  await store(db, pagesOf({ seed: 'handful', taste: 1, hits: 4 }, 60))
  const policy = createPolicy(point, { name: 'any', version: 1, spec: parent })
  await assert.rejects(searchTeacher.judge(place(db), { point, policy, since: 0 }), /held out to judge by/)
})
