import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Stage, closeStage, goTo, leaveAfter, stage, visit } from './browser.ts'
import { act, buyMug } from './prepared.ts'

after(closeStage)

test('what arrived with a page is not asked for again when the browser takes it over', async (t) => {
  const here = await stage()
  const visitor = await visit(here)
  leaveAfter(t, visitor)
  const asked: string[] = []
  visitor.page.on('request', (request) => asked.push(pathOf(request.url())))
  for (const path of ['/', '/search?q=mug', await pathOfOffer(here)]) {
    asked.length = 0
    await visitor.page.goto(path, { waitUntil: 'networkidle' })
    const arrived = await arrivedWith(here, path)
    assert.ok(arrived.length > 0, `${path} arrives with content`)
    assert.deepEqual(asked.filter((one) => arrived.includes(one)), [], path) // prettier-ignore
  }
})

test('what another does while a page is on its way shows on it', async (t) => {
  const here = await stage()
  const [mei, anton] = await Promise.all([visit(here, { persona: 'mei' }), visit(here, { persona: 'anton' })])
  leaveAfter(t, mei, anton)
  await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
  const orderId = await buyMug(mei)
  const doneMeanwhile = Promise.withResolvers<void>()
  await mei.page.route('**/v1/events/stream*', async (route) => {
    await doneMeanwhile.promise
    await route.continue()
  })
  await goTo(mei, `/orders/${orderId}`)
  await mei.page.getByText('€44.90 is held').waitFor()
  await act(anton, orderId, ['cancel'])
  doneMeanwhile.resolve()
  await mei.page.getByText('Nothing is held any more').waitFor()
})

async function pathOfOffer({ origin }: Stage): Promise<string> {
  const { items }: { items: { id: string }[] } = await (await fetch(`${origin}/v1/offers?limit=1`)).json()
  return `/offers/${items[0]?.id}`
}

type Query = { queryKey: [path: string, params: Record<string, string>, query: Record<string, string>] }

/** Addresses of what a page holds the answers of. */
async function arrivedWith({ origin }: Stage, path: string): Promise<string[]> {
  const html = await (await fetch(`${origin}${path}`, { headers: { accept: 'text/html' } })).text()
  const state = /<script id="state" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  const { queries }: { queries: { queries: Query[] } } = JSON.parse(state)
  return queries.queries.map(({ queryKey: [template, params, query] }) =>
    pathOf(
      `${origin}${template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')}?${new URLSearchParams(query).toString()}`,
    ),
  )
}

/** Path and question of an address, the question in order. */
function pathOf(url: string): string {
  const { pathname, searchParams } = new URL(url)
  searchParams.sort()
  return `${pathname}?${searchParams.toString()}`
}
