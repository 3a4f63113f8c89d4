/// <reference lib="webworker" />

/**
 * Lets the app open without a connection, and shows the orders that were seen last. What the town answers is asked for
 * first, always: only when there is no answer is the last one shown. Nothing is ever written here.
 */

// The browser's types know `self` as a page.
const worker = self as unknown as ServiceWorkerGlobalScope

/** Files of the build; a name with a hash in it never means another content. */
const files = 'lakeside-files'
/** What the town answered last to whoever is signed in; forgotten when somebody else is. */
const answers = 'lakeside-answers'
/** A page without content, which fills itself. */
const shell = '/shell'

/** Answers worth having in a cellar: one's orders and what they are shown with. */
const kept = /^\/v1\/(me|wallet|orders(\/[0-9a-f-]{36}(\/events)?)?|(businesses|parties|files)\/[\w-]+)$/

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(files)
      const names: string[] = await (await fetch('/precache.json', { cache: 'no-cache' })).json()
      const missing = await Promise.all(
        names.map(async (name) => ((await cache.match(name)) === undefined ? [name] : [])),
      )
      await cache.addAll(missing.flat())
      await cache.put(shell, await fetch(shell, { cache: 'no-cache', headers: { accept: 'text/html' } }))
      await worker.skipWaiting()
    })(),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(files)
      const names = new Set<string>(await (await fetch('/precache.json')).json())
      for (const { url } of await cache.keys()) {
        const { pathname } = new URL(url)
        if (pathname !== shell && !names.has(pathname)) await cache.delete(url)
      }
      await worker.clients.claim()
    })(),
  )
})

worker.addEventListener('message', (event) => {
  if (event.data === 'forget') event.waitUntil(caches.delete(answers))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    // Pages of the server that are not ours (`/docs`, the sandbox bank) come from it or not at all.
    event.respondWith(fetch(request).catch(async () => (await caches.match(shell)) ?? Response.error()))
  } else if (url.pathname.startsWith('/assets/')) {
    event.respondWith(fromFiles(request))
  } else if (kept.test(url.pathname)) {
    event.respondWith(newestAnswer(request, url))
  }
})

async function fromFiles(request: Request): Promise<Response> {
  const found = await caches.match(request, { cacheName: files })
  if (found !== undefined) return found
  const response = await fetch(request)
  if (response.ok) await (await caches.open(files)).put(request, response.clone())
  return response
}

/** The same address answers otherwise to whoever acts for a shop. */
function keyOf(request: Request, url: URL): string {
  return `${url.href}#${request.headers.get('lakeside-party') ?? ''}`.replace(
    '#',
    url.search === '' ? '?for=' : '&for=',
  )
}

async function newestAnswer(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(answers)
  try {
    const response = await fetch(request)
    if (response.ok) await cache.put(keyOf(request, url), response.clone())
    return response
  } catch (error) {
    const last = await cache.match(keyOf(request, url))
    if (last !== undefined) return last
    throw error
  }
}
