import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { type Database, sql } from '#kernel/db'
import { namedId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { createParties } from '#modules/identity'
import { storeCategories } from '#modules/offers'
import { setStage } from '../modules/orders/engine/fixtures.ts'
import { runCommand, scratchFolder } from './backup/fixtures.ts'
import { formatter, readFileRows } from './transfer/texts.ts'

/** A town with an operator and a shelf, and how to run commands on it. */
async function townFor(t: TestContext): Promise<{ db: Database; folder: string; lakeside: Lakeside }> {
  const db = await testDatabase(t)
  const stage = await setStage(t, db)
  const operator = { kind: 'person' as const, slug: 'operator', name: 'Operator', joinedAt: 0, grants: ['operator'] }
  await createParties(db, 1, [
    { id: namedId('operator'), ...operator },
    { id: namedId('bakery'), kind: 'firm', slug: 'bakery', name: 'Bakery', joinedAt: 0 },
  ])
  await db
    .transaction()
    .execute((tx) => storeCategories(tx, 1, [{ slug: 'bread', parent: null, titles: { en: 'Bread' } }]))
  await stage.engine.stop()
  const folder = scratchFolder(t)
  const environment = { DATABASE_URL: db.url, DATA_DIR: folder, LAKESIDE_CWD: folder }
  const lakeside: Lakeside = async (...args) => {
    const run = runCommand(args, environment)
    const code = await run.exited
    assert.doesNotMatch(run.said(), /\n {4}at /, 'no stack')
    return { code, said: run.said() }
  }
  return { db, folder, lakeside }
}

type Lakeside = (...args: string[]) => Promise<{ code: number | null; said: string }>

test('help names every command, and each command says what it takes', async () => {
  const said = async (...args: string[]): Promise<string> => {
    const run = runCommand(args)
    assert.equal(await run.exited, 0, run.said())
    return run.said()
  }
  const overview = await said('help')
  const names = [...overview.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name]) => name ?? '')
  assert.ok(names.includes('backup') && names.includes('api-key'))
  for (const name of names) assert.match(await said('help', name), new RegExp(`^${name}: .*\n\n {2}lakeside ${name}`))
  assert.match(await said('backup', '--help'), /--with-keys/)
})

test('a command that is not understood answers 2, one that cannot answers 1, both in plain words', async (t) => {
  const { db, lakeside } = await townFor(t)
  const cases: [string[], number, RegExp][] = [
    [['bakcup'], 2, /no command "bakcup"/],
    [['backup', '--ot', 'x'], 2, /Unknown option '--ot'[^]*help backup/],
    [['restore'], 2, /something is missing/],
    [['restore', 'none.tar.gz'], 1, /there is no file/],
    [['export'], 2, /--what is missing/],
    [['export', '--what', 'people'], 2, /offers, orders/],
    [['user', 'suspend', 'nobody'], 1, /nobody here is called "nobody"/],
    [['user', 'create', 'operator', '--name', 'X'], 1, /somebody has this slug/],
    [['user', 'create', 'Not A Slug', '--name', 'X'], 1, /that cannot be: parties_slug_shape/],
    [['api-key', 'create', 'bakery', '--label', 'till', '--scope', 'everything'], 2, /is no scope/],
    [['api-key', 'create', 'bakery', '--label', 'till', '--scope', '*'], 1, /only for a key of an operator/],
  ]
  for (const [args, code, words] of cases) {
    const found = await lakeside(...args)
    assert.equal(found.code, code, found.said)
    assert.match(found.said, words)
  }
  const down = runCommand(['doctor'], { DATABASE_URL: db.url.replace(/:\d+\//, ':1/') })
  assert.equal(await down.exited, 1)
  assert.match(down.said(), /the database does not answer/)
})

test('people are made, granted, suspended, linked and listed, and each act is in the audit log', async (t) => {
  const { db, lakeside } = await townFor(t)
  assert.equal((await lakeside('user', 'create', 'ada', '--name', 'Ada', '--acts-for', 'bakery')).code, 0)
  assert.equal((await lakeside('user', 'grant', 'ada', 'courier')).code, 0)
  assert.equal((await lakeside('user', 'suspend', 'ada')).code, 0)
  assert.match((await lakeside('user', 'list', '--grant', 'courier')).said, /^ada .* courier, SUSPENDED\n$/)
  assert.equal((await lakeside('user', 'restore', 'ada')).code, 0)
  assert.equal((await lakeside('user', 'withdraw', 'ada', 'courier')).code, 0)
  const [listed] = JSON.parse((await lakeside('user', 'list', '--json')).said).filter(
    ({ slug }: { slug: string }) => slug === 'ada',
  )
  assert.deepEqual([listed.grants, listed.isSuspended], [[], false])
  assert.match((await lakeside('user', 'link', 'ada')).said, /^http:\/\/localhost:8080\/#\/welcome\/lake_[\w-]{43}\n$/)
  const { rows } = await sql<{ act: string }>`select act from audit.entries order by id`.execute(db)
  assert.deepEqual(
    rows.map(({ act }) => act),
    ['parties.created', 'grants.given', 'parties.suspended', 'parties.restored', 'grants.withdrawn', 'links.made'],
  )
})

test('a key is shown once, listed without its secret, and revoked', async (t) => {
  const { lakeside } = await townFor(t)
  const made = await lakeside('api-key', 'create', 'bakery', '--label', 'till', '--scope', 'orders:read', '--json')
  const { id, key } = JSON.parse(made.said)
  assert.match(key, /^lake_/)
  const listed = await lakeside('api-key', 'list', 'bakery')
  assert.ok(listed.said.includes(id) && !listed.said.includes(key))
  assert.equal((await lakeside('api-key', 'revoke', id)).code, 0)
  assert.match((await lakeside('api-key', 'list', 'bakery')).said, /REVOKED/)
})

test('offers go out and come in: wrong rows by line and column, nothing by halves, the same file twice is once', async (t) => {
  const { db, folder, lakeside } = await townFor(t)
  const head = 'business,seller,title,category,currency,priceMinor,stock'
  const file = path.join(folder, 'offers.csv')
  const count = async (): Promise<number> =>
    (await sql<{ count: number }>`select count(*) from offers.offers`.execute(db)).rows[0]!.count
  writeFileSync(
    file,
    [
      head,
      'stall,bakery,Rye,bread,EUR,390,20',
      'stall,bakery,,bread,EUR,100,1',
      'stall,bakery,Bun,bread,EUR,a lot,1',
      'stall,nobody,Roll,bread,EUR,100,1',
      'stall,bakery,Cake,cakes,EUR,100,1',
      'moon,bakery,Cheese,bread,EUR,100,1',
    ].join('\n'),
  )
  const refused = await lakeside('import', '--what', 'offers', file)
  assert.equal(refused.code, 1)
  for (const words of [
    /line 3, title/,
    /line 4, priceMinor: is no/,
    /line 5, seller/,
    /line 6, category/,
    /line 7, business/,
  ])
    assert.match(refused.said, words)
  assert.equal(await count(), 0)
  assert.equal((await lakeside('import', '--what', 'offers', file, '--skip-wrong', '--dry-run')).code, 1)
  assert.equal(await count(), 0)
  assert.match((await lakeside('import', '--what', 'offers', file, '--skip-wrong')).said, /imported: 1 new/)
  assert.equal(await count(), 1)

  writeFileSync(file, [head, 'stall,bakery,Rye,bread,EUR,390,20', "stall,bakery,'=2+3,bread,EUR,100,1"].join('\r\n'))
  assert.match((await lakeside('import', '--what', 'offers', file)).said, /imported: 1 new, 0 changed; 1 as they are/)
  const out = path.join(folder, 'out.csv')
  assert.equal((await lakeside('export', '--what', 'offers', '--out', 'out.csv')).code, 0)
  assert.match(readFileSync(out, 'utf8'), /,'=2\+3,/)
  assert.equal((await lakeside('export', '--what', 'offers', '--out', 'out.csv')).code, 1, 'nothing is overwritten')
  writeFileSync(out, readFileSync(out, 'utf8').replace(',390,', ',410,'))
  const again = await lakeside('import', '--what', 'offers', out)
  assert.match(again.said, /imported: 0 new, 1 changed; 1 as they are; 0 faults/)
  const { rows } = await sql`select title, price_minor, rev from offers.offers order by title`.execute(db)
  assert.deepEqual(rows, [
    { title: '=2+3', priceMinor: 100, rev: 1 },
    { title: 'Rye', priceMinor: 410, rev: 2 },
  ])
})

test('parties come in all or nothing, with grants and whom they act for', async (t) => {
  const { folder, lakeside } = await townFor(t)
  const file = path.join(folder, 'people.jsonl')
  const ada = { slug: 'ada', kind: 'person', name: 'Ada', grants: ['courier'], actsFor: ['mill'] }
  const mill = { slug: 'mill', kind: 'firm', name: 'Mill' }
  writeFileSync(file, [ada, mill, { ...mill, kind: 'planet' }, 'nonsense'].map((row) => JSON.stringify(row)).join('\n'))
  const refused = await lakeside('import', '--what', 'parties', file)
  assert.equal(refused.code, 1)
  assert.match(refused.said, /line 3, kind[^]*line 4: is not a JSON object/)
  assert.doesNotMatch((await lakeside('user', 'list')).said, /^ada/m)
  writeFileSync(file, [ada, mill].map((row) => JSON.stringify(row)).join('\n'))
  assert.equal((await lakeside('import', '--what', 'parties', file)).code, 0)
  assert.match((await lakeside('import', '--what', 'parties', file)).said, /0 new, 0 changed; 2 as they are/)
  const exported = await lakeside('export', '--what', 'parties', '--format', 'jsonl')
  assert.match(exported.said, /"slug":"ada".*"grants":\["courier"\],"actsFor":\["mill"\]/)
})

test('no cell of an export begins like a formula, and every text comes back as it was', async (t) => {
  const folder = scratchFolder(t)
  const file = path.join(folder, 'cells.csv')
  const start = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', "'", "'=", "''-", '\uFF1D')
  const text = fc.tuple(start, fc.string({ unit: 'grapheme' })).map(([first, rest]) => `${first}${rest}`)
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        text.filter((cell) => cell !== ''),
        { minLength: 1, maxLength: 20 },
      ),
      async (cells) => {
        const chunks: string[] = []
        const rows = cells.map((cell) => ({ first: cell, n: -5 }))
        await pipeline(Readable.from(rows), formatter('csv'), async (source: AsyncIterable<Buffer | string>) => {
          for await (const chunk of source) chunks.push(chunk.toString())
        })
        writeFileSync(file, chunks.join(''))
        const found: unknown[] = []
        for await (const row of readFileRows(file, 'csv')) found.push('cells' in row ? row.cells['first'] : row)
        assert.deepEqual(found, cells)
        // What follows the first character within quotes begins nothing, even on a line of its own.
        const beginnings = chunks.join('').replaceAll(/"((?:[^"]|"")?)(?:[^"]|"")*"/g, '"$1"')
        assert.doesNotMatch(beginnings, /^"?[=+@\t\uFF1D]/m)
      },
    ),
    { numRuns: 200 },
  )
})

test('the doctor finds what is wrong and its exit code says so', async (t) => {
  const { db, lakeside } = await townFor(t)
  const healthy = await lakeside('doctor', '--json')
  const bad = JSON.parse(healthy.said).filter(({ level }: { level: string }) => level === 'bad')
  // The server of the tests does not sync to disk, which the doctor is right to find.
  assert.deepEqual(
    bad.map(({ name }: { name: string }) => name).filter((name: string) => !name.startsWith('postgres.')),
    [],
  )
  await sql`update identity.parties set picture = ${'0'.repeat(64)} where slug = 'bakery'`.execute(db)
  await sql`insert into kernel.cursors (town, name, pos) values (1, 'ahead', 1000000)`.execute(db)
  const ill = await lakeside('doctor')
  assert.equal(ill.code, 1)
  assert.match(ill.said, /^bad +files +1 of 1 files are missing/m)
  assert.match(ill.said, /^bad +kernel.cursors_are_not_ahead_of_the_log/m)
})
