import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../kernel/http.ts'
import { pagePolicy } from '../kernel/http-headers.ts'
import { type TownView, viewOf } from '../modules/town/index.ts'
import type { TownProcess } from './context.ts'
import { builtDir } from './pages-build.ts'

/**
 * Pages of the web app: files from the build, and every other address rendered by the same code that runs in the
 * browser. A page holds nothing of who asks, so it is kept for a moment and sent to all who come with the same wishes.
 */

/** What the build exports; its types live in `web/server.tsx`, which the server's compiler does not read. */
type Renderer = { renderPage: (request: object) => Promise<{ status: number; html: string }> }

type Assets = { scripts: string[]; preloads: string[]; styles: string[]; fonts: string[] }

/** Serves the build, if there is one; answers what to do with an address that no route has. */
export async function servePages(app: App, town: TownProcess): Promise<PageFallback | undefined> {
  const clientDir = path.join(builtDir, 'client')
  if (!existsSync(path.join(clientDir, '.vite', 'manifest.json'))) return undefined
  await serveFiles(app, clientDir)
  manifestRoute(app, town)
  const assets = assetsOf(clientDir)
  const { renderPage } = await loadRenderer()
  const { context } = town
  const render = async (request: FastifyRequest): Promise<Page> => {
    const { host, protocol } = request
    return renderPage({
      url: request.url,
      origin: context.config.publicUrl || `${protocol}://${host}`,
      cookies: cookiesOf(request),
      acceptLanguage: request.headers['accept-language'] ?? '',
      town: await townInfo(town),
      assets,
      transport: transportOf(app),
    })
  }
  const recent = keepRecent(render)
  return (request, reply) => (isPage(request) ? sendPage(request, reply, recent) : undefined)
}

type Page = { status: number; html: string }
/** Answers an address that no route has, or leaves it to be a problem. */
export type PageFallback = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined

async function loadRenderer(): Promise<Renderer> {
  return import(pathToFileURL(path.join(builtDir, 'server', 'server.js')).href) as Promise<Renderer> // our own build
}

function isPage({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.startsWith('/v1/') && (headers.accept ?? '').includes('text/html')
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  render: (request: FastifyRequest) => Promise<Page>,
): FastifyReply {
  setHeaders(reply)
  void render(request).then(
    ({ status, html }) => reply.code(status).type('text/html; charset=utf-8').send(html),
    (error: unknown) => reply.send(error),
  )
  return reply
}

/** For so long a page is sent again as it is, ms: a burst of visitors costs one rendering. */
const keptMs = 2_000
/** Each about 60 kB. */
const keptMax = 200

/** Renders a page once for all who ask for the same within a moment. */
function keepRecent(render: (request: FastifyRequest) => Promise<Page>): (request: FastifyRequest) => Promise<Page> {
  const kept = new Map<string, { at: number; page: Promise<Page> }>()
  return async (request) => {
    const { host, url, headers } = request
    const key = JSON.stringify([host, url, headers['accept-language'] ?? '', cookiesOf(request)])
    const found = kept.get(key)
    if (found !== undefined && performance.now() - found.at < keptMs) return found.page
    const page = render(request)
    if (kept.size >= keptMax) kept.clear()
    kept.set(key, { at: performance.now(), page })
    page.catch(() => kept.delete(key))
    return page
  }
}

/** Preferences only: what a session holds is none of a page's business. */
const preferences = ['lakeside_language', 'lakeside_scheme']

function cookiesOf({ headers }: FastifyRequest): Record<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => {
    const equals = pair.indexOf('=')
    return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const
  })
  return Object.fromEntries(pairs.filter(([name]) => preferences.includes(name)))
}

async function townInfo({ context: { db, town, clock } }: TownProcess): Promise<object> {
  return { ...(await viewOf(db, town)), aheadMs: clock.offsetMs() }
}

/** What a browser installs the town as (W3C Web Application Manifest): under its name, with its logo first. */
function manifestRoute(app: App, { context: { db, town } }: TownProcess): void {
  app.get('/manifest.webmanifest', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    const view = await viewOf(db, town)
    return reply.header('cache-control', 'no-cache').type('application/manifest+json').send(manifestOf(view))
  })
}

/** The ground of `web/kit/theme.tsx`, behind the town while it opens. */
const ground = '#faf6ef'

function manifestOf({ name, about, defaultLanguage, logo }: TownView): object {
  const icon = (size: string, purpose = 'any'): object => ({
    src: purpose === 'any' ? `/icon-${size}.png` : '/icon-maskable.png',
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  })
  const own = logo === null ? [] : [{ src: `/v1/files/${logo}`, sizes: 'any', type: 'image/webp', purpose: 'any' }]
  const sentence = about[defaultLanguage] ?? ''
  return {
    name,
    short_name: name.length > 12 ? name.slice(0, 12).trim() : name,
    description:
      sentence === '' ? 'The marketplace of a town: the money is held until the goods have arrived.' : sentence,
    lang: defaultLanguage,
    id: '/',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: ground,
    theme_color: ground,
    icons: [...own, icon('192'), icon('512'), icon('512', 'maskable')],
    shortcuts: [
      { name: 'Orders', url: '/orders' },
      { name: 'Basket', url: '/basket' },
    ],
  }
}

/** The public API, asked without a detour over the network and without a credential. */
function transportOf(app: App): (path: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const headers = Object.fromEntries(new Headers(init.headers).entries())
    const reply = await app.inject({ method: 'GET', url, headers })
    return new Response(reply.rawPayload as Uint8Array<ArrayBuffer>, { status: reply.statusCode })
  }
}

type Chunk = { file: string; css?: string[]; assets?: string[]; imports?: string[]; isEntry?: boolean; src?: string }

/** Screens whose content arrives with the page: their looks must be there with it, or it jumps when they come. */
const arriving = /\/ui\/(home|search|offer|trust)-screen\.tsx$/

/** Names of the files that a page begins with, and of those it will need at once. */
function assetsOf(clientDir: string): Assets {
  const text = readFileSync(path.join(clientDir, '.vite', 'manifest.json'), 'utf8')
  const manifest: Record<string, Chunk> = JSON.parse(text)
  const seen = new Set<string>()
  const collect = (name: string): Chunk[] => {
    const chunk = manifest[name]
    if (chunk === undefined || seen.has(name)) return []
    seen.add(name)
    return [chunk, ...(chunk.imports ?? []).flatMap(collect)]
  }
  const [main, ...imported] = collect('main.tsx')
  const shown = Object.keys(manifest).filter((name) => arriving.test(name)).flatMap(collect) // prettier-ignore
  const styles = [main, ...imported, ...shown].flatMap((chunk) => (chunk?.css ?? []).map((file) => `/${file}`))
  return {
    scripts: main === undefined ? [] : [`/${main.file}`],
    preloads: imported.map(({ file }) => `/${file}`),
    styles: [...new Set(styles)],
    // The letters of most pages; others come when they occur.
    fonts: (main?.assets ?? []).filter((file) => /-latin-wght-/.test(file)).map((file) => `/${file}`),
  }
}

async function serveFiles(app: App, root: string): Promise<void> {
  await app.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'open' }
      route.schema = { ...route.schema, hide: true }
    })
    await pages.register(fastifyStatic, {
      root,
      index: false,
      preCompressed: true,
      // A route a file: every other address is a page.
      wildcard: false,
      globIgnore: ['**/*.br', '**/*.gz', '.vite/**', 'manifest.webmanifest'],
      // Files are served without our help in `cache-control`: see `setHeaders`.
      cacheControl: false,
      setHeaders,
    })
  })
}

function setHeaders(reply: Pick<FastifyReply, 'header'>, file = ''): void {
  reply.header('content-security-policy', pagePolicy)
  // A name with a hash in it never means another content; everything else is asked for again.
  const isForEver = file.includes(`${path.sep}assets${path.sep}`)
  reply.header('cache-control', isForEver ? 'public, max-age=31536000, immutable' : 'no-cache')
}
