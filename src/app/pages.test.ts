import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import Validator from '@adobe/structured-data-validator'
import WebAutoExtractor from '@marbec/web-auto-extractor'
import { newId } from '../kernel/ids.ts'
import { until } from '../kernel/until.ts'
import { buildPages, builtDir, isBuilt } from './pages-build.ts'
import { served } from './server.fixtures.ts'

const html = { accept: 'text/html', 'accept-encoding': 'identity' }
const malice = 'Mug </script><script>alert(1)</script>'

/** A town with a shelf and a thing on it, whose words try to break out of the page. */
async function townWithMug(t: TestContext) {
  await buildPages()
  const { app } = await served(t)
  const people = await app.inject({
    method: 'POST',
    url: '/v1/sandbox/newcomers',
    headers: { 'idempotency-key': newId() },
    payload: { count: 1 },
  })
  const { token } = people.json().items[0]
  const input = {
    business: 'market', title: malice, description: 'Stoneware', category: 'mugs', currency: 'EUR', priceMinor: 4_000,
    attributes: { shippingMinor: 490 }, stock: 3,
  } // prettier-ignore
  const made = await app.inject({
    method: 'POST',
    url: '/v1/commands',
    headers: { 'idempotency-key': newId(), authorization: `Bearer ${token}` },
    payload: { commands: [{ business: 'offers', type: 'put', input }] },
  })
  const { offerId } = made.json().verdicts[0].result
  const page = (url: string, headers: Record<string, string> = {}) => {
    // The listing follows the log within a moment; a page is kept for as long.
    const look = () => app.inject({ url, headers: { ...html, ...headers } })
    return until(look, ({ body }) => body.includes('Stoneware') || !url.includes(offerId))
  }
  return { app, page, offerId: String(offerId) }
}

test('a page arrives with its content, its title, its address and what search engines read', async (t) => {
  const { page, offerId } = await townWithMug(t)
  const { body, statusCode } = await page(`/offers/${offerId}`)
  assert.equal(statusCode, 200)
  assert.match(body, /<h1[^>]*>Mug &lt;\/script&gt;/)
  assert.match(body, /€40\.00/)
  assert.match(body, new RegExp(`<link rel="canonical" href="http://localhost:8080/offers/${offerId}">`))
  assert.match(body, /<meta property="og:type" content="product">/)
  assert.match(body, /<title>Mug &lt;\/script&gt;.* · Lakeside<\/title>/)
})

test('no word of anybody’s ends a script of the page, and the page has no script of its own', async (t) => {
  const { page, offerId } = await townWithMug(t)
  const { body } = await page(`/offers/${offerId}`)
  assert.ok(!body.includes('<script>alert'))
  const scripts = [...body.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes ?? '')
  assert.ok(scripts.length >= 4)
  assert.deepEqual(
    scripts.filter((attributes) => !/src=|type="application\/(ld\+)?json"/.test(attributes)),
    [],
  )
  const state = JSON.parse(/<script id="state" type="application\/json">(.*)<\/script>/.exec(body)?.[1] ?? '')
  assert.equal(state.town.name, 'Lakeside')
})

test('the structured data of a thing is taken by a validator of rich results', async (t) => {
  const { page, offerId } = await townWithMug(t)
  const { body } = await page(`/offers/${offerId}`)
  const data = new WebAutoExtractor({ addLocation: true }).parse(body)
  assert.ok(Object.keys(data.jsonld).includes('Product'), JSON.stringify(data.jsonld))
  const issues = await new Validator().validate(data)
  assert.deepEqual(
    issues.filter(({ severity }) => severity === 'ERROR'),
    [],
  )
})

test('a page speaks the language that was chosen, else the one the browser asks for, else English', async (t) => {
  const { page } = await townWithMug(t)
  const langOf = async (headers: Record<string, string>) =>
    /<html lang="([^"]+)"/.exec((await page('/', headers)).body)?.[1]
  assert.equal(await langOf({ 'accept-language': 'fr-FR,zh;q=0.8' }), 'zh-CN')
  assert.equal(await langOf({ 'accept-language': 'zh', cookie: 'lakeside_language=en' }), 'en-GB')
  assert.equal(await langOf({ 'accept-language': 'fr' }), 'en-GB')
})

test('what is not there is a page that says so, with the status that says so to programs', async (t) => {
  const { page } = await townWithMug(t)
  assert.equal((await page('/no/such/page')).statusCode, 404)
  assert.equal((await page(`/offers/${newId()}`)).statusCode, 404)
  assert.equal((await page('/search')).statusCode, 200)
})

test('a page holds nothing of whoever asks for it', async (t) => {
  const { page } = await townWithMug(t)
  const stranger = await page('/orders')
  const known = await page('/orders', { cookie: 'lakeside_session=lake_somebody' })
  assert.equal(known.body, stranger.body)
})

test('files of the build are sent compressed and are kept for ever; the page itself is asked for again', async (t) => {
  const { app, page } = await townWithMug(t)
  const { body, headers } = await page('/')
  assert.equal(headers['cache-control'], 'no-cache')
  const script = /<script type="module" src="([^"]+)"/.exec(body)?.[1] ?? ''
  const reply = await app.inject({ url: script, headers: { 'accept-encoding': 'gzip' } })
  assert.equal(reply.headers['content-encoding'], 'gzip')
  assert.equal(reply.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.ok(gunzipSync(reply.rawPayload).length > reply.rawPayload.length)
})

test('the looks of everything that a page arrives with are linked in it', async (t) => {
  const { app, page, offerId } = await townWithMug(t)
  for (const url of ['/', '/search', '/search?q=mug', `/offers/${offerId}`, '/trust']) {
    const { body } = await page(url)
    const sheets = [...body.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(async ([, href]) =>
      app.inject({ url: href!, headers: { 'accept-encoding': 'identity' } }),
    )
    const looks = (await Promise.all(sheets)).map(({ body: text }) => text).join('\n')
    const content = body.slice(body.indexOf('<main'))
    const classes = [...content.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => names!.split(' '))
    const ours = new Set(classes.filter((name) => /^_\w+_\w{5}_\d+$/.test(name)))
    assert.ok(ours.size > 3, `${url} has looks of its own, not ${ours.size}`)
    assert.deepEqual([...ours].filter((name) => !looks.includes(`.${name}`)), [], url) // prettier-ignore
  }
})

type Chunk = { file: string; imports?: string[] }

/** Gzipped size of a screen's code with all that it needs at once, in kB. */
function firstLoadKb(...names: readonly string[]): number {
  const clientDir = path.join(builtDir, 'client')
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(path.join(clientDir, '.vite/manifest.json'), 'utf8'))
  const files = new Set<string>()
  const collect = (name: string): void => {
    const { file, imports = [] } = manifest[name]!
    if (files.has(file)) return
    files.add(file)
    for (const next of imports) collect(next)
  }
  for (const name of names) collect(name)
  return [...files].reduce((sum, file) => sum + statSync(path.join(clientDir, `${file}.gz`)).size, 0) / 1_000
}

/** The words' modules have names of the bundler's own. */
function wordsOf(): string[] {
  const manifest: Record<string, Chunk> = JSON.parse(
    readFileSync(path.join(builtDir, 'client', '.vite/manifest.json'), 'utf8'),
  )
  return Object.keys(manifest).filter((name) => /virtual:words\/zh\/(shell|buyer)$/.test(name))
}

test('the first load of home is at most 180 kB of JavaScript, that of the checkout 240', async () => {
  await buildPages()
  assert.equal(wordsOf().length, 2)
  const home = firstLoadKb('main.tsx', ...wordsOf(), '../src/modules/offers/ui/home-screen.tsx')
  const checkout = firstLoadKb('main.tsx', ...wordsOf(), '../src/modules/orders/ui/basket-screen.tsx')
  console.log(`first load, gzip: home ${home.toFixed(1)} kB, checkout ${checkout.toFixed(1)} kB`)
  assert.ok(home <= 180, `home ${home} kB`)
  assert.ok(checkout <= 240, `checkout ${checkout} kB`)
})

test('what is built is not built again until a source changes', async () => {
  await buildPages()
  assert.ok(isBuilt())
  let isTold = false
  await buildPages(() => (isTold = true))
  assert.equal(isTold, false)
})
