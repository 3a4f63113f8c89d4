import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { type App, createHttp } from '#kernel/http'
import { log } from '#kernel/log'
import { createDiskStore, type FileStore, fileBytesMax, filesRoutes, idOfContent } from './index.ts'
import { kindOf } from './pictures.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const jpeg = Buffer.from('ffd8ffe000104a46494600010101', 'hex')
const webp = Buffer.from('52494646240000005745425056503820', 'hex')
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

async function folder(t: TestContext): Promise<string> {
  const name = await mkdtemp(path.join(tmpdir(), 'lakeside-files-'))
  t.after(() => rm(name, { recursive: true }))
  return name
}

async function server(t: TestContext): Promise<{ app: App; store: FileStore }> {
  const store = createDiskStore(await folder(t))
  const authenticate = async (token: string) =>
    token === 'ada' ? { party: 'ada', kind: 'person' as const, grants: [] } : null
  const app = createHttp({ log, isStrict: true, authenticate })
  t.after(() => app.close())
  await filesRoutes(app, store)
  return { app, store }
}

/** A JPEG with something to be seen in it. */
async function photograph(width: number, height: number): Promise<Buffer> {
  const background = { r: 180, g: 90, b: 40 }
  return sharp({
    create: { width, height, channels: 3, background, noise: { type: 'gaussian', mean: 128, sigma: 30 } },
  })
    .jpeg()
    .toBuffer()
}

const post = (app: App, payload: Buffer, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/v1/files',
    payload,
    headers: { authorization: 'Bearer ada', 'content-type': 'image/png', ...headers },
  })

test('a file comes back as it went in, under the hash of its content', async (t) => {
  const store = createDiskStore(await folder(t))
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (content) => {
      const id = await store.put(content)
      assert.equal(id, idOfContent(content))
      assert.equal(await store.find(id), content.length)
      assert.deepEqual(Buffer.concat(await store.open(id).toArray()), Buffer.from(content))
    }),
    { numRuns: 50 },
  )
})

test('the same content is kept once, also when many bring it at the same time', async (t) => {
  const root = await folder(t)
  const store = createDiskStore(root)
  const ids = await Promise.all(Array.from({ length: 20 }, () => store.put(png)))
  assert.equal(new Set(ids).size, 1)
  assert.deepEqual(await readdir(path.join(root, ids[0]!.slice(0, 2))), [ids[0]])
})

test('what is not the id of a file never becomes a path', async (t) => {
  const store = createDiskStore(await folder(t))
  for (const id of ['..', '../../etc/passwd', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(64)}/x`]) {
    assert.throws(() => store.open(id), TypeError)
    assert.throws(() => void store.find(id), TypeError)
  }
})

test('the bytes say what a file is, whatever the client claims', () => {
  assert.equal(kindOf(png), 'image/png')
  assert.equal(kindOf(jpeg), 'image/jpeg')
  assert.equal(kindOf(webp), 'image/webp')
  for (const other of [
    svg,
    Buffer.from('GIF89a'),
    Buffer.from('<html>'),
    Buffer.from('RIFF....WAVE'),
    Buffer.alloc(0),
  ]) {
    assert.equal(kindOf(other), undefined)
  }
})

test('a picture is kept and served for ever, without a credential', async (t) => {
  const { app } = await server(t)
  const kept = await post(app, await photograph(40, 30), { 'content-type': 'text/plain' })
  assert.equal(kept.statusCode, 201, kept.body)
  const { id, bytes, ...rest } = kept.json()
  assert.deepEqual(rest, { type: 'image/webp', width: 40, height: 30 })
  const reply = await app.inject({ url: String(kept.headers['location']) })
  assert.equal(reply.statusCode, 200)
  assert.deepEqual([idOfContent(reply.rawPayload), reply.rawPayload.length], [id, bytes])
  assert.equal(reply.headers['content-type'], 'image/webp')
  assert.equal(reply.headers['x-content-type-options'], 'nosniff')
  assert.match(String(reply.headers['cache-control']), /immutable/)
  const again = await app.inject({
    url: String(kept.headers['location']),
    headers: { 'if-none-match': String(reply.headers['etag']) },
  })
  assert.deepEqual([again.statusCode, again.body], [304, ''])
})

test('of a picture only its pixels are kept: upright, no place, no device, no larger than a screen', async (t) => {
  const { app } = await server(t)
  const taken = await sharp(await photograph(3_000, 1_000))
    .withExif({ IFD0: { Make: 'Lakephone' }, IFD3: { GPSLatitude: '47/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  assert.ok(taken.includes('Lakephone'), 'the picture to be cleaned tells who made it')
  const kept = await post(app, taken)
  assert.deepEqual([kept.json().width, kept.json().height], [683, 2_048])
  const { rawPayload } = await app.inject({ url: String(kept.headers['location']) })
  const { exif, xmp, iptc, icc, orientation } = await sharp(rawPayload).metadata()
  assert.deepEqual([exif, xmp, iptc, icc, orientation], [undefined, undefined, undefined, undefined, undefined])
})

test('a few bytes that would unfold to a great many pixels are refused, and so is half a picture', async (t) => {
  const { app } = await server(t)
  const background = { r: 0, g: 0, b: 0 }
  const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background } })
    .png({ compressionLevel: 9 })
    .toBuffer()
  assert.ok(bomb.length < 500_000)
  const refused = await post(app, bomb)
  assert.deepEqual([refused.statusCode, refused.json().type], [413, '/problems/picture-too-large'])
  for (const broken of [png, jpeg, webp, (await photograph(400, 400)).subarray(0, 700)]) {
    const reply = await post(app, broken)
    assert.deepEqual([reply.statusCode, reply.json().type], [415, '/problems/file-refused'], reply.body)
  }
})

test('an SVG, an empty body and a file too large are refused and not kept', async (t) => {
  const { app, store } = await server(t)
  for (const content of [svg, Buffer.alloc(0)]) {
    const reply = await post(app, content, { 'content-type': 'image/svg+xml' })
    assert.deepEqual([reply.statusCode, reply.json().type], [415, '/problems/file-refused'])
    assert.equal(await store.find(idOfContent(content)), undefined)
  }
  const large = Buffer.concat([png, Buffer.alloc(fileBytesMax)])
  assert.equal((await post(app, large)).statusCode, 413)
  assert.equal(await store.find(idOfContent(large)), undefined)
})

test('keeping a file needs a credential', async (t) => {
  const { app } = await server(t)
  assert.equal((await post(app, png, { authorization: '' })).statusCode, 401)
  assert.equal((await post(app, png, { authorization: 'Bearer nobody' })).statusCode, 401)
})

test('a file that does not exist is a problem, not a path', async (t) => {
  const { app } = await server(t)
  for (const id of [idOfContent(svg), 'x', '..%2f..%2fetc%2fpasswd']) {
    const reply = await app.inject({ url: `/v1/files/${id}` })
    assert.deepEqual([reply.statusCode, reply.json().type], [404, '/problems/file-not-found'])
  }
})
